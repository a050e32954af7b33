"""What papers are made of: a report and a nomination file, each with everything that hangs on it (R31). Shapes only.

They are read once, in a few set queries (`storage.dossiers`), and then travel: whoever makes a paper of them asks the
database nothing more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from storage.movement_shapes import Movement


@dataclass(frozen=True, slots=True)
class PaperUnit:
    """A unit as a paper names it on its day; `above` is the unit it hangs below, "" at the top."""

    id: int
    name: str
    above: str
    type: str


@dataclass(frozen=True, slots=True)
class Signing:
    """Who signs, in whose name (R44); all "" where nobody was entered: the paper leaves a blank."""

    name: str = ""
    title: str = ""
    signs_for: str = ""


@dataclass(frozen=True, slots=True)
class Author:
    """An author of a report, with their share in percent where they said one (R7)."""

    name: str
    author_class: str
    collective: bool
    share: float | None
    person_id: int | None


@dataclass(frozen=True, slots=True)
class PhotoKept:
    """A photo of a report: the media key of its clean copy, what it shows, and its size in pixels (R9)."""

    key: str
    tag: str
    caption: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a report's history."""

    act: str
    to_state: str
    at: datetime
    who: str
    unit: str
    note: str


@dataclass(frozen=True, slots=True)
class ReportDossier:
    """A report in full. `report` holds its own columns; `chain` the names of its unit and those above it on its day."""

    report: Mapping[str, Any]
    movement: Movement
    unit: PaperUnit  # as it was on the report's day
    chain: Sequence[str]
    submitter: str
    authors: Sequence[Author]
    benefits: Sequence[Mapping[str, Any]]
    slogans: Sequence[str]
    photos: Sequence[PhotoKept]
    steps: Sequence[Step]
    issuer: PaperUnit  # who gives the paper out, as of the paper's day
    signing: Signing
    recipients: Mapping[str, Sequence[str]]  # by paper; "" for every other
    templates: Mapping[str, str]  # paper → media key of the nearest unit's own template
    day: date  # of the paper


@dataclass(frozen=True, slots=True)
class EarlierAward:
    """What a nominee was honoured with before: the table every report of merits ends with."""

    year: int
    award: str  # a code of awards.toml
    number: str
    day: date
    authority: str


@dataclass(frozen=True, slots=True)
class NomineeOf:
    """A subject of a file, the reports behind it, and what it was awarded before."""

    id: int
    position: int
    collective: bool
    name: str
    person_ref: int | None
    author_class: str
    unit: PaperUnit
    award: str
    on_site: bool
    details: Mapping[str, Any]
    merits: str
    state: str
    reports: Sequence[ReportDossier]
    earlier: Sequence[EarlierAward]
    awarded: str  # wording of the award, once there is one


@dataclass(frozen=True, slots=True)
class VoteOf:
    """Votes for one nominee."""

    yes: int
    no: int
    written_yes: int


@dataclass(frozen=True, slots=True)
class MeetingOf:
    """A council's meeting or an acclaim, with the votes by nominee (R23, R32, R56)."""

    id: int
    kind: str
    unit: PaperUnit
    day: date
    place: str
    chair: str
    secretary: str
    members: int
    present: int
    absent: str
    written: int
    minutes: str
    present_names: str
    votes: Mapping[int, VoteOf]


@dataclass(frozen=True, slots=True)
class DecisionOf:
    """A decision on nominees of a file."""

    number: str
    day: date
    authority: str
    signer: str


@dataclass(frozen=True, slots=True)
class FileDossier:
    """A nomination file in full; `focus` is the nominee or the meeting that was asked for, 0 for the whole."""

    id: int
    code: str
    kind: str
    authority: str
    title: str
    year: int
    state: str
    movement: Movement
    unit: PaperUnit  # where it was opened
    issuer: PaperUnit  # who gives its papers out
    addressee: str  # the unit or authority its petition goes to; "" for the authority of the file itself
    nominees: Sequence[NomineeOf]
    meetings: Sequence[MeetingOf]
    decisions: Sequence[DecisionOf]
    person_id: int  # who opened it
    signing: Signing
    recipients: Mapping[str, Sequence[str]]
    templates: Mapping[str, str]
    day: date
    focus: int = 0
