"""The tables of the way from report to honour: judging, check-lists, nomination, meetings, decisions, papers (R12–R14, R27–R32).

As in `tables.py`: moments are UTC, dates are local, each constraint makes a mistake impossible. What a person of flesh is
asked for at nomination only (birth date, sex, home) is sealed (R64).
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Column, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.tables import Key, key, link, moment, partial
from storage.vault import SealedJson, SealedText

# --- judging ----------------------------------------------------------------------------------------------------------------


class ScoreRound(SQLModel, table=True):
    """Several judges score the same reports on one sheet. The sheet is kept as it was when the round was opened."""

    __tablename__ = "score_round"
    id: int | None = key()
    unit_id: int = link("unit.id")  # whose round it is
    movement_id: int = link("movement.id", index=False)
    name: str
    sheet: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))  # criteria with weights
    state: str = "open"  # open, closed: figures are shown to judges only when it is closed or they have given their own
    opened_by: int = link("person.id", index=False)
    opened_at: datetime = moment()
    closed_at: datetime | None = moment(optional=True)


class ScoreEntry(SQLModel, table=True):
    """A report in a round."""

    __tablename__ = "score_entry"
    __table_args__ = (UniqueConstraint("round_id", "report_id"),)
    id: int | None = key()
    round_id: int = link("score_round.id", index=False)
    report_id: int = link("report.id")


class Score(SQLModel, table=True):
    """One judge's points for one report in one round; given once, never overwritten."""

    __tablename__ = "score"
    __table_args__ = (UniqueConstraint("round_id", "report_id", "person_id"),)
    id: int | None = key()
    round_id: int = link("score_round.id", index=False)
    report_id: int = link("report.id")
    person_id: int = link("person.id")
    points: dict[str, float] = Field(sa_column=Column(JSON, nullable=False))  # criterion → points
    total: float  # weighted, 0–100
    note: str = ""
    at: datetime = moment()


# --- check-lists -------------------------------------------------------------------------------------------------------------


class CriterionMet(SQLModel, table=True):
    """An approved report that meets a criterion of a unit's or an author's check-list in a year (R13, R14)."""

    __tablename__ = "criterion_met"
    __table_args__ = (UniqueConstraint("unit_id", "year", "subject", "criterion", "report_id"),)
    id: int | None = key()
    unit_id: int = link("unit.id", index=False)
    year: int
    subject: str = "unit"  # unit, or who: person:12, name:<folded name> for an author who never joined
    criterion: str  # a code of the movement's criteria
    report_id: int = link("report.id")
    person_id: int = link("person.id", index=False)  # who linked it
    at: datetime = moment()


# --- registration and nomination ------------------------------------------------------------------------------------------------


class Registration(SQLModel, table=True):
    """A subject registered at the start of the year, with the title aimed at."""

    __tablename__ = "registration"
    __table_args__ = (UniqueConstraint("movement", "year", "unit_id", "subject_key", "award"),)
    id: int | None = key()
    movement: str  # its code
    year: int
    unit_id: int = link("unit.id")
    collective: bool = False
    name: str
    subject_key: str  # folded name, or unit:<id>: the same subject is not registered twice
    subject_unit_id: int | None = Field(default=None, foreign_key="unit.id", sa_type=Key)  # a unit as a whole
    person_ref: int | None = Field(default=None, foreign_key="person.id", sa_type=Key)
    author_class: str = ""
    award: str  # a code of awards.toml
    state: str = "standing"  # standing, withdrawn
    person_id: int = link("person.id", index=False)  # who entered it
    at: datetime = moment()


class Nomination(SQLModel, table=True):
    """A nomination file (R29). Its state changes only through `nominations.move()`."""

    __tablename__ = "nomination"
    __table_args__ = (
        UniqueConstraint("code"),
        Index("ix_nomination_unit_year", "unit_id", "year"),
        partial(
            "ix_nomination_at_desk",
            ("desk_unit_id", "waits_since"),
            "state IN ('draft', 'sent', 'returned', 'council')",
        ),
    )
    id: int | None = key()
    code: str  # DN-2026-0007
    movement: str  # its code
    movement_id: int = link("movement.id", index=False)  # the version that ran when it was opened
    year: int
    kind: str  # overall, thematic, ad-hoc
    authority: str  # to whom: a code of awards.toml's authorities
    title: str = ""
    unit_id: int = link("unit.id")  # where it was opened
    desk_unit_id: int = link("unit.id", index=False)  # the level at which it stands
    state: str = "draft"  # draft, sent, returned, council, decided, refused, withdrawn
    turn: int = 0
    waits_since: datetime = moment()
    close_id: int | None = Field(default=None, foreign_key="year_close.id", index=True, sa_type=Key)  # frozen with
    rules: int = 0  # the version of the rules it was checked by
    person_id: int = link("person.id", index=False)  # who opened it
    opened_at: datetime = moment()
    changed_at: datetime = moment()


class NominationHistory(SQLModel, table=True):
    """Every step of a file, written in the same breath as the step."""

    __tablename__ = "nomination_history"
    id: int | None = key()
    nomination_id: int = link("nomination.id")
    act: str
    from_state: str | None = None
    to_state: str
    person_id: int | None = Field(default=None, foreign_key="person.id", sa_type=Key)
    unit_id: int | None = Field(default=None, foreign_key="unit.id", sa_type=Key)  # in whose name
    desk_unit_id: int | None = Field(default=None, foreign_key="unit.id", sa_type=Key)
    note: str = ""
    at: datetime = moment()


class Nominee(SQLModel, table=True):
    """A subject of a file, with the award asked for."""

    __tablename__ = "nominee"
    __table_args__ = (UniqueConstraint("nomination_id", "subject_key", "award"),)
    id: int | None = key()
    nomination_id: int = link("nomination.id", index=False)
    position: int
    collective: bool = False
    name: str
    subject_key: str  # as in Registration
    subject_unit_id: int | None = Field(default=None, foreign_key="unit.id", sa_type=Key)
    person_ref: int | None = Field(default=None, foreign_key="person.id", index=True, sa_type=Key)
    author_class: str = ""
    unit_id: int = link("unit.id")  # where they belong
    award: str
    on_site: bool = False  # direct workers first (R33, Luật Điều 5)
    details: dict[str, Any] | None = Field(
        default=None, sa_type=SealedJson
    )  # birth date, sex, home, post, headcount, …
    merits: str = ""  # what the paper says of their achievements, in the officer's words
    state: str = "proposed"  # proposed, left out (by the council), awarded, refused


class NomineeReport(SQLModel, table=True):
    """A report behind a nominee: the ledger of initiatives used (R50)."""

    __tablename__ = "nominee_report"
    __table_args__ = (UniqueConstraint("nominee_id", "report_id"),)
    id: int | None = key()
    nominee_id: int = link("nominee.id", index=False)
    report_id: int = link("report.id")


class Override(SQLModel, table=True):
    """A rule that warned or failed, and why a human let it pass: reasoned and recorded."""

    __tablename__ = "rule_override"
    __table_args__ = (UniqueConstraint("nominee_id", "rule"),)
    id: int | None = key()
    nominee_id: int = link("nominee.id", index=False)
    rule: str  # a code of awards.toml
    reason: str
    person_id: int = link("person.id", index=False)
    at: datetime = moment()


class Hold(SQLModel, table=True):
    """A discipline, inspection, complaint or press case that is pending: no award meanwhile (R52)."""

    __tablename__ = "award_hold"
    id: int | None = key()
    unit_id: int = link("unit.id")  # the unit it concerns, or that of the person
    subject_key: str  # as in Registration
    name: str
    kind: str  # discipline, inspection, complaint, press
    note: str = Field(default="", sa_type=SealedText)  # read by who may put holds
    since: date
    until: date | None = None
    person_id: int = link("person.id", index=False)
    at: datetime = moment()


class YearClose(SQLModel, table=True):
    """The year's close of a unit: the files it held, frozen; what comes later belongs to the next (R28)."""

    __tablename__ = "year_close"
    __table_args__ = (UniqueConstraint("movement", "year", "unit_id", "kind"),)
    id: int | None = key()
    movement: str
    year: int
    unit_id: int = link("unit.id")
    kind: str  # overall, thematic
    content: dict[str, Any] = Field(
        sa_column=Column(JSON, nullable=False)
    )  # the copy: files, nominees, reports, no sealed words
    digest: str  # sha256 of the copy
    person_id: int = link("person.id", index=False)
    at: datetime = moment()


# --- meetings and decisions ------------------------------------------------------------------------------------------


class Meeting(SQLModel, table=True):
    """A council's meeting or a collective's acclaim on a file, with who was there and how it voted (R23, R32, R56)."""

    __tablename__ = "meeting"
    id: int | None = key()
    nomination_id: int = link("nomination.id")
    kind: str  # council, acclaim
    unit_id: int = link("unit.id", index=False)  # whose council or collective
    day: date
    place: str = ""
    chair: str = ""
    secretary: str = ""
    members: int  # of the council, all of them
    present: int
    present_names: str = ""  # who was there, by name; the council's only
    absent: str = ""  # who, and why
    written: int = 0  # of the absent, those who voted in writing
    minutes: str = ""  # what was said
    person_id: int = link("person.id", index=False)
    at: datetime = moment()


class Vote(SQLModel, table=True):
    """How many voted for a nominee at a meeting; never more than could."""

    __tablename__ = "vote"
    __table_args__ = (UniqueConstraint("meeting_id", "nominee_id"),)
    id: int | None = key()
    meeting_id: int = link("meeting.id", index=False)
    nominee_id: int = link("nominee.id")
    yes: int
    no: int
    written_yes: int = 0


class Decision(SQLModel, table=True):
    """A decision of an authority, entered once for many."""

    __tablename__ = "decision"
    __table_args__ = (
        UniqueConstraint("number", "day", "authority", "unit_id"),
    )  # every grassroots union has its no. 01
    id: int | None = key()
    number: str
    day: date
    authority: str
    signer: str = ""
    unit_id: int = link("unit.id")  # whose standing unit entered it
    person_id: int = link("person.id", index=False)
    at: datetime = moment()


class Award(SQLModel, table=True):
    """An award: always by a decision. Revoked (R57), it stays, and no longer counts."""

    __tablename__ = "award"
    __table_args__ = (UniqueConstraint("nominee_id"),)
    id: int | None = key()
    decision_id: int = link("decision.id")
    nominee_id: int = link("nominee.id", index=False)
    award: str  # a code of awards.toml: as decided, which may be another than asked for
    wording: str  # what the certificate says
    revoked_on: date | None = None
    revoked_by: str = ""  # number of the revoking decision
    revoked_why: str = ""
    revoker_id: int | None = Field(default=None, foreign_key="person.id", sa_type=Key)


# --- papers --------------------------------------------------------------------------------------------------------------------


class Signatory(SQLModel, table=True):
    """Who signs a unit's papers, by title and date (R44)."""

    __tablename__ = "signatory"
    id: int | None = key()
    unit_id: int = link("unit.id")
    name: str
    title: str  # PHÓ CHỦ TỊCH THƯỜNG TRỰC
    signs_for: str = ""  # TM. BAN THƯỜNG VỤ
    since: date
    until: date | None = None
    person_id: int | None = Field(default=None, foreign_key="person.id", sa_type=Key)
    at: datetime = moment()


class Recipients(SQLModel, table=True):
    """ "Nơi nhận" of a unit's papers of a type, from one day to another (R42)."""

    __tablename__ = "recipients"
    id: int | None = key()
    unit_id: int = link("unit.id")
    paper: str  # a code of papers; "" is every paper
    lines: list[str] = Field(sa_column=Column(JSON, nullable=False))
    since: date
    until: date | None = None
    person_id: int | None = Field(default=None, foreign_key="person.id", sa_type=Key)
    at: datetime = moment()


class PaperTemplate(SQLModel, table=True):
    """A unit's own Word template of a paper, checked when it was handed in; the newest counts."""

    __tablename__ = "paper_template"
    id: int | None = key()
    unit_id: int = link("unit.id")
    paper: str
    media_key: str
    name: str  # of the file as handed in
    person_id: int | None = Field(default=None, foreign_key="person.id", sa_type=Key)
    at: datetime = moment()
    ended_at: datetime | None = moment(optional=True)  # taken back
