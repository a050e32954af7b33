"""Decisions: an authority's, entered once for many (R34, R56, R57). The only place where an award comes into being.

What a council approved becomes an award by a decision with a number and a day, never by itself. Whoever did not reach the
votes asked for, or is on hold, is awarded only with a reason, which is kept as an override. Revoked, an award stays.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from storage import eligibility, meetings, nominations
from storage.award_tables import Award, Decision, Nomination, Nominee, Override
from storage.awards import honours
from storage.meetings import File, reachable
from storage.people import audit
from storage.rules import book
from storage.tables import of
from storage.upsert import upsert
from storage.vietnamese import fold

decision, award, nominee, nomination = of(Decision), of(Award), of(Nominee), of(Nomination)
override = of(Override)

ACT = "decide"
MOST = 200  # awards of one decision: what one short transaction carries
MOST_LISTED = 100
OLDEST = date(2000, 1, 1)
VOTE = "vote"  # the rule of R56
APART = {VOTE, "fits"}  # asked here of the award as decided, not as proposed


class SameDecision(Exception):
    """A decision of this number and day is entered already."""


class NotPossible(Exception):
    """A file or a nominee stands elsewhere by now, or is out of this person's reach."""


class NeverPossible(Exception):
    """Something stands against the award of some that no reason helps. `who`: nominee → rules."""

    def __init__(self, who: Mapping[int, tuple[str, ...]]) -> None:
        super().__init__(len(who))
        self.who = who


class NeedsReason(Exception):
    """Some have not reached the votes asked for, are on hold …: only with a reason. `who`: nominee → rules."""

    def __init__(self, who: Mapping[int, tuple[str, ...]]) -> None:
        super().__init__(len(who))
        self.who = who


@dataclass(frozen=True, slots=True)
class Deciding:
    """What the paper says."""

    number: str
    day: date
    signer: str
    wording: str  # of the certificates


# --- what can be decided --------------------------------------------------------------------------------------------------


def files(db: Connection, who: int, day: date, authority: str = "") -> list[File]:
    """The files that wait for a decision within somebody's reach; only those to an authority, if given."""
    query = select(*meetings.FILE).where(nomination.c.state == "council", reachable(who, ACT, day))
    if authority:
        query = query.where(nomination.c.authority == authority)
    rows = db.execute(query.order_by(nomination.c.waits_since, nomination.c.id).limit(MOST_LISTED))
    return [File(*row) for row in rows]


def chosen(db: Connection, numbers: Collection[int], who: int, day: date) -> list[File]:
    """These files, if they can be decided together: within reach, waiting, at one desk, to one authority.
    Raises NotPossible."""
    wanted = set(numbers)
    rows = db.execute(
        select(*meetings.FILE)
        .where(nomination.c.id.in_(wanted), nomination.c.state == "council", reachable(who, ACT, day))
        .order_by(nomination.c.id)
    )
    found = [File(*row) for row in rows]
    if not found or len(found) != len(wanted) or len({(each.authority, each.desk_unit_id) for each in found}) > 1:
        raise NotPossible
    return found


def fitting(about: File, *, collective: bool) -> list[str]:
    """The awards this authority may give to such a subject of the file, as codes."""
    return [
        each.code
        for each in honours().of(about.kind, about.authority)
        if (each.collective if collective else each.individual)
    ]


def obstacles(db: Connection, found: Sequence[File], given: Mapping[int, str], day: date) -> dict[int, tuple[str, ...]]:
    """nominee → the rules that stand against the award on the day and that nobody has overridden, as codes.

    The votes are counted against the award as decided, which may ask for other shares than the one proposed.
    """
    against: dict[int, tuple[str, ...]] = {}
    for each in found:
        results, verdicts = meetings.results(db, each.id), eligibility.check_file(db, each.id, day)
        for who in verdicts.keys() & given.keys():
            passed = {verdict.rule for verdict in verdicts[who] if verdict.overridden is not None}
            few = [VOTE] * (_too_few(results.get(who), given[who]) and VOTE not in passed)
            rules = [verdict.rule for verdict in eligibility.stopping(verdicts[who]) if verdict.rule not in APART]
            if few or rules:
                against[who] = (*few, *rules)
    return against


def never(against: Mapping[int, Sequence[str]]) -> dict[int, tuple[str, ...]]:
    """Of what stands against awards, what no reason helps: no approved report behind, a unit that is no more."""
    final = {rule.code for rule in book().rules if not rule.override}
    found = {who: tuple(rule for rule in rules if rule in final) for who, rules in against.items()}
    return {who: rules for who, rules in found.items() if rules}


def _too_few(result: meetings.Result | None, code: str) -> bool:
    """Does the award as decided ask for more votes than there were? Nobody voted is too few."""
    share = {each.code: each.vote for each in honours().awards}.get(code, 0)
    if not share:
        return False
    return result is None or not result.voted or result.yes < meetings.needed(share, result.members)


# --- deciding -------------------------------------------------------------------------------------------------------------


def decide(
    db: Connection,
    said: Deciding,
    numbers: Collection[int],
    given: Mapping[int, str],
    *,
    reason: str = "",
    who: int,
    now: datetime,
    today: date,
) -> int:
    """Enter a decision for the nominees of these files, nominee → award; gives its id. All of it or nothing.

    Nominees of the files who are not given an award are left out. Raises NotPossible, SameDecision,
    NeverPossible, NeedsReason.
    """
    found = chosen(db, numbers, who, today)
    proposed = [each for each in meetings.nominees(db, [each.id for each in found]) if each["state"] == "proposed"]
    _check(said, found, proposed, given, today)
    if same(db, said.number, said.day, found[0]):
        raise SameDecision
    against = obstacles(db, found, given, said.day)
    if final := never(against):
        raise NeverPossible(final)
    if against and not reason.strip():
        raise NeedsReason(against)
    number = _enter(db, said, found[0], who, now)
    rows = [
        {
            "decision_id": number,
            "nominee_id": each,
            "award": code,
            "wording": said.wording,
            "revoked_by": "",
            "revoked_why": "",
        }
        for each, code in given.items()
    ]
    db.execute(insert(award), rows)
    _override(db, against, reason, who, now)
    _mark(db, "awarded", list(given))
    _mark(db, "left out", [each["id"] for each in proposed if each["id"] not in given])
    for each in found:
        _move(db, each.id, "decide", said.number, who, now, today)
    audit(db, who, "decide", f"decision:{number}", now, f"{len(given)} awards, {len(found)} files")
    return number


def _check(
    said: Deciding, found: Sequence[File], proposed: Sequence[Mapping[str, Any]], given: Mapping[int, str], today: date
) -> None:
    """Raises NotPossible: what a forged or outdated answer could bring."""
    by_file, whose = {each.id: each for each in found}, {each["id"]: each for each in proposed}
    if not said.number.strip() or not OLDEST <= said.day <= today or not 0 < len(given) <= MOST:
        raise NotPossible
    for number, code in given.items():
        row = whose.get(number)
        if row is None or code not in fitting(by_file[row["nomination_id"]], collective=row["collective"]):
            raise NotPossible


def same(db: Connection, number: str, day: date, about: File) -> bool:
    """Is this decision entered already, however its number was typed?"""
    here = (decision.c.day == day, decision.c.authority == about.authority, decision.c.unit_id == about.desk_unit_id)
    rows = db.execute(select(decision.c.number).where(*here)).scalars()
    return _plain(number) in {_plain(each) for each in rows}


def _plain(number: str) -> str:
    return "".join(fold(number).split())


def _enter(db: Connection, said: Deciding, about: File, who: int, now: datetime) -> int:
    row = {
        "number": " ".join(said.number.split()),
        "day": said.day,
        "signer": said.signer,
        "authority": about.authority,
    }
    number: int = db.execute(
        insert(decision).returning(decision.c.id),
        {**row, "unit_id": about.desk_unit_id, "person_id": who, "at": now},
    ).scalar_one()
    return number


def _override(db: Connection, against: Mapping[int, Sequence[str]], reason: str, who: int, now: datetime) -> None:
    """The reason is kept with each it was given for."""
    rows = [
        {"nominee_id": each, "rule": rule, "reason": reason.strip(), "person_id": who, "at": now}
        for each, rules in against.items()
        for rule in rules
    ]
    if rows:
        db.execute(upsert(override).on_conflict_do_nothing(index_elements=["nominee_id", "rule"]), rows)
        for each in against:
            audit(db, who, "override", f"nominee:{each}", now, " ".join(against[each]))


def _mark(db: Connection, state: str, numbers: list[int]) -> None:
    if numbers:
        db.execute(update(nominee).where(nominee.c.id.in_(numbers)).values(state=state))


def refuse(db: Connection, number: int, reason: str, *, who: int, now: datetime, today: date) -> None:
    """The authority gives nothing to anybody of a file. Raises NotPossible."""
    chosen(db, [number], who, today)
    waiting = [each["id"] for each in meetings.nominees(db, [number]) if each["state"] == "proposed"]
    _move(db, number, "refuse", reason, who, now, today)
    _mark(db, "refused", waiting)


def _move(db: Connection, number: int, act: str, note: str, who: int, now: datetime, today: date) -> None:
    try:
        nominations.move(db, number, act, who=who, now=now, today=today, note=note)
    except (nominations.IllegalMove, nominations.NotTheirs, nominations.NoReason):
        raise NotPossible from None
