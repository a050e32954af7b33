"""What is foreseen is what the ticks then do, and the table of `./run due` says it in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import insert, select, update

from handlers import foresight
from handlers.foresight import NOBODY, Foreseen, foresee
from handlers.foresight_table import table
from storage import deadlines, grants
from storage.tables import Draft, Reminder, Unit, of
from tests.reminding import LONG_AGO, Town, local
from tests.talk import TEXTS, ZONE

SINCE, UNTIL = "2026-11-13 08:00", "2026-11-28 08:00"
ALONE = (foresight.of_deadlines, foresight.of_drafts)


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    town = Town(tmp_path)
    town.person("Nguyễn An", "a", "b", hour="17:30")
    town.person("Lê Ba", "c1", role="standing", mute_deadline="yes")
    yield town
    town.store.close()


def foreseen(town: Town, since: str = SINCE, until: str = UNTIL, now: str = "") -> list[Foreseen]:
    with town.store.read() as db:
        at = local(now) if now else None
        return foresee(db, local(since), local(until), ZONE, now=at, planners=ALONE)


def told(town: Town, found: list[Foreseen]) -> list[tuple[str, str, str, str]]:
    """(at, who, step, units) of what would go out."""
    return sorted(
        (
            f"{each.at.astimezone(ZONE):%Y-%m-%d %H:%M}",
            each.name,
            f"{each.step}:1" if each.step == "moved" else each.step,
            " ".join(sorted(town.codes[unit] for unit in each.unit_ids)),
        )
        for each in found
        if each.state == "queued" and each.person
    )


def test_the_ticks_do_what_was_foreseen_and_enter_the_same(town: Town) -> None:
    town.deadline("2026-11-20", leads=(14, 7, 5, 1, 0), overdue=(1, 7), above_after=3)
    town.deadline("2026-11-22", unit_type="", level="province", leads=(2, 0), above_after=1)
    moved = town.deadline("2026-11-17", unit="c1", unit_type="commune", leads=(7,), overdue=(2,))
    town.tick("2026-11-10 17:30")
    town.change(moved, due=date(2026, 11, 24))
    found = foreseen(town)
    minutes = int((local(UNTIL) - local(SINCE)).total_seconds() // 60)
    every = (local(SINCE) + timedelta(minutes=each) for each in range(0, minutes + 1, 30))
    said = town.tick(*(f"{each:%Y-%m-%d %H:%M}" for each in every if each.hour in (7, 8, 17)))
    assert told(town, found) == sorted(tuple(each) for each in said)
    assert {"lead:0", "overdue:7", "above:1", "moved:1"} <= {step for _, _, step, _ in told(town, found)}
    entered = {
        (row["person_id"], row["state"], row["slot"].partition("/")[2].partition(":")[0])
        for row in town.ledger()
        if row["at"] >= local(SINCE)
    }
    assert entered == {(each.person, each.state, each.step.partition(":")[0]) for each in found if each.person}


Line = tuple[str, str, str, str, str]  # at, who, state, step, unit


def as_ticked(town: Town) -> list[Line]:
    """What is foreseen, and is entered just so by ticks at every hour at which something may happen."""
    found = sorted(
        (
            f"{each.at.astimezone(ZONE):%m-%d %H:%M}",
            each.name,
            each.state,
            each.step.partition(":")[0],
            town.codes[unit],
        )
        for each in foreseen(town)
        for unit in each.unit_ids
        if each.person
    )
    before = len(town.ledger())
    hours = (local(SINCE) + timedelta(hours=each) for each in range(15 * 24 + 1))
    town.tick(*(f"{each:%Y-%m-%d %H:%M}" for each in hours if each.hour in (7, 8, 18)))
    entered = [
        (
            f"{row['at'].astimezone(ZONE):%m-%d %H:%M}",
            town.names[row["person_id"]],
            row["state"],
            town._step(row).partition(":")[0],
            town._unit(row),
        )
        for row in town.ledger()[before:]
    ]
    assert sorted(entered) == found
    return found


def role(town: Town, name: str, unit: str, since: str, until: str = "") -> None:
    last = date.fromisoformat(until) if until else None
    with town.store.write() as db:
        place, begins = town.units[unit], date.fromisoformat(since)
        grants.grant(db, town.people[name], "reviewer", place, since=begins, until=last, by=None, now=LONG_AGO)


def test_a_role_that_begins_or_ends_inside_the_span_is_foreseen(town: Town) -> None:
    town.deadline("2026-11-21", unit="c2", leads=(7, 1))
    for name in ("Trần Năm", "Vũ Sáu"):
        town.person(name)
    role(town, "Trần Năm", "d", "2026-11-16", "2026-11-18")
    role(town, "Vũ Sáu", "c2", "2026-11-19")
    assert as_ticked(town) == [
        ("11-16 07:00", "Trần Năm", "queued", "lead", "d"),
        ("11-19 07:00", "Vũ Sáu", "queued", "lead", "d"),
        ("11-20 08:00", "Vũ Sáu", "queued", "lead", "d"),
    ]


def test_a_unit_that_ends_inside_the_span_is_foreseen(town: Town) -> None:
    town.deadline("2026-11-24", leads=(7, 1))
    town.end_roles("Nguyễn An")
    with town.store.write() as db:
        db.execute(update(of(Unit)).where(of(Unit).c.code == "b").values(ended=date(2026, 11, 20)))
    assert [(at, unit) for at, *_, unit in as_ticked(town)] == [
        *(("11-17 08:00", unit) for unit in "abc"),
        *(("11-23 08:00", unit) for unit in "ac"),
    ]


SATURDAY, SUNDAY = "2026-11-21", "2026-11-22"  # nothing is said on the Sunday, and it is the sixtieth day


@pytest.mark.parametrize(("since", "states"), [(SATURDAY, ["skipped"]), (SUNDAY, [])])
def test_a_deadline_forgotten_inside_the_span_is_foreseen(town: Town, since: str, states: list[str]) -> None:
    """Sixty days after its last step nobody is asked any more who has heard of it."""
    town.deadline("2026-09-23", unit="c2", leads=(1,))
    town.person("Trần Năm")
    role(town, "Trần Năm", "d", since)
    assert [state for _, _, state, _, _ in as_ticked(town)] == states


@pytest.mark.parametrize(("since", "steps"), [(SATURDAY, ["moved"]), (SUNDAY, [])])
@pytest.mark.parametrize(("told", "holds"), [("2026-09-23", "2026-09-22"), ("2026-09-26", "")])
def test_a_date_forgotten_inside_the_span_is_foreseen(
    town: Town, told: str, holds: str, since: str, steps: list[str]
) -> None:
    """Who was told a date that does not hold comes back into the role: within sixty days they are told so."""
    due = town.deadline(told, unit="c2", leads=(7,))
    town.person("Trần Năm", "d")
    town.tick("2026-09-21 08:00")
    town.end_roles("Trần Năm")
    if holds:
        town.change(due, now="2026-09-21 09:00", due=date.fromisoformat(holds))
    else:
        town.withdraw(due, "2026-09-23 09:00")
    role(town, "Trần Năm", "d", since)
    assert [step for _, _, state, step, _ in as_ticked(town) if state == "queued"] == steps


def test_units_that_owe_and_have_nobody_are_shown(town: Town) -> None:
    due = town.deadline("2026-11-20", unit="c2", leads=(7,))
    assert [(each.person, each.state, each.units) for each in foreseen(town)] == [(NOBODY, "nobody", ("CĐ D",))]
    town.submits(due, "d")
    assert foreseen(town) == []


def test_what_lies_before_is_played_and_not_shown_as_late(town: Town) -> None:
    town.deadline("2026-11-20", unit="a", leads=(7, 3))
    since = "2026-11-16 08:00"
    assert [(each.step, each.state) for each in foreseen(town, since)] == [("lead:7", "queued"), ("lead:3", "queued")]
    assert [each.step for each in foreseen(town, since, now="2026-11-12 08:00")] == ["lead:3"]


def test_foreseeing_writes_nothing(town: Town) -> None:
    town.deadline("2026-11-20")
    foreseen(town)
    with town.store.read() as db:
        assert db.execute(select(of(Reminder))).first() is None


def test_examples_are_foreseen_as_if_adopted_and_marked(town: Town) -> None:
    due = town.deadline("2026-11-20", unit="a", leads=(7,))
    example = replace(due, id=0, level="province", state="example", example=True, leads=(3,))
    with town.store.write() as db:
        deadlines.add(db, example, who=None, now=LONG_AGO)
    found = foreseen(town)
    assert [(each.step, each.example) for each in found] == [("lead:7", False), ("lead:3", True)]
    assert [said.step for said in town.tick("2026-11-13 17:30", "2026-11-17 17:30")] == ["lead:7"]


def test_drafts_are_foreseen(town: Town) -> None:
    who = town.people["Nguyễn An"]
    rows = [
        {"person_id": who, "form": "report", "session": {}, "updated_at": local(at)}
        for at in ("2026-11-10 09:00", "2026-11-13 12:00")
    ]
    with town.store.write() as db:
        db.execute(insert(of(Draft)), rows)
    found = foreseen(town, until="2026-12-10 08:00")
    at = [f"{each.at.astimezone(ZONE):%m-%d %H:%M}" for each in found]
    assert (at, {each.kind for each in found}) == (["11-13 08:00", "11-27 08:00"], {"draft"})


TABLE = """\
Tin nhắc sẽ gửi từ 13/11/2026 08:00 đến 22/11/2026 08:00 (chưa gửi gì):

Thứ Sáu 13/11/2026
  08:00 · Nguyễn An (Cán bộ xét duyệt, CĐ A; Cán bộ xét duyệt, CĐ B) · nhắc trước 14 ngày, muộn, lẽ ra lúc 06/11/2026 17:30
    Nộp hồ sơ đề nghị khen thưởng năm 2026 (hạn 20/11/2026)
    đơn vị (2): CĐ A, CĐ B
  08:00 · Lê Ba (Thường trực thi đua, CĐ C1) · nhắc trước 7 ngày, người nhận đã tắt nhưng là phần việc phụ trách
    Nộp hồ sơ đề nghị khen thưởng năm 2026 (hạn 20/11/2026)
    đơn vị (1): CĐ C
    gộp vào tin này: nhắc trước 14 ngày
  08:00 · không có ai để nhắc · nhắc trước 7 ngày
    Nộp hồ sơ đề nghị khen thưởng năm 2026 (hạn 20/11/2026)
    đơn vị (1): CĐ D
    gộp vào tin này: nhắc trước 14 ngày
  17:30 · Nguyễn An (Cán bộ xét duyệt, CĐ A; Cán bộ xét duyệt, CĐ B) · nhắc trước 7 ngày
    Nộp hồ sơ đề nghị khen thưởng năm 2026 (hạn 20/11/2026)
    đơn vị (2): CĐ A, CĐ B

Thứ Bảy 21/11/2026
  08:00 · Lê Ba (Thường trực thi đua, CĐ C1) · báo cấp trên sau hạn 1 ngày, người nhận đã tắt nhưng là phần việc phụ trách
    Nộp hồ sơ đề nghị khen thưởng năm 2026 (hạn 20/11/2026)
    đơn vị (3): CĐ A, CĐ B, CĐ C"""


def said_in(town: Town, language: str, until: str) -> str:
    with town.store.read() as db:
        found = foresee(db, local(SINCE), local(until), ZONE, planners=ALONE)
    return table(partial(TEXTS.say, language), found, local(SINCE), local(until), ZONE)


def test_the_table(town: Town) -> None:
    town.deadline("2026-11-20", leads=(14, 7), above_after=1)
    assert said_in(town, "vi", "2026-11-22 08:00") == TABLE
    assert "7 days before" in said_in(town, "en", "2026-11-22 08:00")


def test_the_table_of_nothing(town: Town) -> None:
    assert said_in(town, "vi", UNTIL).endswith("\n\nKhông có tin nhắc nào.")


def test_the_table_names_eight_units_and_sets_examples_apart(town: Town) -> None:
    due = town.deadline("2026-11-20", unit_type="", leads=(7,))
    example = replace(due, id=0, level="province", state="example", example=True)
    with town.store.write() as db:
        deadlines.add(db, example, who=None, now=LONG_AGO)
    real, _, examples = said_in(town, "vi", UNTIL).partition(TEXTS.say("vi", "due-examples"))
    assert ("gửi LĐLĐ tỉnh" in real, "gửi LĐLĐ tỉnh" in examples) == (False, True)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"due": date(2026, 11, 30)}, "báo đổi hạn, trước đó đã báo 20/11/2026"),
        ({}, "báo hạn không còn áp dụng, trước đó đã báo 20/11/2026"),
    ],
)
def test_a_change_is_foreseen(town: Town, change: dict[str, date], why: str) -> None:
    due = town.deadline("2026-11-20", unit="a", leads=(10,))
    town.tick("2026-11-10 17:30")
    if change:
        town.change(due, now="2026-11-12 08:00", **change)
    else:
        town.withdraw(due, "2026-11-12 08:00")
    text = said_in(town, "vi", "2026-11-14 08:00")
    assert text.count(f"08:00 · Nguyễn An (Cán bộ xét duyệt, CĐ A; Cán bộ xét duyệt, CĐ B) · {why}") == 1
