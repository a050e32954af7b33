"""A whole province in a room: its sample members, who report, and its sample staff, who review through the same chat."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from handlers.rehearsal import achievements, staff
from handlers.rehearsal_review import Reviewer
from storage import grants, levels, people, report_reading, units
from storage.tables import Address
from tests.talk import TEXTS, ZONE, Room, Talk

SINCE = date(2025, 9, 20)


class Province:
    """`members` by the number of their achievement, `officers` by (role, unit code)."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.members: dict[str, Talk] = {}
        self.officers: dict[tuple[str, str], Talk] = {}
        for number, each in enumerate(staff(), 1):
            self.officers[each["role"], each["unit"]] = self._appointed(f"staff-{number}", each)

    def _appointed(self, address: str, each: dict[str, str]) -> Talk:
        talk, unit = Talk(self.room, address=address), self.room.unit(each["unit"])
        with self.room.store.write() as db:
            who = people.meet(db, [(talk.channel, address)], {}, self.room.now)[talk.channel, address].id
            people.join(
                db, who, name=each["name"], author_class="official", unit_id=unit, phone=None, now=self.room.now
            )
            grants.grant(db, who, each["role"], unit, since=SINCE, until=None, by=None, now=self.room.now)
        return talk

    def reports(self, achievement: dict[str, Any], name: str = "") -> str:
        """A member tells one of the sample achievements; gives its code."""
        number = name or achievement["no"]
        self.members[number] = Talk(self.room, address=f"member-{number}").performs(achievement)
        return self.code(number)

    def everybody_reports(self) -> None:
        for each in achievements():
            self.reports(each)

    def row(self, number: str) -> dict[str, Any]:
        """The report of a sample achievement as it stands."""
        who = self.who(self.members[number])
        return next(row for row in self.room.reports() if row["person_id"] == who)

    def code(self, number: str) -> str:
        return str(self.row(number)["code"])

    def who(self, talk: Talk) -> int:
        (row,) = self.room.rows(Address, channel=talk.channel, address=talk.address)
        return int(row["person_id"])

    def whose_turn(self, number: str) -> Talk:
        """The officer a report falls to now."""
        row, day = self.row(number), self.room.now.astimezone(ZONE).date()
        with self.room.store.read() as db:
            theirs = report_reading.persons_of(db, row["id"], row["person_id"])
            falls_to = {who for who, _ in levels.falls_to(db, row["desk_unit_id"], day, besides=theirs)}
        return next(each for each in self.officers.values() if self.who(each) in falls_to)

    def reviews(self, number: str, decision: str, **script: Any) -> Talk:
        """Whose turn it is takes one decision, typing what they read on the buttons; gives their talk."""
        self.room.now += timedelta(minutes=1)
        talk = self.whose_turn(number)
        reviewer = Reviewer(TEXTS, {"decision": decision, **script}, self.code(number))
        acts = [reviewer.begin()]
        for _ in range(8):
            for act in acts:
                talk.says(act.text)
            if reviewer.done:
                return talk
            acts = reviewer.reply(talk.text, talk.labels)
        raise AssertionError("\n".join(talk.transcript[-20:]))

    def approves(self, number: str) -> None:
        """Every level in turn, up to the province."""
        for _ in range(8):
            if self.row(number)["state"] == "approved":
                return
            self.reviews(number, "approve")
        raise AssertionError(self.row(number))

    def unit_name(self, number: str) -> str:
        with self.room.store.read() as db:
            return units.name_of(db, self.row(number)["desk_unit_id"], self.room.now.astimezone(ZONE).date())
