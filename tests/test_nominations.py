"""Nomination files: the way up, whose turn it is, what may stand in one, what a deadline takes as done (R29, R30, R50, R53)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, insert, update

from storage import (
    deadlines,
    grants,
    lanes,
    levels,
    nomination_opening,
    nomination_reading,
    nominations,
    nominees,
    year_close,
)
from storage.award_tables import NominationHistory, Nominee, NomineeReport, Registration, YearClose
from storage.deadlines import Due
from storage.nominations import MOVES
from storage.nominees import Subject
from storage.tables import Audit, Report, Unit, of
from tests.nominating import COMMUNE, DAY, GRASS, OTHER, PROVINCE, approved, named, officer, opened, who
from tests.talk import TODAY, Room


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Room, dict[str, int]]]:
    """Officers at four places and one approved report of the grassroots unit; nothing a test does in it is kept."""
    room = Room(Path(tmp_path_factory.mktemp("nominations")))
    people = {unit: who(officer(room, unit)) for unit in (GRASS, COMMUNE, PROVINCE, OTHER)}
    approved(room)
    yield room, people
    room.store.close()


@pytest.fixture
def at(house: tuple[Room, dict[str, int]]) -> Iterator[At]:
    room, people = house
    with suppress(Undone), room.store.write() as db:
        yield At(db, room, people)
        raise Undone


class Undone(Exception):
    """Ends a test's transaction."""


class At:
    """A transaction in the house, with the verbs of its officers."""

    def __init__(self, db: Connection, room: Room, people: dict[str, int]) -> None:
        self.db, self.room, self.people, self.now = db, room, people, TODAY

    def by(self, unit: str) -> dict[str, Any]:
        return {"who": self.people[unit], "now": self.now, "today": DAY}

    def file(self, **more: Any) -> int:
        return opened(self.db, self.room, self.people[GRASS], **more)

    def name(self, number: int, name: str = "Trần Văn Hải", **more: Any) -> int:
        return named(self.db, self.room, number, self.people[GRASS], name, **more)

    def move(self, number: int, act: str, unit: str, note: str = "") -> str:
        return nominations.move(self.db, number, act, note=note, **self.by(unit))

    def row(self, number: int) -> dict[str, Any]:
        row = nominations.standing(self.db, number)
        assert row is not None
        return row

    def up(self, number: int, *units: str) -> None:
        for unit in units:
            self.move(number, "forward", unit)


def test_a_file_goes_up_level_by_level_to_the_council_and_a_decision_r29(at: At) -> None:
    number = at.file()
    at.name(number)
    states = [
        at.move(number, act, unit)
        for act, unit in (
            ("forward", GRASS),
            ("forward", COMMUNE),
            ("to-council", PROVINCE),
            ("decide", PROVINCE),
        )
    ]
    assert states == ["sent", "sent", "council", "decided"]
    steps = nomination_reading.history_of(at.db, number)
    assert [(each["act"], each["from_state"], each["to_state"]) for each in steps] == [
        ("open", None, "draft"),
        ("add", "draft", "draft"),
        ("forward", "draft", "sent"),
        ("forward", "sent", "sent"),
        ("to-council", "sent", "council"),
        ("decide", "council", "decided"),
    ]
    assert [each["unit_id"] for each in steps][2:] == [
        at.room.unit(each) for each in (GRASS, COMMUNE, PROVINCE, PROVINCE)
    ]
    assert at.row(number)["desk_unit_id"] == at.room.unit(PROVINCE)
    told = at.db.execute(of(Audit).select().where(of(Audit).c.subject == f"nomination:{number}")).all()
    assert [row.act for row in told] == [each["act"] for each in steps]


@pytest.mark.parametrize("state", ["draft", "sent", "returned", "council", "decided", "refused", "withdrawn"])
def test_every_act_from_every_state_is_legal_or_refused_r29(at: At, state: str) -> None:
    number = at.file()
    at.name(number)
    at.db.execute(update(nominations.nomination).values(state=state).where(nominations.nomination.c.id == number))
    illegal = []
    for act, rule in MOVES.items():
        step = at.db.begin_nested()
        try:
            at.move(number, act, GRASS, "vì lý do này")
        except nominations.IllegalMove:
            illegal.append(act)
        except nominations.NotTheirs:
            assert state in rule.froms
        step.rollback()
    at_grass_for_the_province = {"to-council"}  # not at this level
    assert set(illegal) - at_grass_for_the_province == {
        act for act, rule in MOVES.items() if state not in rule.froms
    } - (at_grass_for_the_province)


@pytest.mark.parametrize(
    ("act", "unit", "why"),
    [
        ("forward", COMMUNE, "turn"),
        ("forward", OTHER, "role"),
        ("withdraw", COMMUNE, "turn"),
        ("withdraw", OTHER, "role"),
    ],
)
def test_nobody_acts_out_of_turn_or_out_of_their_units_r21_r45(at: At, act: str, unit: str, why: str) -> None:
    number = at.file()
    at.name(number)
    with pytest.raises(nominations.NotTheirs) as error:
        at.move(number, act, unit)
    assert (error.value.why, at.row(number)["state"]) == (why, "draft")


def test_the_level_above_may_act_when_a_file_has_lain_too_long_and_ad_hoc_ones_sooner_r30(at: At) -> None:
    late = []
    for kind in ("ad-hoc", "overall"):
        number = at.file(kind=kind)
        at.name(number)
        at.now = TODAY + timedelta(days=lanes.lanes()["ad-hoc"].above_after, hours=1)
        try:
            at.move(number, "forward", COMMUNE)
            late.append(kind)
        except nominations.NotTheirs:
            pass
        at.now = TODAY
    assert late == ["ad-hoc"]


def test_who_is_nominated_does_not_pass_the_file_on_above_their_unit(at: At) -> None:
    number = at.file()
    at.name(number, "Lê Thị -K", person_ref=at.people[COMMUNE])
    at.up(number, GRASS)
    with pytest.raises(nominations.NotTheirs) as error:
        at.move(number, "forward", COMMUNE)
    assert error.value.why == "own"
    at.move(number, "to-council", PROVINCE)


def test_a_return_needs_a_reason_and_leads_home(at: At) -> None:
    number = at.file()
    at.name(number)
    at.up(number, GRASS, COMMUNE)
    with pytest.raises(nominations.NoReason):
        at.move(number, "return", PROVINCE, "  ")
    assert at.move(number, "return", PROVINCE, "Thiếu bài") == "returned"
    assert at.row(number)["desk_unit_id"] == at.room.unit(GRASS)
    assert at.move(number, "forward", GRASS) == "sent"


def test_an_empty_file_goes_nowhere(at: At) -> None:
    number = at.file()
    with pytest.raises(nominations.NobodyNamed):
        at.move(number, "forward", GRASS)


@pytest.mark.parametrize(
    ("unit", "kind", "authority"),
    [
        (OTHER, "overall", "ldld-tinh"),
        (GRASS, "none", "ldld-tinh"),
        (GRASS, "overall", "x"),
        (GRASS, "overall", "tld "),
    ],
)
def test_a_forged_file_is_not_opened_r21(at: At, unit: str, kind: str, authority: str) -> None:
    said: dict[str, Any] = {"movement_id": 1, "year": 2026, "unit_id": at.room.unit(unit)}
    with pytest.raises((nominations.NotTheirs, nomination_opening.NotOffered)):
        nomination_opening.open_file(at.db, **said, kind=kind, authority=authority, **at.by(GRASS))


def test_a_unit_asks_only_authorities_at_its_level_or_above(at: At) -> None:
    found = {
        unit: [each.code for each in nomination_opening.authorities(at.db, at.room.unit(unit), DAY)]
        for unit in (GRASS, COMMUNE, PROVINCE)
    }
    every = ["tld", "ubnd-tinh", "ldld-tinh", "cap-tren", "cdcs"]
    assert found == {GRASS: every, COMMUNE: every[:4], PROVINCE: every[:3]}


@pytest.mark.parametrize(
    ("unit", "authority", "way"),
    [
        ("cdcs-may-thien-ha", "cap-tren", ["cd-xa-yen-khanh"]),
        ("cdcs-den-song", "cap-tren", ["kcn-song-dao"]),  # a sector union or one of industrial zones stands there too
        ("cdcs-mam-non-may-trang", "cap-tren", ["cum-truong-hoc-2", "nb"]),  # a group awards nothing
        ("cdcs-den-song", "ldld-tinh", ["kcn-song-dao", "nb"]),
        ("kcn-song-dao", "cap-tren", []),
    ],
)
def test_directly_above_the_grassroots_stands_the_type_the_tree_has_r29(
    at: At, unit: str, authority: str, way: list[str]
) -> None:
    here = at.room.unit(unit)
    found, row = [], {"authority": authority}
    while nominations.onward(at.db, row, here, DAY) == "forward":
        above = levels.above(at.db, here, DAY)
        assert above is not None
        found.append(here := above)
    assert found == [at.room.unit(each) for each in way]


# --- subjects -------------------------------------------------------------------------------------------------------------


def test_a_subject_stands_in_a_file_once_for_an_award(at: At) -> None:
    number = at.file()
    first = at.name(number)
    with pytest.raises(nominees.Twice):
        at.name(number, "trần văn  HẢI")
    nominees.leave_out(at.db, first, "Xin để sang năm", **at.by(GRASS))
    assert at.name(number) == first
    assert [each["state"] for each in nominees.of_file(at.db, number)] == ["proposed"]


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"award": "co-ldld"}, nominees.Unfit),  # a flag is for collectives
        ({"award": "bk-tld"}, nominees.Unfit),  # another authority's
        ({"award": "none"}, nominees.Unfit),
        ({"unit_id": 9_999_999}, nominees.Unfit),
    ],
)
def test_what_does_not_fit_is_refused(at: At, more: dict[str, Any], error: type[Exception]) -> None:
    number = at.file()
    with pytest.raises(error):
        at.name(number, **more)


def test_a_unit_of_others_is_not_named(at: At) -> None:
    number = at.file()
    with pytest.raises(nominations.NotTheirs):
        at.name(number, unit_id=at.room.unit(OTHER))


def test_a_dissolved_unit_is_not_nominated_its_successor_is_named_r53(at: At) -> None:
    number = opened(at.db, at.room, at.people[PROVINCE], unit=PROVINCE)
    ended = at.room.unit("h-yen-khanh")
    new = Subject(ended, "-", "bk-ldld", collective=True, subject_unit_id=ended)
    with pytest.raises(nominees.Ended) as error:
        nominees.add(at.db, number, new, **at.by(PROVINCE))
    assert error.value.heirs == (at.room.unit(PROVINCE),)


def test_only_approved_reports_within_reach_stand_behind_a_subject_r50(at: At) -> None:
    one = at.name(at.file())
    nominees.link(at.db, one, [1], **at.by(GRASS))
    with pytest.raises(nominations.NotTheirs):
        nominees.link(at.db, one, [1, 999], **at.by(GRASS))
    at.db.execute(update(of(NomineeReport)).values(report_id=1))
    for values in ({"state": "received"}, {"unit_id": at.room.unit(OTHER)}):
        two = at.name(at.file(), "Lê Văn Hai")
        with at.db.begin_nested() as inner:
            at.db.execute(update(of(Report)).values(**values))
            with pytest.raises(nominations.NotTheirs):
                nominees.link(at.db, two, [1], **at.by(GRASS))
            inner.rollback()
    assert [code for _, code in nomination_reading.linked(at.db, one)] == ["SK-2026-0001"]


def test_details_are_sealed_and_asked_once_r64(at: At) -> None:
    one = at.name(at.file(), "Trần Thị Kín")
    nominees.describe(at.db, one, details={"birth_date": "1985-03-15", "home": "Phát Diệm"}, **at.by(GRASS))
    raw = at.db.exec_driver_sql(f"select details from nominee where id = {one}").scalar()  # noqa: S608 - our own number
    assert isinstance(raw, bytes)
    assert b"Ph" not in raw
    two = at.name(at.file(kind="ad-hoc"), "Trần Thị Kín")
    row = nominees.one(at.db, two)
    assert row is not None
    assert row["details"] == {"birth_date": "1985-03-15", "home": "Phát Diệm"}
    assert nominees.lacking(row, "ad-hoc") == ["sex", "post"]


def test_direct_workers_stand_first_r33(at: At) -> None:
    number = at.file()
    at.name(number, "A Ba")
    at.name(number, "B Hai", on_site=True)
    assert [each["name"] for each in nominees.of_file(at.db, number)] == ["B Hai", "A Ba"]


def test_authors_of_approved_reports_are_offered_once_and_not_when_they_are_in(at: At) -> None:
    number = at.file()
    row = at.row(number)
    found = nomination_reading.candidates(at.db, row, at.people[GRASS], DAY)
    assert [(each.name, each.report_id) for each in found] == [("Trần Văn Hải", 1)]
    at.name(number, person_ref=found[0].person_id)
    assert nomination_reading.candidates(at.db, row, at.people[GRASS], DAY) == []
    assert nomination_reading.candidates(at.db, row, at.people[OTHER], DAY) == []


def test_the_list_has_ad_hoc_and_late_ones_first_and_nothing_of_others_r30(at: At) -> None:
    numbers = {kind: at.file(kind=kind) for kind in ("thematic", "overall", "ad-hoc")}
    late = at.file()
    at.db.execute(
        update(nominations.nomination)
        .where(nominations.nomination.c.id == late)
        .values(waits_since=TODAY - timedelta(days=9))
    )
    found = nomination_reading.listed(at.db, at.people[GRASS], TODAY, DAY)
    order = [numbers["ad-hoc"], late, numbers["overall"], numbers["thematic"]]
    assert [(each.id, each.mine, each.late) for each in found] == [(each, True, each == late) for each in order]
    assert nomination_reading.listed(at.db, at.people[OTHER], TODAY, DAY) == []
    assert nomination_reading.one(at.db, late, at.people[OTHER], DAY) is None


# --- the year's close -----------------------------------------------------------------------------------------------------


def close(at: At, kind: str = "overall") -> int:
    of_ = year_close.Set("kh24-2023", 2026, kind, at.room.unit(PROVINCE))
    return year_close.make(at.db, of_, **at.by(PROVINCE))


def test_a_closed_file_goes_its_way_unchanged_and_a_late_one_to_the_next_year_r28(at: At) -> None:
    held, late = at.file(), at.file()
    one = at.name(held)
    at.name(late)
    at.up(held, GRASS, COMMUNE)
    at.up(late, GRASS)
    number = close(at)
    assert (at.row(held)["close_id"], at.row(late)["close_id"]) == (number, None)
    refused: list[Any] = [
        lambda: nominees.describe(at.db, one, merits="Khác rồi", **at.by(PROVINCE)),
        lambda: nominees.leave_out(at.db, one, "Không cần nữa", **at.by(PROVINCE)),
        lambda: at.move(held, "return", PROVINCE, "Thiếu bài"),
        lambda: at.move(held, "withdraw", GRASS),
    ]
    for act in refused:
        with pytest.raises(nominations.Closed):
            act()
    assert [at.move(held, act, PROVINCE) for act in ("to-council", "decide")] == ["council", "decided"]
    assert at.row(held)["year"] == 2026
    at.move(late, "forward", COMMUNE)
    assert (at.row(late)["year"], at.row(late)["state"]) == (2027, "sent")
    assert at.row(at.file())["year"] == 2027
    assert at.row(at.file(kind="ad-hoc"))["year"] == 2026


def test_the_copy_of_a_close_is_what_its_digest_says_and_holds_no_sealed_word_r28_r64(at: At) -> None:
    number = at.file()
    one = at.name(number)
    nominees.link(at.db, one, [1], **at.by(GRASS))
    nominees.describe(at.db, one, details={"home": "Phát Diệm"}, **at.by(GRASS))
    at.up(number, GRASS, COMMUNE)
    close(at)
    kept = at.db.execute(of(YearClose).select()).one()
    assert year_close.digest_of(kept.content) == kept.digest
    (file,) = kept.content["files"]
    assert (file["code"], [each["reports"] for each in file["subjects"]]) == (
        at.row(number)["code"],
        [["SK-2026-0001"]],
    )
    assert "Phát Diệm" not in str(kept.content)
    with pytest.raises(year_close.AlreadyClosed):
        close(at)


@pytest.mark.parametrize(("unit", "kind"), [(GRASS, "overall"), (OTHER, "overall"), (PROVINCE, "ad-hoc")])
def test_nobody_else_closes_and_the_ad_hoc_lane_never_r28_r30(at: At, unit: str, kind: str) -> None:
    of_ = year_close.Set("kh24-2023", 2026, kind, at.room.unit(PROVINCE))
    with pytest.raises(year_close.NotTheirs):
        year_close.make(at.db, of_, **at.by(unit))


# --- what deadlines take from it ------------------------------------------------------------------------------------------


def due(at: At, duty: str, **more: Any) -> Due:
    said: dict[str, Any] = {"movement": "kh24-2023", "year": 2026, "level": "", "award": "", **more}
    new = Due(id=0, unit_id=at.room.unit(PROVINCE), unit_type="cdcs", duty=duty, due=date(2026, 12, 20), **said)
    number = deadlines.add(at.db, new, who=None, now=TODAY)
    found = deadlines.one(at.db, number)
    assert found is not None
    return found


def owes(at: At, each: Due) -> bool:
    return at.room.unit(GRASS) in deadlines.owing(at.db, [each], DAY)[each.id]


def test_a_sent_file_is_done_and_a_withdrawn_one_is_owed_again_r26(at: At) -> None:
    each = due(at, "nominate")
    number = at.file()
    at.name(number)
    seen = [owes(at, each)]
    for act in ("forward", "withdraw"):
        at.move(number, act, GRASS)
        seen.append(owes(at, each))
    assert seen == [True, False, True]
    deadlines.mark(at.db, each.id, at.room.unit(GRASS), who=at.people[GRASS], now=TODAY)
    assert owes(at, each) is False


@pytest.mark.parametrize(
    ("more", "done"),
    [
        ({}, True),
        ({"award": "overall"}, True),
        ({"award": "thematic"}, False),
        ({"level": "province"}, True),
        ({"level": "base-above"}, True),
        ({"level": "confederation"}, False),
        ({"level": "government"}, False),
        ({"year": 2027, "award": ""}, False),
    ],
)
def test_a_file_does_only_what_its_year_kind_and_place_say_r26(at: At, more: dict[str, Any], *, done: bool) -> None:
    each = due(at, "nominate", **more)
    number = at.file()
    at.name(number)
    at.up(number, GRASS)
    assert owes(at, each) is not done


@pytest.mark.parametrize(
    ("state", "award", "done"),
    [("standing", "", True), ("withdrawn", "", False), ("standing", "overall", True), ("standing", "thematic", False)],
)
def test_a_standing_registration_is_done_r26(at: At, state: str, award: str, *, done: bool) -> None:
    each = due(at, "register", award=award)
    row = {"movement": "kh24-2023", "year": 2026, "unit_id": at.room.unit(GRASS), "name": "A", "subject_key": "x"}
    row |= {"state": state, "person_id": at.people[GRASS], "at": TODAY}
    row |= {"collective": False, "author_class": "", "award": "gk-cdcs" if award != "thematic" else "none"}
    at.db.execute(insert(of(Registration)), row)
    assert owes(at, each) is not done


def test_a_role_that_ended_does_nothing_more(at: At) -> None:
    number = at.file()
    at.name(number)
    (grant,) = grants.held_now(at.db, at.people[GRASS])
    grants.end(at.db, grant, by=None, now=TODAY)
    with pytest.raises(nominations.NotTheirs):
        at.move(number, "forward", GRASS)
    assert at.move(number, "forward", COMMUNE) == "sent"  # the nearest above answers for it


def test_nothing_of_the_module_is_left_behind(house: tuple[Room, dict[str, int]]) -> None:
    """Each test above rolls back: one that did not would change what the others see."""
    room, _ = house
    assert [room.rows(each) for each in (NominationHistory, Nominee, YearClose)] == [[], [], []]
    assert room.rows(Unit, code="none") == []
