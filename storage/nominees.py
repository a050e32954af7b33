"""The subjects of a nomination file: added, left out with a reason, described; the approved reports behind them (R29, R33, R50).

Whatever changes a file asks first whose turn it is, and that no close has frozen it. What is asked at nomination only (birth
date, sex, home) is sealed; nothing is asked twice: the subject's last file knows it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from storage import nominations, registrations, roles, tree, units
from storage.award_tables import Nominee, NomineeReport
from storage.awards import honours
from storage.lanes import lanes
from storage.nominations import ACT, MOVES, Closed, IllegalMove, NotTheirs, standing
from storage.people import audit
from storage.subjects import key_of
from storage.tables import Report, Unit, of
from storage.vietnamese import hide_phones, shorten

nominee, behind, unit = of(Nominee), of(NomineeReport), of(Unit)
report = of(Report)

MOST = 300  # subjects of a file: what one decision carries
MOST_REPORTS = 20  # behind one subject
LONGEST = 6_000  # characters of merits
BRIEF = 700  # of one report, when merits are proposed
DETAILS = 600  # characters of one detail
STANDING = ("proposed", "awarded")


class Twice(Exception):
    """The subject is in the file already, for this award."""


class Enough(Exception):
    """The file has as many subjects, or the subject as many reports, as there can be."""


class Ended(Exception):
    """The unit is dissolved: `heirs` are what it is by now (R53)."""

    def __init__(self, heirs: Collection[int]) -> None:
        super().__init__(len(heirs))
        self.heirs = tuple(heirs)


class Unfit(Exception):
    """The award is not the authority's, not of this kind, or not for such a subject."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Who is nominated for what. A unit as a whole has `subject_unit_id`, a member `person_ref`."""

    unit_id: int
    name: str
    award: str
    collective: bool = False
    author_class: str = ""
    subject_unit_id: int | None = None
    person_ref: int | None = None
    on_site: bool = False

    @property
    def key(self) -> str:
        return key_of(self.unit_id, self.name, person_ref=self.person_ref, subject_unit_id=self.subject_unit_id)


# --- who may change a file ------------------------------------------------------------------------------------------------


def may_change(db: Connection, number: int, who: int, now: datetime, day: date) -> Mapping[str, Any]:
    """The file, if this person may change what stands in it now. Raises IllegalMove, Closed, NotTheirs."""
    row = standing(db, number)
    if row is None or row["state"] not in MOVES["add"].froms:
        raise IllegalMove("change")
    if row["close_id"] is not None:
        raise Closed(number)
    if nominations.seat_of(db, row, who, now, day) is None:
        raise NotTheirs("turn")
    return row


def awards_of(kind: str, authority: str, *, collective: bool) -> list[str]:
    """What may be asked of an authority for such a subject in a file of a kind."""
    found = honours().of(kind, authority)
    return [each.code for each in found if (each.collective if collective else each.individual)]


# --- adding, leaving out --------------------------------------------------------------------------------------------------


def add(
    db: Connection,
    number: int,
    new: Subject,
    *,
    reports: Collection[int] = (),
    note: str = "",
    who: int,
    now: datetime,
    today: date,
) -> int:
    """Put a subject into a file, with what its last file knows of it; gives the nominee's id.
    Raises IllegalMove, Closed, NotTheirs, Unfit, Ended, Twice, Enough."""
    row = may_change(db, number, who, now, today)
    if new.award not in awards_of(row["kind"], row["authority"], collective=new.collective):
        raise Unfit
    _lives(db, new.subject_unit_id or new.unit_id, today)
    if not roles.living(db, who, ACT, [new.unit_id], today) or new.unit_id not in _below(db, row["unit_id"], today):
        raise NotTheirs("role")
    here = nominee.c.nomination_id == number
    same = (here, nominee.c.subject_key == new.key, nominee.c.award == new.award)
    known = db.execute(select(nominee.c.id, nominee.c.state).where(*same)).first()
    if known is not None and known.state != "left out":
        raise Twice
    if db.execute(select(func.count()).select_from(nominee).where(here)).scalar_one() >= MOST:
        raise Enough
    place = db.execute(select(func.max(nominee.c.position)).where(here)).scalar() or 0
    values = {name: getattr(new, name) for name in Subject.__slots__}
    values |= {"nomination_id": number, "position": place + 1, "subject_key": new.key, "state": "proposed"}
    if known is not None:  # left out before, named again: the same row, so that its history stays one
        db.execute(update(nominee).where(nominee.c.id == known.id).values(state="proposed", on_site=new.on_site))
        found = int(known.id)
    else:
        values |= {"details": last_details(db, new.key), "merits": ""}
        found = db.execute(insert(nominee).returning(nominee.c.id), values).scalar_one()
    nominations.move(db, number, "add", who=who, now=now, today=today, note=shorten(new.name, 200) + note)
    if reports:
        link(db, found, reports, who=who, now=now, today=today)
    return found


def _below(db: Connection, unit_id: int, day: date) -> set[int]:
    """The unit that opened a file and all below it, ended ones through their successors."""
    covered = tree.under([unit_id], day)
    return set(db.execute(select(covered.c.unit_id)).scalars())


def _lives(db: Connection, unit_id: int, day: date) -> None:
    """A dissolved unit is not nominated: its successors may be (R53). Raises Ended."""
    row = db.execute(select(unit.c.ended).where(unit.c.id == unit_id)).first()
    if row is None:
        raise Unfit
    if row.ended is not None and row.ended < day:
        raise Ended(units.today_of(db, unit_id, day))


def leave_out(db: Connection, number: int, reason: str, *, who: int, now: datetime, today: date) -> None:
    """Take a subject out of its file, with a reason that stays in the history.
    Raises IllegalMove, Closed, NotTheirs, NoReason."""
    row = one(db, number)
    if row is None or row["state"] != "proposed":
        raise IllegalMove("leave-out")
    note = f"{shorten(row['name'], 200)}: {reason.strip()}" if reason.strip() else ""
    nominations.move(db, row["nomination_id"], "leave-out", who=who, now=now, today=today, note=note)
    db.execute(update(nominee).where(nominee.c.id == number).values(state="left out"))


# --- describing -----------------------------------------------------------------------------------------------------------


def describe(
    db: Connection,
    number: int,
    *,
    merits: str | None = None,
    details: Mapping[str, Any] | None = None,
    on_site: bool | None = None,
    who: int,
    now: datetime,
    today: date,
) -> None:
    """What is said of a subject: merits, sealed details, whether it works on a site. Raises IllegalMove, Closed, NotTheirs."""
    row = one(db, number)
    if row is None or row["state"] != "proposed":
        raise IllegalMove("describe")
    may_change(db, row["nomination_id"], who, now, today)
    values: dict[str, Any] = {} if on_site is None else {"on_site": on_site}
    if merits is not None:
        values["merits"] = merits[:LONGEST]
    if details is not None:
        values["details"] = {**(row["details"] or {}), **details}
    db.execute(update(nominee).where(nominee.c.id == number).values(**values))
    audit(db, who, "describe", f"nominee:{number}", now, " ".join(sorted({*values, *(details or {})})))


def last_details(db: Connection, key: str) -> dict[str, Any] | None:
    """What the subject's last file knows of it."""
    rows = db.execute(
        select(nominee.c.details)
        .where(nominee.c.subject_key == key, nominee.c.details.is_not(None))
        .order_by(nominee.c.id.desc())
        .limit(1)
    )
    found = rows.scalar()
    return dict(found) if found else None


def lacking(row: Mapping[str, Any], kind: str) -> list[str]:
    """The details nobody has given yet, of those its lane asks for."""
    return [each for each in lanes()[kind].asks(collective=row["collective"]) if not (row["details"] or {}).get(each)]


# --- reports behind -------------------------------------------------------------------------------------------------------


def link(db: Connection, number: int, chosen: Collection[int], *, who: int, now: datetime, today: date) -> None:
    """The reports behind a subject, instead of those before: approved ones within reach only.
    Raises IllegalMove, Closed, NotTheirs, Enough."""
    row = one(db, number)
    if row is None or row["state"] != "proposed":
        raise IllegalMove("link")
    may_change(db, row["nomination_id"], who, now, today)
    if len(chosen) > MOST_REPORTS:
        raise Enough
    before = set(db.execute(select(behind.c.report_id).where(behind.c.nominee_id == number)).scalars())
    covered = roles.reach(who, ACT, today)
    here = (report.c.state == "approved", report.c.unit_id.in_(select(covered.c.unit_id)))
    fresh = set(chosen) - before
    good = set(db.execute(select(report.c.id).where(report.c.id.in_(fresh), *here)).scalars()) if fresh else set()
    if good != fresh:
        raise NotTheirs("role")
    db.execute(delete(behind).where(behind.c.nominee_id == number, behind.c.report_id.not_in(list(chosen))))
    if fresh:
        db.execute(insert(behind), [{"nominee_id": number, "report_id": each} for each in sorted(fresh)])
    audit(db, who, "link-reports", f"nominee:{number}", now, " ".join(map(str, sorted(chosen))))


def proposed_merits(db: Connection, number: int) -> str:
    """Merits in the reports' own words, to be edited."""
    rows = db.execute(
        select(report.c.title, report.c.solution, report.c.result)
        .join(behind, behind.c.report_id == report.c.id)
        .where(behind.c.nominee_id == number)
        .order_by(report.c.on_day, report.c.id)
        .limit(MOST_REPORTS)
    ).all()
    told = [". ".join(each.strip().rstrip(".") for each in row if each and each.strip()) for row in rows]
    return "\n".join(f"– {shorten(hide_phones(each), BRIEF)}." for each in told)[:LONGEST]


# --- reading --------------------------------------------------------------------------------------------------------------


def one(db: Connection, number: int) -> dict[str, Any] | None:
    row = db.execute(select(nominee).where(nominee.c.id == number)).mappings().first()
    return dict(row) if row else None


def of_file(db: Connection, number: int) -> list[dict[str, Any]]:
    """A file's subjects, direct workers first (R33), each with the `count` of reports behind it; those left out last."""
    behind_ = select(func.count()).select_from(behind).where(behind.c.nominee_id == nominee.c.id).scalar_subquery()
    rows = db.execute(
        select(nominee, behind_.label("count"))
        .where(nominee.c.nomination_id == number)
        .order_by(nominee.c.state == "left out", nominee.c.on_site.desc(), nominee.c.position)
        .limit(2 * MOST)
    )
    return [dict(row) for row in rows.mappings()]


def unregistered(db: Connection, row: Mapping[str, Any], people: Collection[Mapping[str, Any]]) -> list[str]:
    """Names of the standing subjects that were not registered at the start of the year."""
    keys = {each["subject_key"] for each in people}
    known = registrations.standing(db, row["movement"], row["year"], keys)
    return [each["name"] for each in people if each["state"] in STANDING and each["subject_key"] not in known]
