"""Everything the rules look at about one nomination file, read in a fixed number of queries however many it names.

The steps up a chain of units, into successors and over verdicts "same" are bounded by the depth of those, not by the file.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select

from storage import holds, likeness_pairs, meetings, registrations, tree, units
from storage.award_tables import Award, CriterionMet, Nomination, Nominee, NomineeReport, Override
from storage.checklists import WHOLE
from storage.holds import Held
from storage.meetings import Result
from storage.rules import Rule
from storage.tables import Movement, Report, ReportBenefit, Unit, UnitSuccession, of

nomination, nominee, behind, override = of(Nomination), of(Nominee), of(NomineeReport), of(Override)
report, benefit, met, award = of(Report), of(ReportBenefit), of(CriterionMet), of(Award)
unit, succession, movement = of(Unit), of(UnitSuccession), of(Movement)

GONE = ("refused", "withdrawn")  # files that ask for nothing any more
COUNTED = ("sent", "council", "decided")  # files that take up a quota
STANDING = ("proposed", "awarded")  # nominees that still count
GENERATIONS = 12  # of successors


@dataclass(frozen=True, slots=True)
class Behind:
    """A report behind a nominee."""

    id: int
    code: str
    state: str
    recognition: str | None
    on_day: date
    group: frozenset[int]  # all reports judged to be one with it, itself included
    benefits: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Use:
    """A nominee that rests on a report too."""

    nominee_id: int
    nomination_id: int
    file: str
    subject_key: str
    name: str


@dataclass(frozen=True, slots=True)
class Ended:
    """A unit that is no more, with what it went into."""

    day: date
    name: str
    heirs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known about a file. `uses` is by report group; `quotas` by the rule's code: (asked for, unit's name)."""

    file: Mapping[str, Any]
    nominees: tuple[Mapping[str, Any], ...]
    behind: Mapping[int, tuple[Behind, ...]]
    uses: Mapping[int, tuple[Use, ...]]  # by report
    beside: Mapping[str, tuple[tuple[str, str], ...]]  # subject → (kind, file) of the same year and authority
    held: Mapping[str, list[Held]]
    ended: Mapping[int, Ended]
    votes: Mapping[int, Result]
    registered: frozenset[str]
    before: Mapping[str, frozenset[tuple[int, str, str]]]  # subject → (year, award, kind)
    met: Mapping[str, frozenset[str]]  # subject → criteria
    criteria: Mapping[str, frozenset[str]]  # author class → its criteria
    quotas: Mapping[str, tuple[int, str]]
    overrides: Mapping[tuple[int, str], str]


def gather(db: Connection, number: int, day: date, rules: Collection[Rule]) -> Facts | None:
    """None: no such file."""
    found = db.execute(select(nomination).where(nomination.c.id == number)).mappings().first()
    if found is None:
        return None
    file = dict(found)
    rows = db.execute(select(nominee).where(nominee.c.nomination_id == number).order_by(nominee.c.position))
    subjects = tuple(dict(row) for row in rows.mappings() if row["state"] in STANDING)
    keys = {str(each["subject_key"]) for each in subjects}
    linked = _behind(db, number)
    overridden = (
        select(override.c.nominee_id, override.c.rule, override.c.reason)
        .join(nominee, nominee.c.id == override.c.nominee_id)
        .where(nominee.c.nomination_id == number)
    )
    return Facts(
        file=file,
        nominees=subjects,
        behind=linked,
        uses=_uses(db, linked),
        beside=_beside(db, file, keys),
        held=holds.holding(db, keys, day),
        ended=_ended(db, {each[name] for each in subjects for name in ("unit_id", "subject_unit_id")} - {None}, day),
        votes=meetings.results(db, number),
        registered=frozenset(registrations.standing(db, file["movement"], file["year"], keys)),
        before=_before(db, file["year"], keys),
        met=_met(db, file["movement"], file["year"], keys),
        criteria=_criteria(db, file["movement_id"]),
        quotas=_quotas(db, file, rules, day),
        overrides={(who, code): reason for who, code, reason in db.execute(overridden)},
    )


def _behind(db: Connection, file: int) -> dict[int, tuple[Behind, ...]]:
    columns = (report.c.id, report.c.code, report.c.state, report.c.recognition, report.c.on_day)
    rows = db.execute(
        select(behind.c.nominee_id, *columns)
        .join(report, report.c.id == behind.c.report_id)
        .join(nominee, nominee.c.id == behind.c.nominee_id)
        .where(nominee.c.nomination_id == file, nominee.c.state.in_(STANDING))
        .order_by(behind.c.nominee_id, report.c.id)
    ).all()
    numbers = {row.id for row in rows}
    one = likeness_pairs.same_as(db, numbers)
    measured: dict[int, dict[str, float]] = {}
    values = select(benefit.c.report_id, benefit.c.kind, benefit.c.value)
    for each, kind, value in db.execute(values.where(benefit.c.report_id.in_(numbers), benefit.c.value.is_not(None))):
        measured.setdefault(each, {})[kind] = value
    found: dict[int, list[Behind]] = {}
    for row in rows:
        fact = Behind(row.id, row.code, row.state, row.recognition, row.on_day, one[row.id], measured.get(row.id, {}))
        found.setdefault(row.nominee_id, []).append(fact)
    return {who: tuple(facts) for who, facts in found.items()}


def _uses(db: Connection, linked: Mapping[int, tuple[Behind, ...]]) -> dict[int, tuple[Use, ...]]:
    """Who rests on these reports or on any judged to be one with them; what came to nothing or was revoked is free again."""
    every = {number for facts in linked.values() for each in facts for number in each.group}
    rows = db.execute(
        select(
            behind.c.report_id,
            nominee.c.id,
            nominee.c.nomination_id,
            nomination.c.code,
            nominee.c.subject_key,
            nominee.c.name,
        )
        .join(nominee, nominee.c.id == behind.c.nominee_id)
        .join(nomination, nomination.c.id == nominee.c.nomination_id)
        .join(award, award.c.nominee_id == nominee.c.id, isouter=True)
        .where(behind.c.report_id.in_(every), nomination.c.state.not_in(GONE), nominee.c.state.in_(STANDING))
        .where(award.c.revoked_on.is_(None))
        .order_by(nomination.c.id, nominee.c.id)
    )
    found: dict[int, list[Use]] = {}
    for number, *use in rows:
        found.setdefault(number, []).append(Use(*use))
    return {number: tuple(uses) for number, uses in found.items()}


def _beside(db: Connection, file: Mapping[str, Any], keys: set[str]) -> dict[str, tuple[tuple[str, str], ...]]:
    rows = db.execute(
        select(nominee.c.subject_key, nomination.c.kind, nomination.c.code)
        .join(nomination, nomination.c.id == nominee.c.nomination_id)
        .where(
            nominee.c.subject_key.in_(keys),
            nominee.c.state.in_(STANDING),
            nomination.c.id != file["id"],
            nomination.c.state.not_in(GONE),
            nomination.c.year == file["year"],
            nomination.c.authority == file["authority"],
        )
        .order_by(nomination.c.id)
    )
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for subject, kind, code in rows:
        found[subject] = (*found.get(subject, ()), (kind, code))
    return found


def _ended(db: Connection, numbers: set[int], day: date) -> dict[int, Ended]:
    """Those of the units that are no more, with the living ends of their successors (R53)."""
    over = dict(db.execute(select(unit.c.id, unit.c.ended).where(unit.c.id.in_(numbers), unit.c.ended < day)).all())
    heirs: dict[int, set[int]] = {each: {each} for each in over}
    past = set(over)
    for _ in range(GENERATIONS):
        if not past:
            break
        rows = db.execute(
            select(succession.c.from_id, succession.c.to_id, unit.c.ended)
            .join(unit, unit.c.id == succession.c.to_id)
            .where(succession.c.from_id.in_(past))
        ).all()
        into: dict[int, set[int]] = {}
        for old, new, _last in rows:
            into.setdefault(old, set()).add(new)
        for each, rim in heirs.items():
            heirs[each] = {new for old in rim for new in (into.get(old, set()) if old in past else {old})}
        past = {new for _, new, last in rows if last is not None and last < day}
    names = units.names_of(db, {new for rim in heirs.values() for new in rim}, day)
    called = units.names_at(db, over, day) if over else {}
    return {
        each: Ended(last, called[each], tuple(sorted(names[new] for new in heirs[each] if new in names)))
        for each, last in over.items()
    }


def _before(db: Connection, year: int, keys: set[str]) -> dict[str, frozenset[tuple[int, str, str]]]:
    """Awards of earlier years that were not revoked."""
    rows = db.execute(
        select(nominee.c.subject_key, nomination.c.year, award.c.award, nomination.c.kind)
        .join(nominee, nominee.c.id == award.c.nominee_id)
        .join(nomination, nomination.c.id == nominee.c.nomination_id)
        .where(nominee.c.subject_key.in_(keys), nomination.c.year < year, award.c.revoked_on.is_(None))
    )
    found: dict[str, set[tuple[int, str, str]]] = {}
    for subject, when, code, kind in rows:
        found.setdefault(subject, set()).add((when, code, kind))
    return {subject: frozenset(each) for subject, each in found.items()}


def _met(db: Connection, code: str, year: int, keys: set[str]) -> dict[str, frozenset[str]]:
    """Whole units are asked for by their number: their links say "unit"."""
    whole = {int(each.removeprefix("unit:")): each for each in keys if each.startswith("unit:")}
    rows = db.execute(
        select(met.c.unit_id, met.c.subject, met.c.criterion)
        .join(report, report.c.id == met.c.report_id)
        .join(movement, movement.c.id == report.c.movement_id)
        .where(met.c.year == year, report.c.state == "approved", movement.c.code == code)
        .where(met.c.subject.in_(keys) | (met.c.unit_id.in_(whole) & (met.c.subject == WHOLE)))
        .distinct()
    )
    found: dict[str, set[str]] = {}
    for where, subject, criterion in rows:
        found.setdefault(whole[where] if subject == WHOLE else subject, set()).add(criterion)
    return {subject: frozenset(each) for subject, each in found.items()}


def _criteria(db: Connection, number: int) -> dict[str, frozenset[str]]:
    content = db.execute(select(movement.c.content).where(movement.c.id == number)).scalar() or {}
    found: dict[str, set[str]] = {}
    for each in content.get("criteria", ()):
        found.setdefault(each["author_class"], set()).add(each["code"])
    return {name: frozenset(each) for name, each in found.items()}


def _quotas(db: Connection, file: Mapping[str, Any], rules: Collection[Rule], day: date) -> dict[str, tuple[int, str]]:
    """How many nominees of an award there are this year under the unit whose quota it is, this file's own among them."""
    asked = [each for each in rules if each.check == "quota" and (not each.kinds or file["kind"] in each.kinds)]
    if not asked:
        return {}
    line = units.chain(db, file["desk_unit_id"], day)
    types = dict(db.execute(select(unit.c.id, unit.c.type).where(unit.c.id.in_(line))).all())
    found = {}
    for rule in asked:
        holder = next((each for each in line if types.get(each) == rule.params["unit_type"]), None)
        if holder is None:
            continue
        covered = tree.under([holder], day)
        count = db.execute(
            select(func.count())
            .select_from(nominee)
            .join(nomination, nomination.c.id == nominee.c.nomination_id)
            .where(nomination.c.year == file["year"], nomination.c.kind == file["kind"], nominee.c.state.in_(STANDING))
            .where(nominee.c.award.in_(rule.awards), nomination.c.unit_id.in_(select(covered.c.unit_id)))
            .where(nomination.c.state.in_(COUNTED) | (nomination.c.id == file["id"]))
        ).scalar_one()
        found[rule.code] = (count, units.name_of(db, holder, day))
    return found
