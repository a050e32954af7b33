"""What the clock has written, with a whole house: explained beforehand, planned, entered, drawn (R25, R26, R27)."""

from __future__ import annotations

import asyncio
import io
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import Connection

from bot.app import House
from bot.commands import invite
from bot.demo_staff import appoint
from bot.due import explain
from bot.papers import Papers
from bot.rounds import ROUNDS, make, spread
from handlers import foresight
from handlers.rehearsal import staff
from handlers.words import Outgoing
from storage import broadcasts, deadlines, people, roles, units
from storage.tables import Deadline, Grant, Outbox, Reminder, of
from tests.standing import TEXTS, rows, settings_for, standing

REMINDERS, DIGESTS, _ = ROUNDS
FRIDAY = datetime(2026, 11, 13, 1, 0, tzinfo=UTC)  # 08:00 in Ninh Bình, a week before the example's last day


def with_house(folder: Path, work: Callable[[House], Awaitable[Any]]) -> Any:
    async def run() -> Any:
        async with standing(folder) as house:
            return await work(house)

    return asyncio.run(run())


def leave(db: Connection, now: datetime) -> None:
    """Everything that waits has gone out."""
    table = of(Outbox)
    db.execute(table.update().where(table.c.state == "due").values(state="sent", sent_at=now))


def reminded(house: House) -> list[tuple[int, str, str]]:
    found = rows(house, Reminder, "person_id", "subject", "slot", "state", "kind")
    return sorted(
        (who, subject, slot) for who, subject, slot, state, kind in found if (state, kind) == ("queued", "deadline")
    )


def test_staff_of_the_demo_are_appointed_once_and_the_examples_are_in_force(tmp_path: Path) -> None:
    async def work(house: House) -> None:
        codes = [await appoint(house), await appoint(house)]
        assert [len(code) for code in codes] == [8, 8]
        assert len(set(codes)) == 2
        assert rows(house, Grant, "role") == [each["role"] for each in staff()]
        assert set(rows(house, Deadline, "state", "example")) == {("standing", True)}

    with_house(tmp_path, work)


def test_in_a_provinces_own_house_examples_remind_nobody(tmp_path: Path) -> None:
    async def work(house: House) -> None:
        assert set(rows(house, Deadline, "state", "example")) == {("example", True)}
        assert await make(house, REMINDERS, FRIDAY) == 0
        assert rows(house, Reminder, "id") == []

    with_house(tmp_path, work)


def test_what_was_explained_is_what_goes_out_and_a_second_tick_adds_nothing_r25(tmp_path: Path) -> None:
    """For a week, morning after morning; the ledger and the explanation name the same people, units and days."""

    async def work(house: House) -> None:
        await appoint(house)
        until = FRIDAY + timedelta(days=7)
        with house.store.read() as db:
            foreseen = [
                each
                for each in foresight.foresee(db, FRIDAY, until, house.settings.zone, now=FRIDAY)
                if each.kind == "deadline" and each.state == "queued" and each.person and not each.example
            ]
        for day in range(8):
            at = FRIDAY + timedelta(days=day)
            queued = await make(house, REMINDERS, at)
            await house.writer.run(leave)
            assert await make(house, REMINDERS, at + timedelta(seconds=30)) == 0
            assert (queued > 0) == any(each.at == at for each in foreseen)
        told = Counter((who, subject.split("/")[0]) for who, subject, _ in reminded(house))
        expected: Counter[tuple[int, str]] = Counter()
        for each in foreseen:
            assert each.due is not None
            expected[each.person, f"deadline:{each.due.id}"] += len(each.units)
        assert told == expected
        assert len(told) > 10

    with_house(tmp_path, work)


def test_a_unit_that_handed_in_is_not_reminded_again_r25(tmp_path: Path) -> None:
    async def work(house: House) -> None:
        await appoint(house)
        await make(house, REMINDERS, FRIDAY)
        await house.writer.run(leave)
        with house.store.read() as db:
            unit = units.by_code(db, "cdcs-non-xanh")
            due = next(each.id for each in deadlines.standing(db) if (each.duty, each.due.day) == ("nominate", 20))
        assert unit is not None
        await house.writer.run(lambda db, now: deadlines.mark(db, due, unit, who=1, now=now))
        before = len(reminded(house))
        for day in range(1, 8):
            await make(house, REMINDERS, FRIDAY + timedelta(days=day))
            await house.writer.run(leave)
        later = reminded(house)
        assert len(later) > before
        assert [slot for _, subject, slot in later if subject == f"deadline:{due}/unit:{unit}"] == ["2026-11-20/lead:7"]

    with_house(tmp_path, work)


def test_due_explains_a_past_week_whatever_went_out_since(tmp_path: Path) -> None:
    """`./run due --at 2026-11-13T08:00 --days 8` says the same before and after the program ran on a later day."""
    settings = settings_for(tmp_path, demo=True)
    first = explain(settings, datetime(2026, 11, 13, 8, 0), 8, "vi")  # noqa: DTZ001  - as typed, in local time

    async def run() -> None:
        async with standing(settings.folder) as house:
            await make(house, REMINDERS, FRIDAY + timedelta(days=11))

    asyncio.run(run())
    assert explain(settings, datetime(2026, 11, 13, 8, 0), 8, "vi") == first  # noqa: DTZ001
    assert first.count("20/11/2026") > 20
    assert "Bạch Văn Thành" in first
    assert "Trước" not in explain(settings, FRIDAY, 1, "en")


def test_a_digest_goes_out_with_its_picture_r27(tmp_path: Path) -> None:
    async def work(house: House) -> None:
        monday = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
        await appoint(house, FRIDAY)
        report = await house.writer.run(_sent_report)
        assert await make(house, DIGESTS, monday) > 0
        assert await make(house, DIGESTS, monday + timedelta(minutes=5)) == 0
        bodies = [body for kind, body in rows(house, Outbox, "kind", "body") if kind == "digest"]
        message = Outgoing.from_json(bodies[0])
        assert any(option.token == f"go:xem:{report}" for option in message.options)
        drawn = await Papers(house.store, house.media, TEXTS)(message)
        [key] = drawn.photos
        picture = Image.open(io.BytesIO(house.media.get(key)))
        assert (key.rsplit(".")[-1], picture.width) == ("png", 1080)

    with_house(tmp_path, work)


def _sent_report(db: Any, now: datetime) -> int:
    """A report of somebody of Sông Vân, sent on the evening before."""
    from storage import register, reports

    who = people.meet(db, [("web", "member")], {}, now)["web", "member"].id
    unit = units.by_code(db, "cdcs-song-van")
    assert unit is not None
    people.join(db, who, name="Nguyễn Văn Thắng", author_class="worker", unit_id=unit, phone=None, now=now)
    movement = register.running(db)[0][0]
    sent_at = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
    filing = reports.Filing(
        "initiative", "SK", movement, unit, units.chain(db, unit, sent_at.date()), sent_at.date(), {"title": "Gá xoay"}
    )
    return reports.send(db, filing, who=who, now=sent_at, today=sent_at.date())[0]


def test_words_to_everybody_are_queued_in_pieces_until_none_is_left_r37_r39(tmp_path: Path) -> None:
    async def work(house: House) -> None:
        await appoint(house)
        monday = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
        with house.store.read() as db:
            nb = units.by_code(db, "nb")
        assert nb is not None
        await house.writer.run(lambda db, _: broadcasts.start(db, 1, nb, "Mời dự hội nghị.", monday))
        await spread(house, monday)
        await spread(house, monday)
        kinds = rows(house, Outbox, "kind")
        assert kinds.count("broadcast") == len(staff())  # to the one who says it, too

    with_house(tmp_path, work)


@pytest.mark.parametrize(
    ("role", "unit", "until", "text"),
    [
        ("reviewer", "cd-xa-yen-khanh", "", "Mã mời"),
        ("boss", "nb", "", TEXTS.say("vi", "invite-no-role", roles=", ".join(roles.ROLES))),
        ("leader", "nowhere", "", TEXTS.say("vi", "invite-no-unit")),
        ("leader", "nb", "2020-01-01", TEXTS.say("vi", "invite-past")),
    ],
)
def test_an_invitation_from_the_command_line_r21(tmp_path: Path, role: str, unit: str, until: str, text: str) -> None:
    async def work(house: House) -> None:
        answer = await invite(house, role, unit, until, language="vi")
        assert answer["say"].startswith(text)
        assert answer.get("failed", False) == (text != "Mã mời")

    with_house(tmp_path, work)
