"""The administrators hear, once at each step, how much of a channel's plan is used: before it runs out, not after.

Steps are percent; what was stepped over is entered as folded and not told again. Messages count anew with each month; people
are counted for good.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from sqlalchemy import Connection

from handlers.texts import Texts
from handlers.words import Outgoing
from storage import calendar, channel_use, ledger, outbox, people, preferences, roles
from storage.channel_use import Plan, Used

KIND = "quota"
STEPS = (100, 95, 80)  # percent
ENOUGH = 95  # percent from which only answers and decision notices leave


@dataclass(frozen=True, slots=True)
class Reached:
    """A step that was reached: of `what` ("messages" or "users") of a channel, in a span of its own."""

    channel: str
    what: str
    step: int
    span: str
    used: Used
    plan: Plan

    @property
    def subject(self) -> str:
        return f"channel:{self.channel}"

    def slot(self, step: int) -> str:
        return f"{self.what}:{self.span}/{step}"


def reached(db: Connection, plans: Mapping[str, Plan], now: datetime, zone: tzinfo) -> list[Reached]:
    """Which steps the channels stand at or above. Reads only."""
    return [each for channel, plan in plans.items() for each in _of_channel(db, channel, plan, now, zone)]


def _of_channel(db: Connection, channel: str, plan: Plan, now: datetime, zone: tzinfo) -> Iterator[Reached]:
    used = channel_use.of_channel(db, channel, plan, now, zone)
    counts = (
        ("messages", used.messages, plan.monthly, f"{used.month:%Y-%m}"),
        ("users", used.users, plan.users, f"{plan.users}"),
    )
    for what, number, most, span in counts:
        step = next((each for each in STEPS if most and number * 100 >= most * each), None)
        if step is not None:
            yield Reached(channel, what, step, span, used, plan)


def tell(db: Connection, texts: Texts, zone: tzinfo, steps: list[Reached], now: datetime) -> int:
    """Enter the steps and queue what is new of them for everybody who answers for the whole house. Gives how many messages."""
    house = calendar.read(db, zone)
    day = house.local(now)
    admins = [who for who in roles.staff(db, "invite", day) if roles.at_the_top(db, who, "invite", day)]
    known, wishes, places = people.known(db, admins), preferences.read(db, admins), people.places_of(db, admins)
    rows = []
    for each in steps:
        fresh = _enter(db, each, list(places), now)
        for who in fresh:
            channel, address = places[who]
            row = {"key": _key(each, who), "kind": "notice", "channel": channel, "address": address}
            body = Outgoing(_words(texts, known[who].language, each)).as_json()
            rows.append({**row, "body": body, "due_at": house.next_open(now, wishes[who].quiet)})
    outbox.put(db, rows)
    return len(rows)


def _key(each: Reached, who: int) -> str:
    return f"{KIND}:{each.channel}:{each.slot(each.step)}:{who}"


def _enter(db: Connection, each: Reached, admins: list[int], now: datetime) -> list[int]:
    """Enter a step and those below it for each of them; gives who had not been told of this one."""

    def row(who: int, step: int) -> dict[str, Any]:
        told = step == each.step
        entered = {"kind": KIND, "subject": each.subject, "person_id": who, "slot": each.slot(step)}
        entered |= {"state": "queued" if told else "folded", "planned_for": now, "at": now}
        return {**entered, "outbox_key": _key(each, who) if told else None}

    ledger.enter(db, [row(who, step) for who in admins for step in STEPS if step < each.step])
    fresh = ledger.enter(db, [row(who, each.step) for who in admins])
    return [admins[place] for place in sorted(fresh)]


def _words(texts: Texts, language: str, each: Reached) -> str:
    def say(name: str, **given: Any) -> str:
        return texts.say(language, name, **given)

    if each.what == "users":
        full = each.used.users >= each.plan.users
        return say("quota-users-full" if full else "quota-users", used=each.used.users, most=each.plan.users)
    month = f"{each.used.month:%m/%Y}"
    used = say("quota-messages", used=each.used.messages, most=each.plan.monthly, month=month, percent=each.step)
    if each.step == max(STEPS):
        return f"{used}\n\n{say('quota-used-up')}"
    ahead = [say("quota-only-answers")] if each.step >= ENOUGH else []
    if each.used.runs_out is not None:
        ahead.append(say("quota-runs-out", day=f"{each.used.runs_out:%d/%m/%Y}"))
    return "\n\n".join([used, *ahead, say("quota-what-helps")])
