"""/thongbao: an officer's words to every member of a unit they answer for and all below it (R37).

The words are asked first, then the unit; nothing goes before the officer has seen how many people it would reach. The
messages themselves are queued by the clock, a piece at a time, and wait for the next open hour (R76).
"""

from __future__ import annotations

from datetime import UTC, datetime, time, tzinfo

from sqlalchemy import Connection

from handlers import own_units
from handlers.desk import Conversation, Desk, Finish, Offering
from handlers.forms import CANCEL, Form, Item, Refused, Say, Session, Step
from handlers.steps import Choice, Text, Unit
from handlers.texts import Texts
from handlers.words import Outgoing
from storage import broadcasts, calendar, outbox, people, preferences, roles, units
from storage.vietnamese import show_day, show_number

ACT = "broadcast"
MOST_WORDS = 1_500  # characters: with its heading it stays one message on every channel
PIECE = 200  # people queued in one transaction: some 40 ms


def form(desk: Desk, session: Session) -> Form:
    sure = (Item("yes", "broadcast-yes"), Item("no", "broadcast-no"))
    steps = (
        Step("words", Text(least=10, most=MOST_WORDS)),
        Step("unit", Unit(), query="own_units"),
        Step("sure", Choice(sure), query="audience"),
    )
    return Form("broadcast", steps, ways_out=(CANCEL,))


def audience(desk: Desk, session: Session) -> Offering:
    """How many it would reach, and from when on."""
    unit = session.answers["unit"]
    count = broadcasts.audience(desk.db, unit["id"], desk.today)
    args = {"unit": unit["name"], "words": session.answers["words"], "count": show_number(count), "when": when(desk)}
    return Offering(args={**args, "reached": count})


def when(desk: Desk) -> str:
    opens = calendar.read(desk.db, desk.zone).next_open(desk.now)
    if opens <= desk.now:
        return desk.say("broadcast-now")
    local = desk.local(opens)
    return desk.say("broadcast-later", time=local.strftime("%H:%M"), day=show_day(local.date()))


def finish(desk: Desk, session: Session) -> Finish:
    if session.answers["sure"] == "no":
        return Finish((Say("broadcast-dropped"),))
    unit, who = session.answers["unit"], desk.person.id
    if not roles.may(desk.db, who, ACT, unit["id"], desk.today):
        raise Refused("role")
    if not broadcasts.audience(desk.db, unit["id"], desk.today):
        raise Refused("nobody-there")
    midnight = datetime.combine(desk.today, time(), desk.zone).astimezone(UTC)
    if broadcasts.made_since(desk.db, who, midnight) >= broadcasts.MOST_A_DAY:
        raise Refused("enough-broadcasts", most=broadcasts.MOST_A_DAY)
    broadcasts.start(desk.db, who, unit["id"], session.answers["words"], desk.now)
    begun = Say("broadcast-begun", {"when": when(desk)})
    follows = "delivery" in roles.acts_of(desk.db, who, desk.today)
    return Finish((begun, Say("broadcast-follow")) if follows else (begun,))


BROADCAST = Conversation(
    "broadcast",
    form,
    finish,
    queries={"own_units": own_units.query(ACT), "audience": audience},
    lookups=own_units.lookups(ACT),
    act=ACT,
)


# --- by the clock -----------------------------------------------------------------------------------------------------------


def queue_piece(db: Connection, texts: Texts, zone: tzinfo, now: datetime) -> int:
    """Queue the next people of the oldest broadcast; gives how many were looked after, 0 when there is nothing to do.

    For the writer, again and again while it gives more than 0. Nobody is written to in quiet hours or on quiet days.
    """
    one = broadcasts.queueing(db)
    if one is None:
        return 0
    day = one.made_at.astimezone(zone).date()
    found = broadcasts.next_people(db, one, day, PIECE)
    who = [number for number, _ in found]
    places, wishes = people.places_of(db, who), preferences.read(db, who)
    house = calendar.read(db, zone)
    role, unit_id = broadcasts.voice(db, one, day)
    unit = units.name_of(db, unit_id, day)
    bodies = {
        language: message(texts, language, role, unit, one.words).as_json() for language in {each for _, each in found}
    }
    rows = [
        {
            "key": f"broadcast:{one.id}:{number}",
            "channel": places[number][0],
            "address": places[number][1],
            "kind": broadcasts.KIND,
            "body": bodies[language],
            "due_at": house.next_open(now, wishes[number].quiet),
        }
        for number, language in found
        if number in places
    ]
    outbox.put(db, rows)
    broadcasts.reached(db, one, who[-1] if who else one.reached, len(rows), done=len(found) < PIECE)
    return len(found)


def message(texts: Texts, language: str, role: str, unit: str, words: str) -> Outgoing:
    """The words, who sends them, and how to hear no more of the kind."""
    return Outgoing(texts.say(language, "broadcast-message", role=role or "-", unit=unit, words=words))
