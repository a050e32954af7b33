"""Meetings on a nomination file: a council's with its votes, a collective's acclaim (R23, R32, R56).

A threshold is a share of ALL members, the absent too; who was absent may vote in writing. Nobody can count more votes than
there are. What was voted may be corrected until the file is decided, and each correction is in the audit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from math import ceil
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, func, insert, or_, select, update

from storage import people, roles
from storage.award_tables import Meeting, Nomination, Nominee, Vote
from storage.awards import honours
from storage.people import audit
from storage.tables import Grant, of
from storage.upsert import upsert

meeting, vote, nominee, nomination, held = of(Meeting), of(Vote), of(Nominee), of(Nomination), of(Grant)

COUNCIL, ACCLAIM = "council", "acclaim"
ACTS: Mapping[str, str] = {COUNCIL: "council", ACCLAIM: "nominate"}  # who enters which
STATES: Mapping[str, tuple[str, ...]] = {COUNCIL: ("council",), ACCLAIM: ("draft", "sent", "returned", "council")}
MOST_PEOPLE: Mapping[str, int] = {COUNCIL: 99, ACCLAIM: 20_000}  # at a meeting
MOST_NOMINEES = 500  # of a file, shown and voted on
MOST_FILES = 100


class NotPossible(Exception):
    """The file stands elsewhere by now, or is out of this person's reach."""


class TooMany(Exception):
    """More votes or people than there are: the figures say which."""

    def __init__(self, given: int, most: int) -> None:
        super().__init__(f"{given} of {most}")
        self.given, self.most = given, most


@dataclass(frozen=True, slots=True)
class File:
    """A nomination file as meetings and decisions need it."""

    id: int
    code: str
    kind: str
    authority: str
    title: str
    year: int
    unit_id: int
    desk_unit_id: int
    state: str


@dataclass(frozen=True, slots=True)
class Attendance:
    """Who was there. `written`: of the absent, those who voted in writing."""

    kind: str
    day: date
    place: str
    chair: str
    secretary: str
    members: int
    present: int
    absent: str = ""
    written: int = 0
    present_names: str = ""

    def check(self) -> None:
        """Raises TooMany."""
        if self.members > MOST_PEOPLE[self.kind]:
            raise TooMany(self.members, MOST_PEOPLE[self.kind])
        if self.present > self.members:
            raise TooMany(self.present, self.members)
        if self.written > self.members - self.present:
            raise TooMany(self.written, self.members - self.present)


@dataclass(frozen=True, slots=True)
class Held:
    """A meeting as kept."""

    id: int
    nomination_id: int
    kind: str
    unit_id: int
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


@dataclass(frozen=True, slots=True)
class Result:
    """How the vote on a nominee went. `passed` is None without a vote, or where no share is asked for."""

    yes: int  # those in writing too
    no: int
    written_yes: int
    members: int
    needed: int  # 0: no share is asked for
    voted: bool

    @property
    def passed(self) -> bool | None:
        return self.yes >= self.needed if self.voted and self.needed else None


FILE = tuple(nomination.c[name] for name in File.__slots__)
HELD = tuple(meeting.c[name] for name in Held.__slots__)


# --- files ----------------------------------------------------------------------------------------------------------------


def reachable(who: int, act: str, day: date) -> ColumnElement[bool]:
    """Files at a desk for which this person may do the act; for an acclaim, those opened there too."""
    covered = select(roles.reach(who, act, day).c.unit_id)
    at_desk = nomination.c.desk_unit_id.in_(covered)
    return or_(at_desk, nomination.c.unit_id.in_(covered)) if act == ACTS[ACCLAIM] else at_desk


def files(db: Connection, who: int, kind: str, day: date) -> list[File]:
    """The files on which this person may enter a meeting of the kind, who has waited longest first."""
    query = select(*FILE).where(nomination.c.state.in_(STATES[kind]), reachable(who, ACTS[kind], day))
    return [
        File(*row) for row in db.execute(query.order_by(nomination.c.waits_since, nomination.c.id).limit(MOST_FILES))
    ]


def file(db: Connection, number: int, who: int, act: str, day: date) -> File | None:
    """A file in any state, if it is within reach: as `reachable`, looked at from the one file."""
    row = db.execute(select(*FILE).where(nomination.c.id == number)).first()
    if row is None:
        return None
    desks = (row.desk_unit_id, row.unit_id) if act == ACTS[ACCLAIM] else (row.desk_unit_id,)
    return File(*row) if any(roles.may(db, who, act, each, day) for each in desks) else None


def nominees(db: Connection, numbers: list[int]) -> list[dict[str, Any]]:
    """The nominees of files in their order: id, nomination_id, name, award, state, unit_id, collective."""
    names = ("id", "nomination_id", "name", "award", "state", "unit_id", "collective", "subject_key", "person_ref")
    query = select(*(nominee.c[name] for name in names)).where(nominee.c.nomination_id.in_(numbers))
    order = (nominee.c.nomination_id, nominee.c.position, nominee.c.id)
    return [dict(row) for row in db.execute(query.order_by(*order).limit(MOST_NOMINEES)).mappings()]


def council_of(db: Connection, unit_id: int, day: date) -> list[str]:
    """The names of those who hold a council role at the unit."""
    rows = db.execute(
        select(held.c.person_id)
        .where(held.c.unit_id == unit_id, held.c.role == "council", roles.acting(day))
        .distinct()
        .order_by(held.c.person_id)
    )
    return [each.name for each in people.known(db, rows.scalars()).values()]


# --- entering -------------------------------------------------------------------------------------------------------------


def enter(db: Connection, number: int, entry: Attendance, *, who: int, now: datetime, today: date) -> int:
    """Keep a meeting on a file; gives its id. Raises NotPossible, TooMany."""
    entry.check()
    about = file(db, number, who, ACTS[entry.kind], today)
    if about is None or about.state not in STATES[entry.kind] or entry.day > today:
        raise NotPossible
    unit_id = about.desk_unit_id if entry.kind == COUNCIL else about.unit_id
    row = {name: getattr(entry, name) for name in Attendance.__slots__}
    row |= {"nomination_id": number, "unit_id": unit_id, "minutes": "", "person_id": who, "at": now}
    kept: int = db.execute(insert(meeting).returning(meeting.c.id), row).scalar_one()
    audit(db, who, "enter-meeting", f"meeting:{kept}", now, f"nomination:{number} {entry.kind}")
    return kept


def one(db: Connection, number: int, who: int, day: date) -> tuple[Held, File] | None:
    """A meeting with its file, if this person may work on it."""
    row = db.execute(select(*HELD).where(meeting.c.id == number)).first()
    if row is None:
        return None
    found = Held(*row)
    about = file(db, found.nomination_id, who, ACTS[found.kind], day)
    return (found, about) if about else None


def of_file(db: Connection, number: int) -> list[Held]:
    """The meetings on a file, the newest first."""
    rows = db.execute(
        select(*HELD).where(meeting.c.nomination_id == number).order_by(meeting.c.day.desc(), meeting.c.id.desc())
    )
    return [Held(*row) for row in rows]


def _open(db: Connection, number: int, who: int, today: date) -> tuple[Held, File]:
    found = one(db, number, who, today)
    if found is None or found[1].state not in STATES[found[0].kind]:
        raise NotPossible
    return found


def ballot(
    db: Connection,
    number: int,
    counted: Mapping[int, tuple[int, int, int]],
    *,
    who: int,
    now: datetime,
    today: date,
) -> None:
    """Enter votes, nominee → (yes, no, written yes); entered again, they are corrected. Raises NotPossible, TooMany."""
    kept, about = _open(db, number, who, today)
    theirs = {each["id"] for each in nominees(db, [about.id]) if each["state"] == "proposed"}
    if not counted or not counted.keys() <= theirs:
        raise NotPossible
    for yes, no, written_yes in counted.values():
        if min(yes, no, written_yes) < 0 or yes + no > kept.present:
            raise TooMany(yes + no, kept.present)
        if written_yes > kept.written:
            raise TooMany(written_yes, kept.written)
    rows = [
        {"meeting_id": number, "nominee_id": each, "yes": yes, "no": no, "written_yes": written_yes}
        for each, (yes, no, written_yes) in counted.items()
    ]
    put = upsert(vote)
    values = {name: put.excluded[name] for name in ("yes", "no", "written_yes")}
    db.execute(put.on_conflict_do_update(index_elements=["meeting_id", "nominee_id"], set_=values), rows)
    one_only = [f"{each}: {'/'.join(map(str, votes))}" for each, votes in counted.items()] if len(counted) == 1 else []
    audit(db, who, "enter-votes", f"meeting:{number}", now, *one_only)


def say(db: Connection, number: int, minutes: str, *, who: int, now: datetime, today: date) -> None:
    """Keep what was said. Raises NotPossible."""
    _open(db, number, who, today)
    db.execute(update(meeting).where(meeting.c.id == number).values(minutes=minutes))
    audit(db, who, "keep-minutes", f"meeting:{number}", now)


def drop(db: Connection, number: int, *, who: int, now: datetime, today: date) -> None:
    """Take back a meeting that was entered wrongly, with its votes. Raises NotPossible."""
    kept, _ = _open(db, number, who, today)
    db.execute(delete(vote).where(vote.c.meeting_id == number))
    db.execute(delete(meeting).where(meeting.c.id == number))
    audit(db, who, "drop-meeting", f"meeting:{number}", now, f"nomination:{kept.nomination_id}")


# --- results --------------------------------------------------------------------------------------------------------------


def needed(share: float, members: int) -> int:
    """Votes in favour that a share of all members asks for: 80 % of 9 are 8."""
    return ceil(Fraction(str(share)) * members)


def results_of(db: Connection, number: int) -> dict[int, Result]:
    """nominee → how the vote at a meeting went."""
    kind, members = meeting.c.kind, meeting.c.members
    columns = (nominee.c.id, nominee.c.award, kind, members, vote.c.yes, vote.c.no, vote.c.written_yes)
    rows = db.execute(
        select(*columns)
        .select_from(meeting)
        .join(nominee, nominee.c.nomination_id == meeting.c.nomination_id)
        .join(vote, (vote.c.meeting_id == meeting.c.id) & (vote.c.nominee_id == nominee.c.id), isouter=True)
        .where(meeting.c.id == number)
    )
    shares = {each.code: each.vote for each in honours().awards}
    found = {}
    for who, award, called, of_all, yes, no, written in rows:
        asked = needed(shares.get(award, 0), of_all) if called == COUNCIL else 0
        found[who] = Result((yes or 0) + (written or 0), no or 0, written or 0, of_all, asked, yes is not None)
    return found


def latest_council(db: Connection, number: int) -> int | None:
    """The latest council meeting on a file, of the council at whose desk it stands."""
    row: int | None = db.execute(
        select(meeting.c.id)
        .join(nomination, nomination.c.id == meeting.c.nomination_id)
        .where(meeting.c.nomination_id == number, meeting.c.kind == COUNCIL)
        .where(meeting.c.unit_id == nomination.c.desk_unit_id)
        .order_by(meeting.c.day.desc(), meeting.c.id.desc())
        .limit(1)
    ).scalar()
    return row


def results(db: Connection, number: int) -> dict[int, Result]:
    """nominee → the vote of the latest council; nothing before one met."""
    found = latest_council(db, number)
    return results_of(db, found) if found is not None else {}


def progress(db: Connection, number: int) -> tuple[int, int]:
    """How many of a meeting's nominees have been voted on, of how many."""
    done = db.execute(select(func.count()).select_from(vote).where(vote.c.meeting_id == number)).scalar_one()
    return done, len(results_of(db, number))
