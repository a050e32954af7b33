"""May this nominee be put forward? The rules checked, each with its outcome, reason and source; a human decides (R49–R57).

Checking only reads and never changes a state: approved never turns into awarded by itself. Who may see the file is for the
caller to ask; who may override is asked here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, partial
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from storage import eligibility_facts, roles, rules
from storage.award_tables import Nomination, Nominee, Override
from storage.awarded import authors_behind
from storage.eligibility_checks import CHECKS, MISSING, UNMET, Found
from storage.eligibility_facts import Facts
from storage.nominations import GOING
from storage.people import audit
from storage.rules import BLOCK, Rule
from storage.tables import of

nominee, nomination, overrides = of(Nominee), of(Nomination), of(Override)

PASS, WARNING, LACKING, FAIL = "pass", "warning", "missing", "fail"
UNDECIDED = (*GOING, "council")  # the states in which a file's verdicts are still anybody's to weigh
ACTS = ("nominate", "decide")  # who may let a rule pass, at the file's desk
LEAST_REASON, MOST_REASON = 5, 500  # characters


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a rule says of a nominee. `overridden`: why a human let it pass; the outcome stays what it was."""

    rule: str
    outcome: str
    reason: str
    args: Mapping[str, Any]
    severity: str
    source: str
    label: str
    label_en: str
    may_override: bool
    overridden: str | None = None

    @property
    def open(self) -> bool:
        return self.outcome != PASS and self.overridden is None

    @property
    def stops(self) -> bool:
        return self.open and self.severity == BLOCK


class NotPossible(Exception):
    """An override that cannot be given or taken back: `why` is reason, rule, passed, role, own, done, decided or gone."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def check_file(
    db: Connection, nomination_id: int, day: date, only: Collection[int] | None = None
) -> dict[int, list[Verdict]]:
    """Every nominee of a file that still stands, or only some of them, checked by the rules of the day."""
    asked = rules.in_force(day)
    facts = eligibility_facts.gather(db, nomination_id, day, asked)
    if facts is None:
        return {}
    concerning = cache(partial(_concerning, asked, facts.file["kind"]))  # many nominees are of a few sorts
    wanted = [each for each in facts.nominees if only is None or each["id"] in only]
    return {each["id"]: _checked(concerning(*_sort(each)), each, facts) for each in wanted}


def check(db: Connection, nominee_id: int, day: date) -> list[Verdict]:
    """One nominee. Their file is read as a whole: its others may rest on the same reports."""
    file = db.execute(select(nominee.c.nomination_id).where(nominee.c.id == nominee_id)).scalar()
    return check_file(db, file, day, [nominee_id]).get(nominee_id, []) if file is not None else []


def _sort(who: Mapping[str, Any]) -> tuple[str, str, bool]:
    return who["award"], who["author_class"], bool(who["collective"])


def _concerning(asked: Iterable[Rule], kind: str, award: str, author_class: str, collective: bool) -> list[Rule]:  # noqa: FBT001 - of _sort
    return [each for each in asked if each.concerns(kind, award, author_class, collective=collective)]


def _checked(concerning: Iterable[Rule], who: Mapping[str, Any], facts: Facts) -> list[Verdict]:
    found = []
    for rule in concerning:
        result = CHECKS[rule.check](rule, who, facts)
        if result is not None:
            found.append(_verdict(rule, result, facts.overrides.get((who["id"], rule.code))))
    return found


def _verdict(rule: Rule, found: Found, overridden: str | None) -> Verdict:
    unmet = FAIL if rule.severity == BLOCK else WARNING
    outcome = {UNMET: unmet, MISSING: LACKING}.get(found.outcome, PASS)
    return Verdict(
        rule=rule.code,
        outcome=outcome,
        reason=found.reason,
        args=found.args,
        severity=rule.severity,
        source=rule.source,
        label=rule.label,
        label_en=rule.label_en,
        may_override=rule.override,
        overridden=overridden,
    )


def stopping(verdicts: Iterable[Verdict]) -> list[Verdict]:
    return [each for each in verdicts if each.stops]


def override(db: Connection, nominee_id: int, rule: str, reason: str, *, who: int, now: datetime, today: date) -> None:
    """A human lets a rule pass, and says why. Raises NotPossible."""
    said = " ".join(reason.split())
    if not LEAST_REASON <= len(said) <= MOST_REASON:
        raise NotPossible("reason")
    _may_override(db, nominee_id, who, today)
    verdict = next((each for each in check(db, nominee_id, today) if each.rule == rule), None)
    if verdict is None or not verdict.may_override:
        raise NotPossible("rule")
    if verdict.outcome == PASS:
        raise NotPossible("passed")
    if verdict.overridden is not None:
        raise NotPossible("done")
    db.execute(insert(overrides).values(nominee_id=nominee_id, rule=rule, reason=said, person_id=who, at=now))
    audit(db, who, "override", f"nominee:{nominee_id}", now, rule)


def take_back(db: Connection, nominee_id: int, rule: str, *, who: int, now: datetime, today: date) -> None:
    """What was let pass counts again, as long as the file is not decided. Raises NotPossible."""
    _may_override(db, nominee_id, who, today)
    here = (overrides.c.nominee_id == nominee_id, overrides.c.rule == rule)
    if db.execute(delete(overrides).where(*here).returning(overrides.c.id)).first() is None:
        raise NotPossible("gone")
    audit(db, who, "take-back-override", f"nominee:{nominee_id}", now, rule)


def _may_override(db: Connection, nominee_id: int, who: int, today: date) -> None:
    """Who has the act where the file stands, undecided, and has no part in what is judged."""
    row = db.execute(
        select(nomination.c.desk_unit_id, nomination.c.state, nominee.c.person_ref)
        .join(nomination, nomination.c.id == nominee.c.nomination_id)
        .where(nominee.c.id == nominee_id)
    ).first()
    if row is None or not any(roles.may(db, who, act, row.desk_unit_id, today) for act in ACTS):
        raise NotPossible("role")
    if row.state not in UNDECIDED:
        raise NotPossible("decided")
    if who == row.person_ref or who in authors_behind(db, [nominee_id]).get(nominee_id, ()):
        raise NotPossible("own")
