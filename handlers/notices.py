"""/nhantin: at what hour one is written to, one's own quiet hours (shift workers have theirs, R76), and what is switched off."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time

from handlers.desk import Conversation, Desk, Finish, Offering
from handlers.forms import Answered, Form, Heard, Item, Misread, Refused, Say, Session, Step, Taken
from handlers.steps import Open, Pick
from storage import calendar, preferences, roles
from storage.calendar import Calendar, Hours
from storage.preferences import MUTE, MUTED, Wishes
from storage.vietnamese import fold

HOUSE = "house"  # what the calendar says for everybody
HOUSE_WORDS = {"theo chung", "gio chung", "chung"}
HOURS = ("07:30", "08:00", "11:30", "16:30", "17:00")
SPANS = ("22:00-06:00", "08:00-16:00")  # early shift and night shift

FOR_EVERYBODY = ("draft", "steps", "broadcast")
# kind → the act that makes it concern somebody
FOR_STAFF = {kind: roles.DUTY.get(kind, kind) for kind in preferences.KINDS if kind not in FOR_EVERYBODY}


# --- hours as people say them ---------------------------------------------------------------------------------------------

LONGEST = 60  # characters anybody needs for it
PARTS = {  # part of the day → the hours that are called so
    "am": {*range(12)},
    "sang": {*range(12)},
    "trua": {*range(10, 15)},
    "chieu": {*range(12, 19)},
    "pm": {*range(12, 24)},
    "toi": {*range(17, 24), 0},
    "dem": {*range(19, 24), *range(6)},
}
HOUR = re.compile(
    r"(?:luc |vao |tu |at |from )?(?P<hour>[0-9]{1,2})"
    r"(?:\s*(?:[:.]|h|g|gio)\s*(?:(?P<minute>[0-9]{1,2})(?:\s*(?:phut|p))?|(?P<half>ruoi)|kem\s*(?P<less>[0-9]{1,2}))?)?"
    rf"(?:\s*(?P<part>{'|'.join(PARTS)}))?(?: nhe| a)?[.!]*"
)
TO = re.compile(r"\s*(?:[-–—]|\b(?:den|toi|to|until)\b)\s*")


def read_hour(text: str) -> time | None:
    """The hour that "6h45", "17 giờ", "5 giờ chiều", "7 giờ kém 15" or "6:45 am" names; None for anything else."""
    found = HOUR.fullmatch(fold(text)) if len(text) <= LONGEST else None
    if found is None:
        return None
    hour = int(found["hour"])
    minute, less = 30 if found["half"] else int(found["minute"] or 0), int(found["less"] or 0)
    if hour > 24 or max(minute, less) > 59 or (hour == 24 and minute):
        return None
    if found["part"]:
        called = (each for each in (hour, (hour + 12) % 24)[: 1 if hour > 12 else 2] if each in PARTS[found["part"]])
        hour = next(called, -1)
    if hour < 0:
        return None
    return time(*divmod((hour * 60 + minute - less) % (24 * 60), 60))


def read_span(text: str) -> Hours | None:
    """The hours that "22h-6h" or "từ 9 giờ tối đến 6 giờ sáng" names; None for anything else."""
    folded = fold(text) if len(text) <= LONGEST else ""
    for gap in TO.finditer(folded):
        begin, end = read_hour(folded[: gap.start()]), read_hour(folded[gap.end() :])
        if begin is not None and end is not None:
            return Hours(begin, end)
    return None


def shown(hours: Hours) -> str:
    """ "21:00–07:00"."""
    return str(hours).replace("-", "–")


@dataclass(frozen=True, slots=True)
class HourStep(Open):
    """An hour of the day, kept as "07:30", or the house's."""

    def items(self, form: Form, session: Session) -> Sequence[Item]:
        return (Item(HOUSE, "notices-house"), *(Item(each, words={"vi": each, "en": each}) for each in HOURS))

    def take(self, form: Form, session: Session, heard: Heard, found: object) -> Taken:
        if heard.value or fold(heard.text) in HOUSE_WORDS:
            return Answered(heard.value or HOUSE)
        hour = read_hour(heard.text)
        if hour is None:
            raise Misread("hour")
        return Answered(f"{hour:%H:%M}")


@dataclass(frozen=True, slots=True)
class SpanStep(Open):
    """Quiet hours, kept as "22:00-06:00"; they leave some hours of the day. `own` ones may be the house's."""

    own: bool = False

    def items(self, form: Form, session: Session) -> Sequence[Item]:
        ready = [Item(each, words=dict.fromkeys(("vi", "en"), each.replace("-", "–"))) for each in SPANS]
        return (Item(HOUSE, "notices-house"), *ready) if self.own else ()

    def take(self, form: Form, session: Session, heard: Heard, found: object) -> Taken:
        if heard.value or (self.own and fold(heard.text) in HOUSE_WORDS):
            return Answered(heard.value or HOUSE)
        hours = read_span(heard.text)
        if hours is None:
            raise Misread("span")
        try:
            return Answered(str(calendar.quiet_of(str(hours))))
        except ValueError:
            least = calendar.OPEN_AT_LEAST // 60
            raise Misread("span-long", span=shown(hours), least=least) from None


# --- the conversation -----------------------------------------------------------------------------------------------------


def form(desk: Desk, session: Session) -> Form:
    steps = (
        Step("act", Pick(), query="wishes"),
        Step("hour", HourStep(), when=lambda answers: answers.get("act") == "hour", query="house"),
        Step("quiet", SpanStep(own=True), when=lambda answers: answers.get("act") == "quiet", query="house"),
    )
    return Form("notices", steps)


def wishes(desk: Desk, session: Session) -> Offering:
    """How it stands, and what can be changed."""
    house, mine = standing(desk)
    kinds = concerning(desk)
    lines = [desk.say("notices-line", name=name, on="no" if kind in mine.muted else "yes") for kind, name in kinds]
    switches = [
        Item(f"on:{kind}", "notices-on", args={"name": name})
        if kind in mine.muted
        else Item(f"off:{kind}", "notices-off", args={"name": name})
        for kind, name in kinds
    ]
    args = {"hour": hour_for(house, mine), "quiet": shown(mine.quiet or house.quiet), "lines": "\n".join(lines)}
    return Offering([Item("hour", "notices-hour"), Item("quiet", "notices-quiet"), *switches], args)


def house(desk: Desk, session: Session) -> Offering:
    found = calendar.read(desk.db, desk.zone)
    return Offering(args={"hour": f"{found.hour:%H:%M}", "quiet": shown(found.quiet)})


def standing(desk: Desk) -> tuple[Calendar, Wishes]:
    return calendar.read(desk.db, desk.zone), preferences.read(desk.db, [desk.person.id])[desk.person.id]


def concerning(desk: Desk) -> list[tuple[str, str]]:
    """The kinds this person may be told, with their names: what every member is, and what their roles bring."""
    acts = roles.acts_of(desk.db, desk.person.id, desk.today)
    kinds = [kind for kind in preferences.KINDS if kind not in FOR_STAFF or FOR_STAFF[kind] in acts]
    return [(kind, desk.say("notices-kind", what=kind)) for kind in kinds]


def hour_for(house: Calendar, mine: Wishes) -> str:
    """The hour messages really come: the chosen one, out of the quiet hours."""
    return f"{(mine.quiet or house.quiet).out_of(mine.hour or house.hour):%H:%M}"


def finish(desk: Desk, session: Session) -> Finish:
    verb, _, kind = session.answers["act"].partition(":")
    match verb:
        case "hour":
            said = choose_hour(desk, session.answers["hour"])
        case "quiet":
            said = choose_quiet(desk, session.answers["quiet"])
        case _:
            said = switch(desk, kind, on=verb == "on")
    return Finish((said,), Session(form="notices"))


def choose_hour(desk: Desk, chosen: str) -> Say:
    house, mine = standing(desk)
    hours = mine.quiet or house.quiet
    if chosen != HOUSE and hours.holds(calendar.hour_of(chosen)):
        raise Refused("hour-quiet", hour=chosen, quiet=shown(hours))
    preferences.put(desk.db, desk.person.id, "hour", None if chosen == HOUSE else chosen)
    return Say("notices-hour-set", {"hour": hour_for(*standing(desk))})


def choose_quiet(desk: Desk, chosen: str) -> Say:
    preferences.put(desk.db, desk.person.id, "quiet", None if chosen == HOUSE else chosen)
    house, mine = standing(desk)
    return Say("notices-quiet-set", {"quiet": shown(mine.quiet or house.quiet), "hour": hour_for(house, mine)})


def switch(desk: Desk, kind: str, *, on: bool) -> Say:
    """Switched off, what is somebody's duty still comes, and says so."""
    preferences.put(desk.db, desk.person.id, f"{MUTE}{kind}", None if on else MUTED)
    name = {"name": desk.say("notices-kind", what=kind)}
    if on:
        return Say("notices-now-on", name)
    duty = roles.DUTY.get(kind) in roles.acts_of(desk.db, desk.person.id, desk.today)
    return Say("notices-now-off-duty" if duty else "notices-now-off", name)


NOTICES = Conversation("notices", form, finish, queries={"wishes": wishes, "house": house})
