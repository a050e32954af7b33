"""What the clock tells about nomination files: to those whose turn one is, that it came and that it waits too long; to the level
above, what is late below; to who opened it, what became of it (R29, R30).

Once for each coming or step, in open hours, what falls together in one message. Planned here, entered as all notices are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import Connection

from handlers.notice_making import KINDS, MOST_ROWS, Notice, addressed
from handlers.reminder_plan import is_open
from handlers.report_notice_part import Part
from storage import file_news, preferences, units, untold
from storage.calendar import Calendar
from storage.file_news import ABOVE, CAME, LATE, STEPS, FileHead, Step, Waiting
from storage.nominations import ACT
from storage.preferences import Wishes
from storage.untold import Answering

GAP = timedelta(hours=1)  # between two messages about files that came
GATHER = timedelta(minutes=10)  # a council decides several: their opener hears of all at once
NOTE = 500  # characters of an officer's sentence; the whole of it stands in the file's history
COUNCIL = ("council", "decide")  # whose turn a file is that waits for the council
What = TypeVar("What", Waiting, Step)
FILE, MEETING = "denghi", "hop"  # doors: a council's member may have no right to nominate


# --- whose turn it is -------------------------------------------------------------------------------------------------------


def waiting_files(db: Connection, now: datetime, house: Calendar) -> list[Notice]:
    """Whoever a file comes to, by a role they had when it came; who passed it on knows."""
    came = file_news.came(db, now)
    if not came:
        return []
    day = house.local(now)
    turns = {act: untold.answering(db, act, day) for act in (ACT, *COUNCIL)}
    owed: dict[int, list[Waiting]] = {}
    for each in came:
        for who in _asked(each, turns) - each.told.keys():
            owed.setdefault(who, []).append(each)
    ready, wishes = _ready(db, CAME, owed, now, house)
    heads = file_news.heads(db, {each.id for some in ready.values() for each in some})
    parts = {
        who: [
            Part(each.id, each.slot, {**_named(heads[each.id]), **_coming(each, opens=_opens(who, each, turns))})
            for each in some
        ]
        for who, some in ready.items()
    }
    stands = {each.id: each.stand for some in ready.values() for each in some}
    return addressed(db, CAME, parts, wishes, dict.fromkeys(parts, now), stands)


def _asked(each: Waiting, turns: Mapping[str, Answering]) -> set[int]:
    acts = COUNCIL if each.stand.state == "council" else (ACT,)
    falls_to = [grant for act in acts for grant in turns[act].nearest(each.desk_unit_id, besides=each.besides)]
    knows = {each.by, each.person_id} if each.how == "return" and _tells_opener(each, turns[ACT]) else {each.by}
    return {grant.person_id for grant in falls_to if grant.granted_at <= each.stand.since} - knows


def _tells_opener(each: Waiting, answering: Answering) -> bool:
    """A returned file stands where it was opened; its opener hears so as of a step."""
    return each.person_id in answering.everybody(each.desk_unit_id)


def _opens(who: int, each: Waiting, turns: Mapping[str, Answering]) -> str:
    return FILE if who in turns[ACT].everybody(each.desk_unit_id) else MEETING


def _coming(each: Waiting, *, opens: str) -> dict[str, str]:
    return {"how": each.how, "note": each.note.strip()[:NOTE] if each.how == "return" else "", "door": opens}


# --- too long ---------------------------------------------------------------------------------------------------------------


def late_files(db: Connection, now: datetime, house: Calendar) -> list[Notice]:
    """What its lane calls late, once a coming: those whose turn it is, and later the level above, who may act instead."""
    late = {kind: file_news.late(db, kind, now) for kind in (LATE, ABOVE)}
    if not any(late.values()):
        return []
    answering = untold.answering(db, ACT, house.local(now))
    return [
        notice
        for kind, some in late.items()
        if some
        for notice in _late(db, kind, _owed(kind, some, answering, now), now, house)
    ]


def _owed(kind: str, late: Sequence[Waiting], answering: Answering, now: datetime) -> dict[int, list[Waiting]]:
    owed: dict[int, list[Waiting]] = {}
    for each in late:
        if kind == LATE:
            turn = answering.nearest(each.desk_unit_id, besides=each.besides)
            found = {grant.person_id for grant in turn if not each.is_news(grant.person_id, grant.granted_at, now)}
        else:
            found = {grant.person_id for grant in answering.higher(each.desk_unit_id, besides=each.besides)}
        for who in found - each.told.keys():
            owed.setdefault(who, []).append(each)
    return owed


def _late(db: Connection, kind: str, owed: Mapping[int, list[Waiting]], now: datetime, house: Calendar) -> list[Notice]:
    ready, wishes = _ready(db, kind, owed, now, house)
    every = {each.id: each for some in ready.values() for each in some}
    heads = file_news.heads(db, every)
    names = units.names_of(db, {each.desk_unit_id for each in every.values()}, house.local(now))
    parts = {who: [_late_part(each, heads[each.id], names, now) for each in some] for who, some in ready.items()}
    stands = {number: each.stand for number, each in every.items()}
    return addressed(db, kind, parts, wishes, dict.fromkeys(parts, now), stands)


def _late_part(each: Waiting, head: FileHead, names: Mapping[int, str], now: datetime) -> Part:
    days = str((now - each.stand.since).days)
    return Part(each.id, each.slot, {**_named(head), "unit": names.get(each.desk_unit_id, "-"), "days": days})


# --- what became of it ------------------------------------------------------------------------------------------------------


def told_file_steps(db: Connection, now: datetime, house: Calendar) -> list[Notice]:
    """Who opened a file hears of its return, the council, the decision, a refusal, a year's close; where they answer for the
    unit no more, those who do."""
    steps = file_news.steps(db, now)
    if not steps:
        return []
    answering = untold.answering(db, ACT, house.local(now))
    known = file_news.known_steps(db, {each.id for each in steps})
    owed: dict[int, list[Step]] = {}
    for each in steps:
        for who in _hears(each, answering):
            if (each.id, each.slot, who) not in known:
                owed.setdefault(who, []).append(each)
    gathered = {who: some for who, some in owed.items() if some[0].at <= now - GATHER}
    ready, wishes = _ready(db, STEPS, gathered, now, house)
    every = [each for some in ready.values() for each in some]
    if not every:
        return []
    numbers = {each.id for each in every}
    heads = file_news.heads(db, numbers)
    names = units.names_of(db, {each.seat_id for each in every if each.seat_id}, house.local(now))
    counts = file_news.outcome(db, {each.id for each in every if each.act == "decide"})
    parts = {
        who: [
            Part(each.id, each.slot, {**_named(heads[each.id]), **_happened(each, names, counts.get(each.id, (0, 0)))})
            for each in some
        ]
        for who, some in ready.items()
    }
    stands = {each.id: each.stand for each in every}
    return addressed(db, STEPS, parts, wishes, dict.fromkeys(parts, now), stands)


def _hears(each: Step, answering: Answering) -> set[int]:
    """Nobody hears of what they did; of a return, who answers for the unit hears that it came back to wait there."""
    if each.person_id in answering.everybody(each.unit_id):
        return {each.person_id} - {each.by}
    if each.act == "return":
        return set()
    return {grant.person_id for grant in answering.nearest(each.unit_id)} - {each.by}


def _happened(each: Step, names: Mapping[int, str], counts: tuple[int, int]) -> dict[str, str]:
    awarded, left = counts
    return {
        "act": each.act,
        "unit": names.get(each.seat_id or 0, "-"),
        "note": each.note.strip()[:NOTE],
        "awarded": str(awarded),
        "left": str(left),
    }


# --- when ---------------------------------------------------------------------------------------------------------------------


def _ready(
    db: Connection, kind: str, owed: Mapping[int, list[What]], now: datetime, house: Calendar
) -> tuple[dict[int, list[What]], Mapping[int, Wishes]]:
    """Those who may be written to now, with what they are owed; and everybody's wishes. Who switched it off, and who is
    reminded, hears at most once a day; who is told that files came, once an hour."""
    if not owed:
        return {}, {}
    wishes, last = preferences.read(db, owed), untold.last_told(db, kind, owed, now)
    daily = kind in (LATE, ABOVE)

    def rested(who: int) -> bool:
        if who not in last:
            return True
        if daily or KINDS[kind].wish in wishes[who].muted:
            return house.local(last[who]) < house.local(now)
        return kind == STEPS or now - last[who] >= GAP

    ready = {who for who in owed if rested(who) and is_open(now, house, wishes[who].quiet)}
    return {who: owed[who][:MOST_ROWS] for who in owed if who in ready}, wishes


def _named(head: FileHead) -> dict[str, str]:
    return {"code": head.code, "kind": head.kind, "authority": head.authority, "year": str(head.year)}
