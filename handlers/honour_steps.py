"""Kinds of step that meetings, decisions and registers share: exact days, counts of people, votes, ticks in a long list."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from handlers.forms import Answered, Form, Heard, Item, Kind, Misread, Need, Say, Session, Stay, Taken
from handlers.steps import DayStep, Open, Pick, Say_
from storage.vietnamese import fold, read_day, show_day

ALL, DONE, NONE, PROPOSED = "all", "done", "none", "proposed"
OLDEST, FURTHEST = 2000, 10  # years: the first that is taken, and how far ahead


@dataclass(frozen=True, slots=True)
class PastDay(DayStep):
    """A day of the past or today, exactly; kept as "2026-11-20"."""

    def take(self, form: Form, session: Session, heard: Heard, found: Any) -> Taken:
        taken = DayStep.take(self, form, session, heard, found)
        if not isinstance(taken, Answered) or taken.value["precision"] != "day":
            raise Misread("day")
        return Answered(taken.value["day"], taken.echo)

    def holds(self, value: Any) -> bool:
        return isinstance(value, str)

    def shown(self, value: Any, say: Say_) -> str:
        return show_day(date.fromisoformat(value))


@dataclass(frozen=True, slots=True)
class AnyDay(Open):
    """A day of the past or to come: without a year the last such day."""

    def items(self, form: Form, session: Session) -> Sequence[Item]:
        return (Item("today", "option-today"),)

    def take(self, form: Form, session: Session, heard: Heard, found: Any) -> Taken:
        if heard.value == "today":
            day = heard.today
        else:
            read = read_day(heard.text, heard.today)
            if read is None or read.precision != "day" or read.day != read.until:
                raise Misread("day")
            day = read.day
        if not OLDEST <= day.year <= heard.today.year + FURTHEST:
            raise Misread("day-old", day=show_day(day))
        return Answered(day.isoformat(), Say("understood-day", {"day": show_day(day)}))

    def shown(self, value: Any, say: Say_) -> str:
        return show_day(date.fromisoformat(value))


@dataclass(frozen=True, slots=True)
class People(Open):
    """How many people, up to `most`, or up to the answer of the step `of`, less that of `less`. What the query offers
    stands aside, so that a number is always a number of people."""

    most: int
    of: str = ""
    less: str = ""
    least: int = 0

    def bound(self, session: Session) -> int:
        most = int(session.answers[self.of]) if self.of else self.most
        return most - (int(session.answers[self.less]) if self.less else 0)

    def take(self, form: Form, session: Session, heard: Heard, found: Any) -> Taken:
        said = heard.value or fold(heard.text)
        number = re.fullmatch(r"([0-9]{1,6})( nguoi| thanh vien| dong chi| phieu| people| members| votes)?", said)
        if number is None:
            raise Misread("people")
        count = int(number[1])
        if not self.least <= count <= self.bound(session):
            raise Misread("people-most", least=self.least, most=self.bound(session), given=count)
        return Answered(count)

    def holds(self, value: Any) -> bool:
        return isinstance(value, int)


VOTES = re.compile(r"[0-9]{1,6}")
OF_ALL = re.compile(r"\s*([0-9]{1,6})\s*/\s*([0-9]{1,6})\s*")


@dataclass(frozen=True, slots=True)
class Ballot(Open):
    """The votes on one nominee: all in favour, "8/9", "8 đồng ý, 1 không", and those in writing as a third number. Read
    against who was there, which the database knows. Kept as [yes, no, written yes]."""

    def take(self, form: Form, session: Session, heard: Heard, found: Any) -> Taken:
        if found is None:
            return Need("there", heard.value or heard.text[:200])
        present, written = found["present"], found["written"]
        yes, no, more = self._read(heard, present, written)
        if yes + no > present:
            raise Misread("votes-many", given=yes + no, most=present)
        if more > written:
            raise Misread("votes-many", given=more, most=written)
        return Answered([yes, no, more], Say("understood-votes", {"yes": yes, "no": no, "written": more}))

    def _read(self, heard: Heard, present: int, written: int) -> tuple[int, int, int]:
        if heard.value == ALL:
            return present, 0, written
        whole = OF_ALL.fullmatch(heard.text)
        if whole and int(whole[2]) == present and not written:
            return int(whole[1]), max(present - int(whole[1]), 0), 0
        numbers = [int(each) for each in VOTES.findall(heard.text[:200])]
        if not 1 <= len(numbers) <= 3 or (written and len(numbers) < 3):  # who voted in writing is never guessed
            raise Misread("votes-written" if written else "votes")
        if len(numbers) == 1:
            numbers.append(max(present - numbers[0], 0))
        return numbers[0], numbers[1], (numbers[2] if len(numbers) > 2 else 0)

    def holds(self, value: Any) -> bool:
        return isinstance(value, list) and len(value) == 3


@dataclass(frozen=True, slots=True)
class Names(Open):
    """People by name, in a row or one a line; kept in a row."""

    most: int

    def take(self, form: Form, session: Session, heard: Heard, found: Any) -> Taken:
        lines = [" ".join(each.split()).lstrip("-•* ").rstrip(",; ") for each in heard.text.splitlines()]
        row = ", ".join(filter(None, lines))
        if sum(each.isalpha() for each in row) < 2:
            raise Misread("text")
        if len(row) > self.most:
            raise Misread("too-long", most=self.most, length=len(row))
        return Answered(row)


@dataclass(frozen=True, slots=True)
class Proposed(Open):
    """What the query proposes (an aside of the value PROPOSED, kept as ""), or something else, read by `inner`."""

    inner: Kind

    def take(self, form: Form, session: Session, heard: Heard, found: Any) -> Taken:
        return Answered("") if heard.value == PROPOSED else self.inner.take(form, session, heard, found)


@dataclass(frozen=True, slots=True)
class Ticks(Open):
    """Any number of what the conversation's query offers, a page at a time: ticked one by one, all at once, or none.

    Values of the query's items are "t:<value>"; they are looked up again where the answer is used.
    """

    least: int = 0

    def items(self, form: Form, session: Session) -> Sequence[Item]:
        return ()

    def take(self, form: Form, session: Session, heard: Heard, found: Any) -> Taken:
        ticked = list(session.hold.get("ticked", ()))
        verb, _, value = heard.value.partition(":")
        match verb:
            case "page":
                return Stay({**session.hold, "at": int(value)})
            case "t":
                kept = [each for each in ticked if each != value]
                return Stay({**session.hold, "ticked": kept if value in ticked else [*ticked, value]})
            case "all":
                return Answered(ALL, anew=True)
            case "none":
                return Answered([], anew=True)
            case "done":
                if len(ticked) < self.least:
                    raise Misread("choose-some")
                return Answered(ticked, anew=True)
            case _:
                raise Misread("choose-many")

    def holds(self, value: Any) -> bool:
        return value == ALL or isinstance(value, list)


@dataclass(frozen=True, slots=True)
class Differing(Pick):
    """What each gets as asked for, but for those who are picked and given something else. Kept as nominee → award.

    The query's items are "one:<nominee>", while one is picked "give:<award>"; DONE ends it.
    """

    def take(self, form: Form, session: Session, heard: Heard, found: Any) -> Taken:
        given: Mapping[str, str] = session.hold.get("given", {})
        verb, _, value = heard.value.partition(":")
        match verb:
            case "page":
                return Stay({**session.hold, "at": int(value)})
            case "one":
                return Stay({"given": given, "one": value, "back": session.hold.get("at", 0)})
            case "give" if session.hold.get("one"):
                back = session.hold.get("back", 0)
                return Stay({"given": {**given, session.hold["one"]: value}, "at": back})
            case "done":
                return Answered(dict(given), anew=True)
            case _:
                raise Misread("choose")

    def holds(self, value: Any) -> bool:
        return isinstance(value, dict)
