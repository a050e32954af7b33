"""Two processes on one PostgreSQL answer at the same moment: one wins, the other hears a sentence, no row is lost (R20, R45).

The worst moment, each time: the second one begins when the first has done all of it but the commit. Whatever the second looks at
before it comes to a lock, it sees as it was.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator, Sequence
from copy import copy
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, text

from bot.writer import Writer
from handlers.clerk import Clerk, Letter
from handlers.words import Incoming, Outgoing
from storage.award_tables import Nominee
from storage.invariants import faults
from storage.store import Store
from storage.tables import Address, Draft, Inbox, Outbox, Person, Photo, Report, ReportHistory
from storage.tables import Talk as TalkRow
from tests.nominating import GRASS, officer, opened, who
from tests.talk import CATALOGUES, TEXTS, ZONE, Room, Talk, asked, filled, joined, picture
from tests.test_linking import code_of
from tests.test_review import YEN_KHANH, acts, author, base
from tests.test_roles_talk import held, invited, member, owner

pytestmark = pytest.mark.postgresql_only

WAITING = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")


def say(name: str, /, **args: Any) -> str:
    return TEXTS.say("vi", name, **args)


class Machine:
    """A process: a store, a clerk and a writer of its own. `at_the_end` is called once, just before a commit."""

    def __init__(self, room: Room) -> None:
        self.store = Store(room.store.address)
        self.clerk = Clerk(TEXTS, ZONE, copy(CATALOGUES))
        self.writer = Writer(self.store, self._answer, self.clerk.set_aside, lambda: room.now)
        self.writer.start()
        self.at_the_end: Callable[[], None] | None = None

    def takes(self, letters: Sequence[Letter]) -> None:
        async def all_of_them() -> None:
            await asyncio.gather(*map(self.writer.answer, letters))

        asyncio.run(all_of_them())

    def stops(self) -> None:
        self.writer.stop()
        self.store.close()

    def _answer(self, db: Connection, letters: list[Letter], now: Any) -> None:
        self.clerk.answer(db, letters, now)
        called, self.at_the_end = self.at_the_end, None
        if called is not None:
            called()


class Two:
    """Two machines of one house."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.first, self.second = Machine(room), Machine(room)

    def at_once(self, one: Sequence[Letter], other: Sequence[Letter]) -> None:
        """The second machine goes as far as it gets while the first has not committed yet."""
        late = threading.Thread(target=self.second.takes, args=(other,))

        def meanwhile() -> None:
            late.start()
            while late.is_alive() and not self._somebody_waits():
                pass

        self.first.at_the_end = meanwhile
        self.first.takes(one)
        late.join()
        assert [row["update_id"] for row in self.room.rows(Inbox) if row["state"] != "done"] == []

    def _somebody_waits(self) -> bool:
        with self.room.store.read() as db:
            return bool(db.execute(WAITING).scalar())


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Two]:
    room = Room(tmp_path)
    two = Two(room)
    yield two
    with room.store.read() as db:
        assert list(faults(db, ZONE)) == []
    for machine in (two.first, two.second):
        machine.stops()
    room.store.close()


def typed(talk: Talk, words: str) -> list[Letter]:
    return [talk.room.letter(Incoming(**{**talk._base(), "text": words}))]


def tapped(talk: Talk, label: str) -> list[Letter]:
    (token,) = [option.token for option in talk.heard[-1].options if option.label == label]
    return [talk.room.letter(Incoming(**talk._base("choice"), choice=token))]


def heard(talk: Talk, letters: Sequence[Letter]) -> str:
    """What was answered to these."""
    keys = {(f"{each.channel}:{each.update_id}") for each in letters}
    rows = [row for row in talk.room.rows(Outbox) if row["key"].rsplit(":", 1)[0] in keys]
    return "\n---\n".join(Outgoing.from_json(row["body"]).text for row in rows)


def on_two_channels(room: Room, first: Talk) -> tuple[Talk, Talk]:
    web = Talk(room, channel="web", address="w1").says("/lienket", code_of(first))
    return first, web


# --- one person --------------------------------------------------------------------------------------------------------


def test_one_person_on_two_channels_answers_two_questions(two: Two) -> None:
    """The talk is one: what is said second answers the question that comes second, whichever process it comes to."""
    phone, web = on_two_channels(two.room, joined(Talk(two.room)))
    asked(phone, "initiative", "before")
    one, other = typed(phone, "Sáu thợ lật bằng xà beng"), typed(web, "Dùng vành xe rùa làm gá xoay")
    two.at_once(one, other)
    answers = phone.session.answers
    assert (answers["before"], answers["solution"]) == ("Sáu thợ lật bằng xà beng", "Dùng vành xe rùa làm gá xoay")


def test_who_waited_for_the_other_channel_reads_the_person_anew(two: Two) -> None:
    phone, web = on_two_channels(two.room, joined(Talk(two.room)))
    phone.says("/caidat").taps(say("settings-language"))
    other = typed(web, "/menu")
    two.at_once(tapped(phone, "English"), other)
    assert TEXTS.say("en", "menu-act-ask") in heard(web, other)


def test_a_strangers_first_words_to_two_processes_make_one_person(two: Two) -> None:
    talk = Talk(two.room)
    one, other = typed(talk, "/start"), typed(talk, "xin chào")
    two.at_once(one, other)
    assert [len(two.room.rows(table)) for table in (Person, Address, TalkRow)] == [1, 1, 1]
    assert heard(talk, one) != ""
    assert heard(talk, other) != ""


def test_an_update_that_is_told_to_both_is_answered_once(two: Two) -> None:
    talk = joined(Talk(two.room))
    same = typed(talk, "/menu")
    two.at_once(same, same)
    assert len(two.room.rows(Inbox, update_id=same[0].update_id)) == 1
    assert [row["key"] for row in two.room.rows(Outbox)][-1:] == [f"telegram:{same[0].update_id}:0"]


def test_a_report_sent_from_both_channels_is_one_report(two: Two) -> None:
    phone, web = on_two_channels(two.room, joined(Talk(two.room)))
    filled(phone)
    one, other = tapped(phone, say("summary-send")), typed(web, say("summary-send"))
    two.at_once(one, other)
    assert [row["code"] for row in two.room.reports()] == ["SK-2026-0001"]
    assert heard(web, other) != ""


def test_data_deleted_on_one_channel_while_a_report_is_sent_on_the_other(two: Two) -> None:
    phone, web = on_two_channels(two.room, joined(Talk(two.room)))
    web.says("/dulieu").taps(say("my-data-delete"))
    erased, sent = tapped(web, say("my-data-delete-yes")), typed(phone, "/baocao")
    two.at_once(erased, sent)
    assert heard(web, erased).startswith(say("my-data-deleted"))
    assert [row["name"] for row in two.room.rows(Person) if row["name"]] == []
    assert (two.room.rows(Draft), heard(phone, sent) != "") == ([], True)


def test_a_form_put_aside_on_both_channels_is_one_draft(two: Two) -> None:
    phone, web = on_two_channels(two.room, joined(Talk(two.room)))
    asked(phone, "initiative", "before")
    one, other = typed(phone, say("way-later")), typed(web, "/baicuatoi")
    two.at_once(one, other)
    assert len(two.room.rows(Draft)) == 1


# --- one thing for one only ------------------------------------------------------------------------------------------------


def test_a_linking_code_typed_in_two_places_links_one(two: Two) -> None:
    code = code_of(joined(Talk(two.room)))
    web, bot = (Talk(two.room, channel=name, address="x").says("/lienket") for name in ("web", "zalo_bot"))
    one, other = typed(web, code), typed(bot, code)
    two.at_once(one, other)
    assert heard(web, one).startswith(say("linked"))
    assert heard(bot, other).startswith(say("refused-code"))
    owners = {row["channel"]: row["person_id"] for row in two.room.rows(Address)}
    assert (owners["web"] == owners["telegram"], owners["zalo_bot"] == owners["telegram"]) == (True, False)


def test_an_invitation_opened_by_two_is_held_by_one(two: Two) -> None:
    code = invited(two.room)
    members = member(two.room, "2", "Lê Văn Tám"), member(two.room, "3", "Trần Văn Bốn")
    one, other = (typed(talk, f"/vaitro {code}") for talk in members)
    two.at_once(one, other)
    assert heard(members[1], other).startswith(say("refused-invitation"))
    members[0].says("Có")
    assert (len(held(two.room, "2")), held(two.room, "3")) == (1, [])


def test_an_invitation_accepted_on_both_channels_gives_one_role(two: Two) -> None:
    phone, web = on_two_channels(two.room, member(two.room, "2", "Lê Văn Tám"))
    phone.says(f"/vaitro {invited(two.room)}")
    one, other = tapped(phone, say("roles-accept")), typed(web, say("roles-accept"))
    two.at_once(one, other)
    assert (owner(two.room, "2"), len(held(two.room, "2"))) == (owner(two.room, "w1"), 1)
    assert heard(web, other) != ""


# --- one house --------------------------------------------------------------------------------------------------------------


def test_two_reports_sent_at_once_have_two_numbers_without_a_gap(two: Two) -> None:
    talks = [filled(joined(Talk(two.room, address=number)), photo=picture(int(number))) for number in ("100", "101")]
    one, other = (tapped(talk, say("summary-send")) for talk in talks)
    two.at_once(one, other)
    assert sorted(row["code"] for row in two.room.reports()) == ["SK-2026-0001", "SK-2026-0002"]
    for talk, letters, code in zip(talks, (one, other), ("SK-2026-0001", "SK-2026-0002"), strict=True):
        assert code in heard(talk, letters)
    assert len({row["person_id"] for row in two.room.rows(Photo, state="ready")}) == 2


@pytest.mark.parametrize("act", [f"Duyệt, chuyển lên {YEN_KHANH}", "Không chọn", "Trả lại bổ sung"])
def test_of_two_reviewers_one_decides_and_the_other_hears_who_did(two: Two, act: str) -> None:
    author(two.room)
    officers = base(two.room).says("/duyet"), base(two.room, "201", "Đỗ Minh Quân").says("/duyet")
    one, other = tapped(officers[0], say("review-forward", unit=YEN_KHANH)), tapped(officers[1], act)
    two.at_once(one, other)
    assert acts(two.room).count("forward") == 1
    assert len(two.room.rows(ReportHistory, report_id=1)) == len(acts(two.room))
    told = heard(officers[1], other)
    if act.startswith("Duyệt"):  # the others only ask their first question: it is refused with its answer
        assert "SK-2026-0001" in told
        assert "Lê Thị Mai" in told
    assert told != ""


def test_what_waits_for_one_reviewer_waits_for_the_other_no_more(two: Two) -> None:
    author(two.room)
    officers = base(two.room).says("/duyet"), base(two.room, "201", "Đỗ Minh Quân")
    one, other = tapped(officers[0], say("review-forward", unit=YEN_KHANH)), typed(officers[1], "/duyet")
    two.at_once(one, other)
    officers[1].says("/duyet").hears("review-none")
    assert [row["state"] for row in two.room.rows(Report)] == ["sent"]


def test_a_subject_named_twice_at_once_stands_in_the_file_once(two: Two) -> None:
    officers = officer(two.room, GRASS), officer(two.room, GRASS, address="301")
    with two.room.store.write() as db:
        number = opened(db, two.room, who(officers[0]))
    for talk in officers:
        talk.says(f"/denghi {number}").taps("Thêm người, tập thể").taps("Thêm người, tập thể khác").says("1")
        talk.taps(say("subject-person")).says("Đỗ Văn Tư", "1").taps("Không")
    one, other = (typed(talk, "1") for talk in officers)
    two.at_once(one, other)
    assert [row["name"] for row in two.room.rows(Nominee)] == ["Đỗ Văn Tư"]
    assert say("new-nominee-twice", name="Đỗ Văn Tư") in heard(officers[1], other)
