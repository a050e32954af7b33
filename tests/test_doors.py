"""Achievement no. 1 goes in with two photos through every real door of the running program, and lies well-formed behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import select

from handlers.rehearsal import Actor, achievements
from handlers.texts import Texts
from storage import album, movement, report_reading, units
from storage.media import LocalMedia
from storage.store import Store
from storage.tables import Errand, Inbox, Outbox, Report, of
from storage.vault import VAULT
from tests.doors import Running, TelegramDoor, TerminalDoor, WebDoor, perform, poll
from tests.standin_telegram import TOKEN, StandIn

FIRST = achievements()[0]
CODE = re.compile(r"SK-\d{4}-\d{4}")


def actor(achievement: dict[str, Any] = FIRST) -> Actor:
    return Actor(Texts(), movement.starter(), achievement, "CĐCS Công ty CP Xây lắp Sông Vân [MẪU]")


@pytest.fixture(scope="module")
def server() -> Iterator[StandIn]:
    with StandIn() as standing:
        yield standing


@pytest.fixture(scope="module")
def running(server: StandIn, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("province")
    with Running(folder, TELEGRAM_TOKEN=TOKEN, TELEGRAM_API_URL=server.url) as program:
        yield program


def through_the_web(running: Running) -> str:
    """As a program would."""
    door = WebDoor(running.url)
    receipt = perform(actor(), door)
    door.client.close()
    return receipt


def through_the_terminal(running: Running) -> str:
    """Beside the running program. The terminal says its first question by itself."""
    door, player = TerminalDoor(running), actor()
    receipt = perform(player, door, player.reply(*door.first))
    assert door.close() == 0
    return receipt


def test_through_three_doors_at_once(running: Running, server: StandIn) -> None:
    with ThreadPoolExecutor(3) as members:
        talks = (
            members.submit(through_the_web, running),
            members.submit(through_the_terminal, running),
            members.submit(perform, actor(), TelegramDoor(server, 4711)),
        )
        receipts = [talk.result() for talk in talks]
    codes = sorted(code for receipt in receipts for code in CODE.findall(receipt)[:1])
    assert [code[-4:] for code in codes] == ["0001", "0002", "0003"]


def test_what_lies_behind_the_doors(running: Running) -> None:
    """Three equal reports, whole: R7–R12, R41; their photos on disk without metadata (R9, R64); nothing left waiting."""
    VAULT.unlock((running.folder / "secret.key").read_bytes())
    store = Store(running.folder / "baocong.db")
    waited = next((None for _ in poll() if left_of(store) == []), "a word on their likeness follows the receipts")
    running.stop()
    assert (waited, left_of(store)) == (None, [])
    with store.read() as db:
        rows = [dict(row) for row in db.execute(select(of(Report)).order_by(of(Report).c.id)).mappings()]
        assert [row["code"][-4:] for row in rows] == ["0001", "0002", "0003"]
        for row in rows:
            answers = {name: row[name] for name in ("title", "before", "solution", "result", "place")}
            assert answers == {name: FIRST["answers"][name] for name in answers}
            assert (row["kind"], row["theme"], row["phase"]) == ("initiative", "III.1.c", "gd2")
            assert row["first_use"] == row["on_day"] == FIRST["on_day"]
            assert (row["recognition"], row["recognition_level"]) == ("recognised", "base")
            assert row["unit_id"] == units.by_code(db, "cdcs-song-van")
            assert [each["name"] for each in report_reading.authors_of(db, row["id"])] == [FIRST["submitter"]["name"]]
            assert {each["kind"]: each["value"] for each in report_reading.benefits_of(db, row["id"])} == {
                "labour": 4410,
                "money": 180_450_000,
            }
            assert report_reading.slogans_of(db, row["id"]) == FIRST["slogans"]
            photos = album.of_report(db, row["id"])
            assert [photo["tag"] for photo in photos] == ["before", "after"]
            assert [photo["caption"] for photo in photos] == [photo["caption"] for photo in FIRST["photos"]]
            media = LocalMedia(running.folder / "media")
            assert all(b"Exif" not in media.get(photo["clean_key"]) for photo in photos)
    store.close()


def left_of(store: Store) -> list[Any]:
    """The states of all that did not come to its end, seen at one moment."""
    ends = ((Inbox, "done"), (Errand, "done"), (Outbox, "sent"))
    with store.read() as db:
        return [
            state
            for table, end in ends
            for state in db.execute(select(of(table).c.state).where(of(table).c.state != end)).scalars()
        ]


def test_a_door_is_shut_to_a_second_program(running: Running, capfd: pytest.CaptureFixture[str]) -> None:
    """The data folder has one writer: the second start refuses and says why."""
    with Running(running.folder, WEB_PORT="0"):
        second = Running(running.folder, WEB_PORT="0")
        with pytest.raises(AssertionError):
            second.start()
        assert second._gone() == 1
    assert "Another Báo Công already works in" in capfd.readouterr().err
