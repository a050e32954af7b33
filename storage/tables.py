"""Every table, each with the constraint that makes its mistake impossible.

Moments are UTC; dates are local (Asia/Ho_Chi_Minh) calendar days. Columns that may hold a phone number, a contact or a
talk are sealed (see `vault.py`). Keys are 64-bit on PostgreSQL and plain integers on SQLite.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Column, DateTime, Dialect, Index, Integer, Table, UniqueConstraint, text
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

from storage.vault import SealedJson, SealedText

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

Key = BigInteger().with_variant(Integer, "sqlite")


class Moment(TypeDecorator[datetime]):
    """An aware UTC moment, on SQLite too (which would drop the zone)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment without a time zone")
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value


def of(model: type[SQLModel]) -> Table:
    """The Core table of a model: what the hot path works on."""
    table: Table = SQLModel.metadata.tables[str(model.__tablename__)]
    return table


def key() -> Any:
    return Field(default=None, primary_key=True, sa_type=Key)


def link(target: str, *, index: bool = True) -> Any:
    return Field(foreign_key=target, index=index, sa_type=Key)


def moment(*, optional: bool = False) -> Any:
    return Field(default=None, sa_type=Moment) if optional else Field(sa_type=Moment)


def partial(name: str, columns: Sequence[str], where: str) -> Index:
    """An index of the rows a condition names. SQLite uses it only for queries that say the condition in the same words."""
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))


# --- what arrives and what leaves -----------------------------------------------------------------------------------


class Inbox(SQLModel, table=True):
    """Each raw payload once, kept before it is acknowledged; emptied when answered, kept when dead."""

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("channel", "update_id"),
        Index("ix_inbox_waiting", "id", sqlite_where=text("state != 'done'"), postgresql_where=text("state != 'done'")),
        partial("ix_inbox_lane", ("channel", "address", "id"), "state = 'new'"),
    )
    id: int | None = key()
    channel: str
    update_id: str
    address: str = ""  # whose lane it waits in, while it waits: nothing of theirs may overtake it, in any process
    raw: str | None = Field(default=None, sa_type=SealedText)
    state: str = "new"  # new, done, dead
    error: str | None = None  # type and place of what was raised; never the message's text
    received_at: datetime = moment()
    held_until: datetime | None = moment(optional=True)  # till then some process is at work on it: others let it be


class Outbox(SQLModel, table=True):
    """Every word that leaves, before it leaves. `key` makes each one unique: a replay adds nothing."""

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("key"),
        # Who may leave next, in three lanes, each in the order of its moments.
        partial("ix_outbox_replies", ("channel", "due_at", "id"), "state = 'due' AND kind = 'reply'"),
        partial("ix_outbox_notices", ("channel", "due_at", "id"), "state = 'due' AND kind = 'notice'"),
        partial("ix_outbox_bulk", ("channel", "due_at", "id"), "state = 'due' AND kind NOT IN ('reply', 'notice')"),
        partial("ix_outbox_line", ("channel", "address", "id"), "state IN ('due', 'sending')"),  # each one's queue
        partial("ix_outbox_unconfirmed", ("channel", "address", "id"), "state = 'unconfirmed'"),
        partial("ix_outbox_kept", ("channel", "address", "id"), "state = 'kept'"),
        partial("ix_outbox_told", ("sent_at", "channel", "address"), "state = 'sent' AND kind NOT IN ('reply', 'own')"),
        Index("ix_outbox_reader", "channel", "address", "id"),
        {"sqlite_autoincrement": True},  # a number is a place in a transcript: never given twice, even after a deletion
    )
    id: int | None = key()
    key: str
    channel: str
    address: str
    kind: str = "reply"  # reply, notice, reminder, digest, broadcast, own
    body: dict[str, Any] = Field(sa_column=Column(SealedJson, nullable=False))
    state: str = "due"  # due, sending, sent, gone, rejected, unconfirmed, kept (till the person writes again)
    due_at: datetime = moment()
    tries: int = 0
    sent_at: datetime | None = moment(optional=True)
    provider_id: str | None = None
    error: str | None = None
    fence: int = 0  # under which holding of the channel's lease it was claimed: nobody else may say what became of it
    moved_from: str = ""  # the channel it could not go by before this one: it moves on once, and never comes back


# --- people ---------------------------------------------------------------------------------------------------------


class Person(SQLModel, table=True):
    """A union member. `name` is one field in Vietnamese order (R72); no birth date, no sex, no party, no religion (R64)."""

    __tablename__ = "person"
    id: int | None = key()
    name: str = ""
    author_class: str = ""  # a code of the movement's author classes
    unit_id: int | None = Field(default=None, foreign_key="unit.id", index=True, sa_type=Key)
    phone: str | None = Field(default=None, sa_type=SealedText)
    phone_mark: str | None = Field(default=None, index=True)  # keyed hash, for matching
    language: str = "vi"
    writes_to: str = ""  # the channel they want news by; "": where they wrote last
    joined_at: datetime | None = moment(optional=True)
    deleted_at: datetime | None = moment(optional=True)
    created_at: datetime = moment()


class Address(SQLModel, table=True):
    """Where a person is reached. Several addresses may belong to one person, an address to one person only."""

    __tablename__ = "address"
    __table_args__ = (UniqueConstraint("channel", "address"),)
    id: int | None = key()
    channel: str
    address: str
    person_id: int = link("person.id")
    state: str = "open"  # open, gone (blocked us or deleted the account)
    seen_at: datetime = moment()
    gone_at: datetime | None = moment(optional=True)
    asked_at: datetime | None = moment(optional=True)  # when a paid template last asked them to write again (Zalo OA)


class Talk(SQLModel, table=True):
    """Where a person's conversation stands: one a person, on whatever channel they write next."""

    __tablename__ = "talk"
    __table_args__ = (partial("ix_talk_resting", ("touched_at",), "form IN ('report', 'amend')"),)
    person_id: int = Field(foreign_key="person.id", primary_key=True, sa_type=Key)
    version: int = 0
    session: dict[str, Any] = Field(sa_column=Column(SealedJson, nullable=False))
    form: str = ""  # which conversation is open, in clear: half-told reports are nudged
    channel: str = ""  # where the person wrote last: there we write to them
    address: str = ""
    touched_at: datetime | None = moment(optional=True)


class Draft(SQLModel, table=True):
    """A form put aside, with every answer given so far; resumed under whatever questions the form has then."""

    __tablename__ = "draft"
    id: int | None = key()
    person_id: int = link("person.id")
    form: str
    title: str = ""
    session: dict[str, Any] = Field(sa_column=Column(SealedJson, nullable=False))
    updated_at: datetime = moment()


class Consent(SQLModel, table=True):
    """The provable log (R60): who agreed to or withdrew what, when, on which notice. Rows are only ever added."""

    __tablename__ = "consent"
    id: int | None = key()
    person_id: int = link("person.id")
    purpose: str  # keep, spread, publish
    given: bool
    notice: str  # hash of the notice as it was shown
    language: str
    channel: str
    at: datetime = moment()


class OneTimeCode(SQLModel, table=True):
    """A code for linking a second channel or recovering the web chat: hash only, short-lived, used once."""

    __tablename__ = "one_time_code"
    __table_args__ = (UniqueConstraint("mark"),)
    id: int | None = key()
    mark: str
    person_id: int = link("person.id")
    expires_at: datetime = moment()
    used_at: datetime | None = moment(optional=True)


class WebSession(SQLModel, table=True):
    """A browser that may read and write one web address; known by the keyed hash of its cookie."""

    __tablename__ = "web_session"
    mark: str = Field(primary_key=True)
    address: str = Field(index=True)
    expires_at: datetime = moment()


class DataRequest(SQLModel, table=True):
    """What a person asked about their data and by when it must be answered (R61)."""

    __tablename__ = "data_request"
    id: int | None = key()
    person_id: int = link("person.id")
    wish: str  # export, withdraw, delete
    asked_at: datetime = moment()
    answered_at: datetime | None = moment(optional=True)
    outcome: str = ""


# --- the organisation -------------------------------------------------------------------------------------------------


class Unit(SQLModel, table=True):
    """A union body: identity only. What it is called, where it hangs and whether it lives is dated (R41)."""

    __tablename__ = "unit"
    __table_args__ = (UniqueConstraint("code"),)
    id: int | None = key()
    code: str
    type: str
    founded: date | None = None
    ended: date | None = None  # last day of existence
    contact_name: str | None = Field(default=None, sa_type=SealedText)
    contact_phone: str | None = Field(default=None, sa_type=SealedText)


class UnitType(SQLModel, table=True):
    """A type a unit may have: data, not code. `reports`: do members report as such a unit?"""

    __tablename__ = "unit_type"
    code: str = Field(primary_key=True)
    name: str
    name_en: str
    reports: bool


class UnitName(SQLModel, table=True):
    """A name of a unit from one day to another (both included; None is open).

    A `former` name is one people still type: it finds the unit and is never shown as its name.
    """

    __tablename__ = "unit_name"
    id: int | None = key()
    unit_id: int = link("unit.id")
    name: str
    short: str = ""
    former: bool = False
    search_key: str = Field(index=True)
    since: date | None = None
    until: date | None = None


class UnitParent(SQLModel, table=True):
    """The unit above, from one day to another (both included; None is open)."""

    __tablename__ = "unit_parent"
    id: int | None = key()
    unit_id: int = link("unit.id")
    parent_id: int = link("unit.id")
    since: date | None = None
    until: date | None = None


class UnitEvent(SQLModel, table=True):
    """A reorganisation: found, rename, merge, split, transfer, dissolve; by which decision (§3.3)."""

    __tablename__ = "unit_event"
    __table_args__ = (UniqueConstraint("code"),)
    id: int | None = key()
    code: str
    kind: str
    on: date  # first day of the new state
    decision: str = ""
    signer: str = ""
    note: str = ""


class UnitSuccession(SQLModel, table=True):
    """Which unit went into which by an event: many to many."""

    __tablename__ = "unit_succession"
    __table_args__ = (UniqueConstraint("event_id", "from_id", "to_id"),)
    id: int | None = key()
    event_id: int = link("unit_event.id")
    from_id: int | None = Field(default=None, foreign_key="unit.id", index=True, sa_type=Key)
    to_id: int | None = Field(default=None, foreign_key="unit.id", index=True, sa_type=Key)


class Area(SQLModel, table=True):
    """An administrative area: a tree of its own, apart from the union's."""

    __tablename__ = "area"
    __table_args__ = (UniqueConstraint("code"),)
    id: int | None = key()
    code: str
    name: str
    type: str
    parent_id: int | None = Field(default=None, foreign_key="area.id", sa_type=Key)
    since: date | None = None
    until: date | None = None


class UnitArea(SQLModel, table=True):
    """Which areas a unit serves, dated: one unit may serve several communes."""

    __tablename__ = "unit_area"
    id: int | None = key()
    unit_id: int = link("unit.id")
    area_id: int = link("area.id")
    since: date | None = None
    until: date | None = None


class Movement(SQLModel, table=True):
    """A version of a movement, as loaded or changed by staff. Reports keep the version they were filed under (R1)."""

    __tablename__ = "movement"
    __table_args__ = (UniqueConstraint("code", "version"),)
    id: int | None = key()
    code: str
    version: int
    state: str = "running"  # running, offered (by a release), closed
    origin: str = "starter"  # starter, staff
    content: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    loaded_at: datetime = moment()


# --- reports ----------------------------------------------------------------------------------------------------------


class Report(SQLModel, table=True):
    """An achievement, sent. Its state changes only through `reports.move()`."""

    __tablename__ = "report"
    __table_args__ = (
        UniqueConstraint("code"),
        Index("ix_report_unit_sent", "unit_id", "sent_at"),
        Index("ix_report_sent_at", "sent_at", "unit_id"),
        Index(
            "ix_report_unread",
            "unit_id",
            "sent_at",
            sqlite_where=text("state = 'sent'"),
            postgresql_where=text("state = 'sent'"),
        ),
        partial("ix_report_at_desk", ("desk_unit_id", "waits_since"), "state IN ('sent', 'received')"),
        partial("ix_report_returned", ("desk_unit_id", "waits_since"), "state = 'returned'"),
    )
    id: int | None = key()
    code: str  # SK-2026-0147; knowing it opens nothing
    kind: str
    movement_id: int = link("movement.id")
    phase: str | None = None
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True, sa_type=Key)
    unit_id: int = link("unit.id")
    on_day: date  # the day that places it: first use, else document date, else the day it was sent
    state: str
    title: str
    subject: str | None = None  # the person or collective honoured
    before: str | None = None
    solution: str | None = None
    result: str | None = None
    place: str | None = None
    first_use: date | None = None
    first_use_precision: str | None = None  # day, month, quarter, year, school-year
    document_no: str | None = None
    document_date: date | None = None
    theme: str | None = None
    authorship: str = "self"  # self, other, several, collective
    recognition: str | None = None
    recognition_level: str | None = None
    recognition_document: str | None = None
    benefit_how: str | None = None
    on_site: bool = False  # its author works directly on a site (R33)
    search_key: str
    sent_at: datetime = moment()
    changed_at: datetime = moment()
    desk_unit_id: int = link("unit.id", index=False)  # whose turn it is: the level of the tree at which it stands
    turn: int = 0  # how often it came to wait for somebody: each coming is told once
    waits_since: datetime = moment()  # the clock of its present step (R20)
    claimed_by: int | None = Field(
        default=None, foreign_key="person.id", sa_type=Key
    )  # who is reading it, or was asked to
    claimed_at: datetime | None = moment(optional=True)


class ReportUnit(SQLModel, table=True):
    """The chain of units above a report as of its day: 0 is its own unit (R41: theo tổ chức lúc đó)."""

    __tablename__ = "report_unit"
    __table_args__ = (UniqueConstraint("report_id", "height"),)
    id: int | None = key()
    report_id: int = link("report.id")
    height: int
    unit_id: int = link("unit.id")


class ReportAuthor(SQLModel, table=True):
    """An author: a person or a collective, with a share in percent where they said one (R7)."""

    __tablename__ = "report_author"
    id: int | None = key()
    report_id: int = link("report.id")
    position: int
    name: str
    author_class: str | None = None
    collective: bool = False
    share: float | None = None
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True, sa_type=Key)
    agreed: str = ""  # how their agreement is known: self, declared by the submitter (R63)


class ReportBenefit(SQLModel, table=True):
    """A measured benefit as typed and as understood (R10)."""

    __tablename__ = "report_benefit"
    __table_args__ = (UniqueConstraint("report_id", "kind"),)
    id: int | None = key()
    report_id: int = link("report.id")
    kind: str
    value: float | None = None
    unit: str = ""
    typed: str = ""
    confirmed: bool = False


class ReportTag(SQLModel, table=True):
    """A slogan a report answers to: one of the five bests or three savings (R11)."""

    __tablename__ = "report_tag"
    __table_args__ = (UniqueConstraint("report_id", "slogan"),)
    id: int | None = key()
    report_id: int = link("report.id")
    slogan: str


class Photo(SQLModel, table=True):
    """A photo a person sent: first a promise (pending), then a clean copy; the original is never kept (R9, R64)."""

    __tablename__ = "photo"
    __table_args__ = (
        UniqueConstraint("channel", "ref"),
        Index(
            "ix_photo_pending",
            "try_at",
            sqlite_where=text("state = 'pending'"),
            postgresql_where=text("state = 'pending'"),
        ),
        Index("ix_photo_original", "person_id", "original"),
        Index("ix_photo_clean_key", "clean_key"),  # whose bytes these are, asked before any are forgotten
        Index("ix_photo_thumb_key", "thumb_key"),
    )
    id: int | None = key()
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True, sa_type=Key)
    channel: str
    ref: str  # the channel's name of it
    state: str = "pending"  # pending, ready, refused, lost
    problem: str = ""
    tries: int = 0
    try_at: datetime | None = moment(optional=True)
    original: str | None = None  # sha256 of the bytes as sent
    clean_key: str | None = None
    thumb_key: str | None = None
    width: int | None = None
    height: int | None = None
    dhash: int | None = Field(default=None, sa_type=BigInteger)
    taken_on: date | None = None
    received_at: datetime = moment()


class ReportPhoto(SQLModel, table=True):
    """A photo in a report, in the member's order, with its caption and before/after mark (R9)."""

    __tablename__ = "report_photo"
    __table_args__ = (UniqueConstraint("report_id", "photo_id"),)
    id: int | None = key()
    report_id: int = link("report.id")
    photo_id: int = link("photo.id")
    position: int
    tag: str = ""  # before, after
    caption: str = ""


class ReportHistory(SQLModel, table=True):
    """Every step of a report, written in the same breath as the step."""

    __tablename__ = "report_history"
    __table_args__ = (
        partial(
            "ix_report_history_told",
            ("at", "report_id", "act"),
            "act IN ('receive', 'forward', 'approve', 'return', 'refuse', 'reopen', 'recall')",
        ),
        partial("ix_report_history_assigned", ("at",), "act = 'assign'"),
    )
    id: int | None = key()
    report_id: int = link("report.id")
    act: str
    from_state: str | None = None
    to_state: str
    person_id: int | None = Field(default=None, foreign_key="person.id", sa_type=Key)
    unit_id: int | None = Field(default=None, foreign_key="unit.id", sa_type=Key)  # in whose name staff acted
    desk_unit_id: int | None = Field(default=None, foreign_key="unit.id", sa_type=Key)  # where it stood afterwards
    detail: dict[str, Any] | None = Field(
        default=None, sa_type=JSON
    )  # what was asked for, by question; what an undo undoes
    note: str = ""
    at: datetime = moment()


class ReportLikeness(SQLModel, table=True):
    """Two reports that may be one, as the search found them, and what a reviewer said of it (R19)."""

    __tablename__ = "report_likeness"
    __table_args__ = (
        UniqueConstraint("report_id", "other_id"),
        partial("ix_report_likeness_unjudged", ("score", "id"), "verdict = ''"),
    )
    id: int | None = key()
    report_id: int = link("report.id", index=False)  # the later one
    other_id: int = link("report.id")
    score: float  # 0–100
    why: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))  # what speaks for it: text, photos, authors, …
    found_at: datetime = moment()
    verdict: str = ""  # same, improved, different
    verdict_by: int | None = Field(default=None, foreign_key="person.id", sa_type=Key)
    verdict_at: datetime | None = moment(optional=True)


class ReportMark(SQLModel, table=True):
    """What reports are likened by: hashes of a few of their words, photos and authors (`likeness_marks`); no word of anybody."""

    __tablename__ = "report_mark"
    __table_args__ = (Index("ix_report_mark_report_id", "report_id"), {"sqlite_with_rowid": False})
    mark: int = Field(primary_key=True, sa_type=BigInteger)
    report_id: int = Field(foreign_key="report.id", primary_key=True, sa_type=Key)


class Errand(SQLModel, table=True):
    """Something long that was asked for: done on a reading connection beside the writer, then entered by it, once."""

    __tablename__ = "errand"
    __table_args__ = (UniqueConstraint("key"), partial("ix_errand_asked", ("id",), "state = 'asked'"))
    id: int | None = key()
    key: str  # likeness:41:0, paper:…: asked again, nothing is added
    kind: str
    about: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True, sa_type=Key)  # who gets the answer
    state: str = "asked"  # asked, done, failed
    tries: int = 0
    asked_at: datetime = moment()
    done_at: datetime | None = moment(optional=True)


class Counter(SQLModel, table=True):
    """The running number of each kind and local year; it never goes back."""

    __tablename__ = "counter"
    name: str = Field(primary_key=True)  # SK-2026
    value: int


# --- staff ------------------------------------------------------------------------------------------------------------


class Grant(SQLModel, table=True):
    """A role a person holds for a unit and all below it, from one day to another (R21). Never deleted: it ends."""

    __tablename__ = "grant_of_role"
    __table_args__ = (Index("ix_grant_of_role_person_unit", "person_id", "unit_id"),)
    id: int | None = key()
    person_id: int = link("person.id", index=False)
    role: str
    unit_id: int = link("unit.id")
    since: date
    until: date | None = None  # last day; None is open
    granted_by: int | None = Field(default=None, foreign_key="person.id", sa_type=Key)  # None: from the command line
    granted_at: datetime = moment()
    ended_by: int | None = Field(default=None, foreign_key="person.id", sa_type=Key)
    ended_at: datetime | None = moment(optional=True)  # taken back, at once
    stands_for: int | None = Field(
        default=None, foreign_key="grant_of_role.id", sa_type=Key
    )  # a colleague's role, lent


class Invitation(SQLModel, table=True):
    """A code that makes somebody staff: keyed hash only, one use, expiring, and held by the first who opens it."""

    __tablename__ = "invitation"
    __table_args__ = (UniqueConstraint("mark"),)
    id: int | None = key()
    mark: str
    role: str
    unit_id: int = link("unit.id")
    since: date
    until: date | None = None
    made_by: int | None = Field(default=None, foreign_key="person.id", sa_type=Key)
    made_at: datetime = moment()
    expires_at: datetime = moment()
    held_by: int | None = Field(default=None, foreign_key="person.id", index=True, sa_type=Key)
    used_at: datetime | None = moment(optional=True)
    stands_for: int | None = Field(default=None, foreign_key="grant_of_role.id", sa_type=Key)  # a role that is lent


class Preference(SQLModel, table=True):
    """What a person chose about being written to: `hour` = 08:00, `quiet` = 21:00-07:00, `mute:<kind>` = yes, …"""

    __tablename__ = "preference"
    person_id: int = Field(foreign_key="person.id", primary_key=True, sa_type=Key)
    name: str = Field(primary_key=True)
    value: str


class QuietDay(SQLModel, table=True):
    """Days on which nobody is pushed (R76); staff may add and remove them."""

    __tablename__ = "quiet_day"
    __table_args__ = (UniqueConstraint("since", "until"),)
    id: int | None = key()
    since: date
    until: date  # included
    name: str
    name_en: str
    origin: str = "starter"  # starter, staff


# --- deadlines, reminders, digests --------------------------------------------------------------------------------------


class Deadline(SQLModel, table=True):
    """What units of a type owe by a day (R25): movement × year × unit type × level × award kind, within a unit's subtree.

    Of two for the same duty, year, award and level, the one set nearer to a unit, then the one naming its type, counts.
    """

    __tablename__ = "deadline"
    __table_args__ = (
        UniqueConstraint("movement", "year", "unit_id", "unit_type", "duty", "level", "award", name="uq_deadline_what"),
    )
    id: int | None = key()
    movement: str  # its code
    year: int
    unit_id: int = link("unit.id")  # holds for this unit's subtree; set by its standing unit
    unit_type: str = ""  # "" is every type that reports
    duty: str  # a code of storage.deadlines.DUTIES: register, nominate
    level: str = ""  # to which level the papers go: a code of storage.deadlines.LEVELS, "" any
    award: str = ""  # a code of storage.deadlines.AWARDS: overall, thematic, ad-hoc; "" any
    due: date  # local; until 23:59 of that day
    leads: list[int] = Field(sa_column=Column(JSON, nullable=False))  # days before: 30, 14, 7, 3, 1, 0
    grace: int = 0  # days after `due` in which handing in still counts and nobody is called late
    overdue: list[int] = Field(sa_column=Column(JSON, nullable=False))  # days after the grace
    above_after: int | None = None  # days after the grace when the level above is told
    state: str = "standing"  # example (shown, not in force), standing, withdrawn
    example: bool = False  # came with the program; stays so marked when adopted
    source: str = ""  # where an example was found
    changed_by: int | None = Field(default=None, foreign_key="person.id", sa_type=Key)
    changed_at: datetime = moment()


class Submission(SQLModel, table=True):
    """A unit has done what a deadline asks: marked by its officer. The row is the fact; taking it back deletes it."""

    __tablename__ = "submission"
    __table_args__ = (UniqueConstraint("deadline_id", "unit_id"),)
    id: int | None = key()
    deadline_id: int = link("deadline.id", index=False)
    unit_id: int = link("unit.id")
    person_id: int = link("person.id", index=False)
    at: datetime = moment()


class Reminder(SQLModel, table=True):
    """The ledger of everything the clock decided to say: exactly one row for each kind, subject, person and slot.

    A second tick, a restart, a clock jump or another process adds nothing. Rows say what became of each: queued
    (`outbox_key` names the message), folded into a later one, skipped (too late to be of use), empty (nothing to tell),
    muted, or withdrawn (done or changed before it left).
    """

    __tablename__ = "reminder"
    __table_args__ = (
        UniqueConstraint("kind", "subject", "person_id", "slot"),
        Index("ix_reminder_person_kind", "person_id", "kind", "planned_for"),
        Index("ix_reminder_outbox_key", "outbox_key"),
    )
    id: int | None = key()
    kind: str  # deadline, above, moved, draft, new-reports, digest-daily, digest-weekly, digest-monthly, unreachable, …
    subject: str  # deadline:3/unit:12, draft:7, digest, report:41, …
    person_id: int = link("person.id", index=False)
    slot: str  # local date + schedule: 2026-11-20/lead:3, 2026-11-23
    state: str  # queued, folded, skipped, empty, muted, withdrawn
    planned_for: datetime = moment()  # when it was to be said
    at: datetime = moment()  # when it was decided
    outbox_key: str | None = None


class Digest(SQLModel, table=True):
    """A digest as it was sent: its figures, frozen, for one scope, rhythm and span (R27)."""

    __tablename__ = "digest"
    __table_args__ = (UniqueConstraint("scope", "rhythm", "since", "until"),)
    id: int | None = key()
    scope: str  # the units at its root, as their ids in order: "12" or "12,40"
    rhythm: str  # daily, weekly, monthly, asked
    since: datetime = moment()
    until: datetime = moment()
    content: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))  # what the picture and the lines show
    made_at: datetime = moment()


class DigestFigure(SQLModel, table=True):
    """One figure of a digest with the reports behind it, as they were counted."""

    __tablename__ = "digest_figure"
    __table_args__ = (UniqueConstraint("digest_id", "name"),)
    id: int | None = key()
    digest_id: int = link("digest.id", index=False)
    name: str  # new, waiting, unit:12, theme:III.1.a, kind:initiative, …
    position: int
    value: int
    reports: list[int] = Field(sa_column=Column(JSON, nullable=False))


class Broadcast(SQLModel, table=True):
    """Words from the staff to every member of a unit's subtree; queued in pieces, resumed by its rows' unique keys (R37)."""

    __tablename__ = "broadcast"
    id: int | None = key()
    unit_id: int = link("unit.id")
    person_id: int = link("person.id", index=False)  # who sends it
    words: str = Field(sa_type=SealedText)
    state: str = "queueing"  # queueing, queued
    reached: int = 0  # the last person id that was queued
    queued: int = 0  # messages queued so far
    made_at: datetime = moment()


# --- the house itself ---------------------------------------------------------------------------------------------------


class Audit(SQLModel, table=True):
    """Who changed, viewed or exported what (R45). Codes and ids only, no personal data."""

    __tablename__ = "audit"
    id: int | None = key()
    at: datetime = moment()
    person_id: int | None = Field(default=None, index=True, sa_type=Key)
    act: str
    subject: str
    note: str = ""


class Setting(SQLModel, table=True):
    """Small facts the program remembers about itself."""

    __tablename__ = "setting"
    name: str = Field(primary_key=True)
    value: str
