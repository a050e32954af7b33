"""/lich: the days and hours when nobody is pushed, seen and changed by those who answer for the calendar (R76)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from handlers.desk import Conversation, Desk, Finish, Offering
from handlers.forms import Answered, Answers, Form, Heard, Item, Misread, Refused, Say, Session, Step, Taken
from handlers.my_reports import page_of
from handlers.notices import SpanStep, shown
from handlers.steps import Choice, Open, Pick, Text
from storage import calendar, roles
from storage.calendar import Hours, Known, Quiet
from storage.vietnamese import Day, fold, read_day, show, show_day

AHEAD = timedelta(days=366)  # what is listed
FAR = timedelta(days=3 * 366)  # what may be entered
SHOWN = 20  # lines of the list
ONE = "one"
SOON = {"mai": 1, "ngay mai": 1, "tomorrow": 1, "ngay kia": 2, "ngay mot": 2}


# --- days that are to come ------------------------------------------------------------------------------------------------


def read_coming(text: str, today: date) -> date | None:
    """The day that is meant by who plans ahead: without a year it is the next such day ("5/9", "30 tháng 4"), with one it
    is what it says, even in the past. None for what is no single day."""
    if (ahead := SOON.get(fold(text))) is not None:
        return today + timedelta(days=ahead)
    with_year = (read_day(f"{text} nam {year}", today) for year in range(today.year, today.year + 4))
    days = [each.day for each in with_year if each and each.precision == "day" and each.day >= today]
    if days:
        return days[0]
    read = read_day(text, today)
    return read.day if read and read.precision == "day" and read.day == read.until else None


@dataclass(frozen=True, slots=True)
class ComingDay(Open):
    """A day of today or later, kept as "2027-02-05" and read back in full."""

    def take(self, form: Form, session: Session, heard: Heard, found: object) -> Taken:
        return self.read(heard.text, heard.today)

    def read(self, text: str, since: date) -> Taken:
        day = read_coming(text, since)
        if day is None:
            raise Misread("coming")
        if day < since:
            raise Misread("coming-past", day=show_day(day), since=show_day(since))
        if day > since + FAR:
            raise Misread("coming-far", day=show_day(day))
        return Answered(day.isoformat(), Say("understood-day", {"day": show_day(day)}))

    def shown(self, value: object, say: object) -> str:
        return show_day(date.fromisoformat(str(value)))


@dataclass(frozen=True, slots=True)
class LastDay(ComingDay):
    """The last day of a span that begins with the answer `first`; it may be that day itself."""

    def items(self, form: Form, session: Session) -> Sequence[Item]:
        return (Item(ONE, "calendar-one-day"),)

    def take(self, form: Form, session: Session, heard: Heard, found: object) -> Taken:
        first = date.fromisoformat(session.answers["first"])
        if heard.value == ONE:
            return Answered(first.isoformat())
        taken = self.read(heard.text, first)
        if isinstance(taken, Answered) and (date.fromisoformat(taken.value) - first).days >= calendar.LONGEST:
            raise Misread("coming-long", most=calendar.LONGEST)
        return taken


# --- the conversation -----------------------------------------------------------------------------------------------------


def form(desk: Desk, session: Session) -> Form:
    acts = (Item("add", "calendar-add"), Item("remove", "calendar-remove"), Item("hours", "calendar-hours"))

    def wanted(act: str) -> Callable[[Answers], bool]:
        return lambda answers: answers.get("act") == act

    steps = (
        Step("act", Choice(acts), query="overview"),
        Step("first", ComingDay(), when=wanted("add")),
        Step("last", LastDay(), when=wanted("add")),
        Step("name", Text(least=2, most=80, line=True), when=wanted("add")),
        Step("which", Pick(), when=wanted("remove"), query="days"),
        Step("hours", SpanStep(), when=wanted("hours")),
    )
    return Form("calendar", steps)


def overview(desk: Desk, session: Session) -> Offering:
    """How it stands: quiet hours, quiet weekdays, and the quiet days of the next twelve months."""
    house = calendar.read(desk.db, desk.zone)
    near = [each for each in calendar.coming(desk.db, desk.today) if each.since <= desk.today + AHEAD]
    lines = [desk.say("calendar-line", days=span(each), name=name_of(desk, each)) for each in near[:SHOWN]]
    if len(near) > SHOWN:
        lines.append(desk.say("calendar-more", count=len(near) - SHOWN))
    weekdays = ", ".join(desk.say("calendar-weekday", day=each) for each in sorted(house.quiet_weekdays))
    none = desk.say("calendar-none")
    return Offering(args={"quiet": shown(house.quiet), "weekdays": weekdays or none, "days": "\n".join(lines) or none})


def days(desk: Desk, session: Session) -> Offering:
    rows = calendar.coming(desk.db, desk.today)
    items = [
        Item(str(each.id), "calendar-day", args={"days": span(each), "name": name_of(desk, each)}) for each in rows
    ]
    return Offering(page_of(session, items), {"count": len(rows)})


def span(quiet: Quiet) -> str:
    return show(Day(quiet.since, quiet.until, "day"))


def name_of(desk: Desk, quiet: Quiet) -> str:
    return quiet.name_en if desk.say("language-code") == "en" else quiet.name


def finish(desk: Desk, session: Session) -> Finish:
    """The calendar is the whole house's: a unit below others looks, the one at the top changes."""
    if not roles.at_the_top(desk.db, desk.person.id, "calendar", desk.today):
        raise Refused("calendar-top")
    match session.answers["act"]:
        case "add":
            since, until = (date.fromisoformat(session.answers[name]) for name in ("first", "last"))
            if not 0 <= (until - since).days < calendar.LONGEST:  # the first day was changed after the last was given
                kept = {name: value for name, value in session.answers.items() if name != "last"}
                return Finish((Say("calendar-last-anew"),), Session(form="calendar", answers=kept))
            said = add(desk, since, until, session.answers["name"])
        case "remove":
            said = remove(desk, int(session.answers["which"]))
        case _:
            said = change_hours(desk, calendar.quiet_of(session.answers["hours"]))
    return Finish((said,), Session(form="calendar"))


def add(desk: Desk, since: date, until: date, name: str) -> Say:
    days = show(Day(since, until, "day"))
    try:
        calendar.add(desk.db, since, until, name, name, desk.person.id, desk.now)
    except Known:
        return Say("calendar-known", {"days": days})
    except ValueError:
        return Say("calendar-full")
    return Say("calendar-added", {"days": days, "name": name})


def remove(desk: Desk, number: int) -> Say:
    removed = calendar.remove(desk.db, number, desk.person.id, desk.now)
    if removed is None:
        return Say("calendar-gone")
    return Say("calendar-removed", {"days": span(removed), "name": name_of(desk, removed)})


def change_hours(desk: Desk, hours: Hours) -> Say:
    calendar.change_hours(desk.db, hours, desk.person.id, desk.now)
    return Say("calendar-hours-set", {"quiet": shown(hours)})


CALENDAR = Conversation("calendar", form, finish, queries={"overview": overview, "days": days}, act="calendar")
