"""How a deadline is called, shown and read: its title, its whole card, and what would go out if it were so."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from handlers import reminder_plan
from handlers.desk import Desk
from handlers.forms import Answered, Form, Heard, Item, Misread, Session, Taken
from handlers.steps import Open, Say_
from storage import calendar, deadlines, roles, units
from storage.deadlines import Due
from storage.vietnamese import fold, show_day, show_number, sort_key

ANY = "any"
NEVER = "never"
NAMED = 10  # days listed in a line
NOT_COUNTED = {"ngay", "truoc", "sau", "han", "va", "dung", "days", "day", "before", "after", "and"}


# --- words for codes ------------------------------------------------------------------------------------------------------


def title(say: Callable[..., str], due: Due) -> str:
    """What is owed: "Nộp hồ sơ đề nghị khen thưởng năm 2026, gửi LĐLĐ tỉnh"."""
    return say("deadline-title", duty=due.duty, year=str(due.year), award=due.award or ANY, level=due.level or ANY)


def short(say: Callable[..., str], due: Due) -> str:
    """The same for a button: "Hồ sơ khen toàn diện"."""
    return say("deadline-short", duty=due.duty, award=due.award or ANY)


def line(desk: Desk, due: Due, unit: str) -> dict[str, str]:
    """What goes into a button: day, duty and award, unit, and whether it is an example."""
    return {"day": show_day(due.due), "what": short(desk.say, due), "unit": unit, "state": due.state}


def days_shown(say: Callable[..., str], days: Sequence[int]) -> str:
    return say("deadline-days", days=", ".join(map(str, days))) if days else say("deadline-days-none")


def card(desk: Desk, due: Due) -> dict[str, object]:
    """Everything about a deadline: what it says, and how far the units are."""
    say = desk.say
    asked = deadlines.asked(desk.db, [due], desk.today)[due.id]
    done = asked & deadlines.submitted(desk.db, [due.id])[due.id]
    return {
        "title": title(say, due),
        "unit": units.name_of(desk.db, due.unit_id, desk.today),
        "type": type_name(desk, due),
        "day": show_day(due.due),
        "state": due.state,
        "source": due.source or say("deadline-source-own"),
        "leads": days_shown(say, due.leads),
        "grace": str(due.grace),
        "overdue": days_shown(say, due.overdue),
        "above": say("deadline-above-never")
        if due.above_after is None
        else say("deadline-above", days=due.above_after),
        "asked": show_number(len(asked)),
        "done": show_number(len(done)),
        "owing": show_number(len(asked - done)),
    }


def type_name(desk: Desk, due: Due) -> str:
    if not due.unit_type:
        return desk.say("deadline-every-type")
    names = {code: words for code, *words in deadlines.types_below(desk.db, due.unit_id, desk.today)}
    return names.get(due.unit_type, [due.unit_type] * 2)[desk.say("language-code") == "en"]


def preview(desk: Desk, new: Due, old: Due | None = None) -> str:
    """Whom and when a deadline would remind, and whom a new date would be told to: seen before anything is changed."""
    say = desk.say
    asked = deadlines.asked(desk.db, [new], desk.today)[new.id]
    owing = asked - deadlines.submitted(desk.db, [new.id])[new.id]
    falls_to = roles.responsible(desk.db, "submit", owing, desk.today)
    people = {who for each in falls_to.values() for who in each}
    now_too = old is None or (new.due, new.leads, new.state) != (old.due, old.leads, old.state)
    before, late, above = planned(desk, new, now_too=now_too)
    lines = [
        say("deadline-preview-who", owing=show_number(len(owing)), asked=show_number(len(asked)), people=len(people)),
        say("deadline-preview-before", days=_days(desk, before)),
        say("deadline-preview-late", days=_days(desk, late)),
        *(say("deadline-preview-above", day=show_day(day)) for day in above),
    ]
    officers = {where for places in roles.staff(desk.db, "submit", desk.today).values() for where in places}
    if without := len(owing - officers):
        lines.append(say("deadline-preview-without", count=without))
    if old is not None and new.id == old.id and new.due != old.due:
        lines += told(desk, old)
    return "\n".join(lines)


def told(desk: Desk, old: Due) -> list[str]:
    """Who would hear of a change because they were reminded before."""
    count = deadlines.told(desk.db, old.id)
    return [desk.say("deadline-preview-told", count=count)] if count else []


def planned(desk: Desk, due: Due, *, now_too: bool) -> tuple[list[date], list[date], list[date]]:
    """The days still to come: before the due date, when late, and for the level above, at the house's own hour. What has
    passed is over, but for one: `now_too`, the latest reminder that nobody has had of a new date goes out at once, or when
    the house opens."""
    house = calendar.read(desk.db, desk.zone)
    steps = (*reminder_plan.steps(due, house, house.hour), *reminder_plan.above(due, house, house.hour))
    past = any(each.kind == "lead" and each.at <= desk.now for each in steps) and due.due >= desk.today
    soon = desk.today if due.due == desk.today else house.local(house.next_open(desk.now))
    found: dict[str, list[date]] = {"lead": [soon] if past and now_too else [], "overdue": [], "above": []}
    for each in steps:
        if each.at > desk.now:
            found[each.kind].append(house.local(each.at))
    return found["lead"], found["overdue"], found["above"]


def _days(desk: Desk, days: Sequence[date]) -> str:
    """In order, the first of them."""
    coming = sorted(set(days))
    return ", ".join(show_day(each) for each in coming[:NAMED]) or desk.say("deadline-days-none")


def named(desk: Desk, numbers: set[int]) -> list[tuple[int, str]]:
    """Units with their names, by the alphabet."""
    names = units.names_of(desk.db, numbers, desk.today)
    return sorted(names.items(), key=lambda each: sort_key(each[1]))


# --- numbers of days as people type them ------------------------------------------------------------------------------------


def read_counts(text: str) -> list[int] | None:
    """[30, 14, 7] for "30, 14 và 7 ngày"; None for anything else."""
    words = [each for each in re.split(r"[,;.\s]+", fold(text[:200])) if each and each not in NOT_COUNTED]
    if not words or any(not re.fullmatch(r"[0-9]{1,4}", each) for each in words):
        return None
    return [int(each) for each in words]


@dataclass(frozen=True, slots=True)
class DayCounts(Open):
    """Several numbers of days ("30, 14, 7, 3, 1, 0"); what is offered stands aside, so that a number is always days."""

    usual: tuple[int, ...]
    least: int = 0

    def items(self, form: Form, session: Session) -> Sequence[Item]:
        shown = ", ".join(map(str, self.usual))
        return (
            Item("usual", "deadline-days-usual", args={"days": shown}, aside=True),
            Item("none", "deadline-days-not", aside=True),
        )

    def take(self, form: Form, session: Session, heard: Heard, found: object) -> Taken:
        if heard.value in ("usual", "none"):
            return Answered(list(self.usual) if heard.value == "usual" else [])
        days = read_counts(heard.text)
        if days is None:
            raise Misread("day-counts")
        if len(set(days)) > deadlines.MOST_STEPS:
            raise Misread("day-counts-many", most=deadlines.MOST_STEPS)
        if not all(self.least <= each <= deadlines.MOST_DAYS for each in days):
            raise Misread("day-count-range", least=self.least, most=deadlines.MOST_DAYS)
        return Answered(sorted(set(days), reverse=True))

    def holds(self, value: object) -> bool:
        return isinstance(value, list) and all(isinstance(each, int) for each in value)

    def shown(self, value: Sequence[int], say: Say_) -> str:
        return days_shown(say, value)


@dataclass(frozen=True, slots=True)
class DayCount(Open):
    """One number of days; `never`: or none at all."""

    most: int
    never: bool = False

    def items(self, form: Form, session: Session) -> Sequence[Item]:
        return (Item(NEVER, "deadline-never", aside=True),) if self.never else ()

    def take(self, form: Form, session: Session, heard: Heard, found: object) -> Taken:
        if heard.value == NEVER:
            return Answered(NEVER)
        days = read_counts(heard.text)
        if days is None or len(days) != 1:
            raise Misread("day-count")
        if days[0] > self.most:
            raise Misread("day-count-range", least=0, most=self.most)
        return Answered(days[0])

    def holds(self, value: object) -> bool:
        return isinstance(value, int) or (self.never and value == NEVER)
