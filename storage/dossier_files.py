"""A nomination file put together for its papers: nominees, meetings, decisions, who gives the papers out (R29, R31)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Connection, select

from storage import units
from storage.award_tables import Award, Decision, Meeting, Nomination, Nominee, NomineeReport, Vote
from storage.awards import honours
from storage.dossier_shapes import (
    DecisionOf,
    EarlierAward,
    FileDossier,
    MeetingOf,
    NomineeOf,
    PaperUnit,
    ReportDossier,
    Signing,
    VoteOf,
)
from storage.movement_shapes import Movement
from storage.tables import of

nomination, nominee, behind = of(Nomination), of(Nominee), of(NomineeReport)
meeting, vote, decision, award = of(Meeting), of(Vote), of(Decision), of(Award)

MOST_EARLIER = 20  # awards a paper lists for one nominee, the newest


class House(Protocol):
    """Units by name, as `storage.dossiers.Named` knows them."""

    def unit(self, number: int, day: date | None = None) -> PaperUnit:
        """As a paper names it."""


def row_of(db: Connection, number: int, within: Collection[ColumnElement[bool]]) -> dict[str, Any] | None:
    row = db.execute(select(nomination).where(nomination.c.id == number, *within)).mappings().first()
    return dict(row) if row else None


def units_of(db: Connection, row: Mapping[str, Any]) -> set[int]:
    """Every unit the papers of a file name."""
    of_nominees = db.execute(select(nominee.c.unit_id).where(nominee.c.nomination_id == row["id"])).scalars()
    of_meetings = db.execute(select(meeting.c.unit_id).where(meeting.c.nomination_id == row["id"])).scalars()
    return {row["unit_id"], row["desk_unit_id"], *of_nominees, *of_meetings}


def links_of(db: Connection, number: int) -> dict[int, list[int]]:
    """The reports behind each nominee, in the order in which they were linked."""
    rows = db.execute(
        select(behind.c.nominee_id, behind.c.report_id)
        .join(nominee, nominee.c.id == behind.c.nominee_id)
        .where(nominee.c.nomination_id == number)
        .order_by(behind.c.id)
    )
    found: dict[int, list[int]] = {}
    for who, report_id in rows:
        found.setdefault(who, []).append(report_id)
    return found


def issuer_of(db: Connection, row: Mapping[str, Any], house: House, day: date) -> PaperUnit:
    """Who gives the papers out: the level the file stands at; once it is with the authority itself, the level that sent it."""
    authority = honours().authority(row["authority"])
    desk = house.unit(row["desk_unit_id"])
    if authority.outside or desk.type not in authority.levels or row["unit_id"] == row["desk_unit_id"]:
        return desk
    line = units.chain(db, row["unit_id"], day)
    place = line.index(row["desk_unit_id"]) if row["desk_unit_id"] in line else 1
    return house.unit(line[max(0, place - 1)])


def assembled(
    db: Connection,
    row: Mapping[str, Any],
    house: House,
    issuer: PaperUnit,
    movement: Movement,
    reports: Mapping[int, Sequence[ReportDossier]],
) -> FileDossier:
    """The whole file. Signing, recipients and templates are the caller's to add: they hang on the unit, not on the file."""
    people = [dict(each) for each in _rows(db, nominee, row["id"], nominee.c.position, nominee.c.id)]
    earlier = _earlier(db, people)
    awarded = _awarded(db, [each["id"] for each in people])
    at_authority = issuer.type in honours().authority(row["authority"]).levels
    return FileDossier(
        id=row["id"],
        code=row["code"],
        kind=row["kind"],
        authority=row["authority"],
        title=row["title"],
        year=row["year"],
        state=row["state"],
        movement=movement,
        unit=house.unit(row["unit_id"]),
        issuer=issuer,
        addressee="" if at_authority else issuer.above,
        nominees=[
            NomineeOf(
                **{name: each[name] for name in NOMINEE},
                details=each["details"] or {},
                unit=house.unit(each["unit_id"]),
                reports=reports.get(each["id"], []),
                earlier=earlier.get(each["subject_key"], [])[:MOST_EARLIER],
                awarded=awarded.get(each["id"], ""),
            )
            for each in people
        ],
        meetings=_meetings(db, row["id"], house),
        decisions=_decisions(db, row["id"]),
        person_id=row["person_id"],
        signing=Signing(),
        recipients={},
        templates={},
        day=date.min,
    )


NOMINEE = (
    "id",
    "position",
    "collective",
    "name",
    "person_ref",
    "author_class",
    "award",
    "on_site",
    "merits",
    "state",
)


def _rows(db: Connection, table: Any, number: int, *order: Any) -> Any:
    return db.execute(select(table).where(table.c.nomination_id == number).order_by(*order)).mappings()


def _earlier(db: Connection, people: Sequence[Mapping[str, Any]]) -> dict[str, list[EarlierAward]]:
    """What each subject was awarded before, in other files; what was revoked does not count (R57)."""
    mine = [each["id"] for each in people]
    rows = db.execute(
        select(nominee.c.subject_key, nomination.c.year, award.c.award, decision)
        .join(award, award.c.nominee_id == nominee.c.id)
        .join(decision, decision.c.id == award.c.decision_id)
        .join(nomination, nomination.c.id == nominee.c.nomination_id)
        .where(
            nominee.c.subject_key.in_({each["subject_key"] for each in people}),
            nominee.c.id.not_in(mine),
            award.c.revoked_on.is_(None),
        )
        .order_by(decision.c.day.desc(), award.c.id)
    )
    found: dict[str, list[EarlierAward]] = {}
    for each in rows.mappings():
        kept = EarlierAward(each["year"], each["award"], each["number"], each["day"], each["authority"])
        found.setdefault(each["subject_key"], []).append(kept)
    return found


def _awarded(db: Connection, numbers: Sequence[int]) -> dict[int, str]:
    rows = db.execute(
        select(award.c.nominee_id, award.c.wording).where(award.c.nominee_id.in_(numbers), award.c.revoked_on.is_(None))
    )
    return dict(rows.all())


def _meetings(db: Connection, number: int, house: House) -> list[MeetingOf]:
    votes: dict[int, dict[int, VoteOf]] = {}
    rows = db.execute(
        select(vote).join(meeting, meeting.c.id == vote.c.meeting_id).where(meeting.c.nomination_id == number)
    )
    for each in rows.mappings():
        votes.setdefault(each["meeting_id"], {})[each["nominee_id"]] = VoteOf(
            each["yes"], each["no"], each["written_yes"]
        )
    return [
        MeetingOf(
            **{name: each[name] for name in MEETING},
            unit=house.unit(each["unit_id"]),
            votes=votes.get(each["id"], {}),
        )
        for each in _rows(db, meeting, number, meeting.c.day, meeting.c.id)
    ]


MEETING = (
    "id",
    "kind",
    "day",
    "place",
    "chair",
    "secretary",
    "members",
    "present",
    "absent",
    "written",
    "minutes",
    "present_names",
)


def _decisions(db: Connection, number: int) -> list[DecisionOf]:
    rows = db.execute(
        select(decision.c.number, decision.c.day, decision.c.authority, decision.c.signer)
        .join(award, award.c.decision_id == decision.c.id)
        .join(nominee, nominee.c.id == award.c.nominee_id)
        .where(nominee.c.nomination_id == number)
        .distinct()
        .order_by(decision.c.day)
    )
    return [DecisionOf(*row) for row in rows]
