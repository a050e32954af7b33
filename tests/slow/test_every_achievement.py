"""All twelve sample achievements and the five hard cases go in through Telegram and through the web chat, with photos."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from handlers.rehearsal import Actor, achievements
from handlers.texts import Texts
from storage import album, movement, register
from storage.media import LocalMedia
from storage.store import Store
from storage.tables import Report, UnitName, of
from storage.vault import VAULT
from tests.doors import Running, TelegramDoor, WebDoor, perform
from tests.standin_telegram import TOKEN, StandIn

ALL = achievements()
CODE = re.compile(r"\b(SK|MH)-\d{4}-\d{4}\b")


@pytest.fixture(scope="module")
def names() -> dict[str, str]:
    """The last name of each unit of the starter: what a member types."""
    spans = register.read(Path("storage/starter/units.csv").read_bytes()).spans
    return {span.code: span.name for span in spans}


@pytest.fixture(scope="module")
def server() -> Iterator[StandIn]:
    with StandIn() as standing:
        yield standing


@pytest.fixture(scope="module")
def running(server: StandIn, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with Running(tmp_path_factory.mktemp("province"), TELEGRAM_TOKEN=TOKEN, TELEGRAM_API_URL=server.url) as program:
        yield program


def actor(achievement: dict[str, Any], names: dict[str, str]) -> Actor:
    return Actor(Texts(), movement.starter(), achievement, names[achievement["unit"]])


def test_seventeen_members_on_telegram_at_once(running: Running, server: StandIn, names: dict[str, str]) -> None:
    def play(number: int) -> str:
        return perform(actor(ALL[number], names), TelegramDoor(server, 5000 + number))

    with ThreadPoolExecutor(len(ALL)) as members:
        receipts = list(members.map(play, range(len(ALL))))
    codes = [CODE.search(receipt) for receipt in receipts]
    assert all(codes)
    assert len({code.group() for code in codes if code}) == len(ALL)


def test_the_same_through_the_web(running: Running, names: dict[str, str]) -> None:
    for achievement in ALL:
        door = WebDoor(running.url)
        assert CODE.search(perform(actor(achievement, names), door))
        door.client.close()


def test_each_pair_of_reports_is_the_same_report(running: Running) -> None:
    """Whichever door it came through: the same columns, and every photo's file is there."""
    running.stop()
    VAULT.unlock((running.folder / "secret.key").read_bytes())
    store = Store(running.folder / "baocong.db")
    media = LocalMedia(running.folder / "media")
    table = of(Report)
    own = {"id", "code", "person_id", "sent_at", "changed_at", "waits_since", "search_key"}
    with store.read() as db:
        rows = [dict(row) for row in db.execute(select(table).order_by(table.c.id)).mappings()]
        assert len(rows) == 2 * len(ALL)
        assert db.execute(select(func.count()).select_from(of(UnitName))).scalar_one() > 0
        by_title: dict[str, list[dict[str, Any]]] = {}
        for row in rows:
            by_title.setdefault(row["title"], []).append(
                {name: value for name, value in row.items() if name not in own}
            )
            for photo in album.of_report(db, row["id"]):
                assert media.get(photo["clean_key"]).startswith(b"\xff\xd8")
                assert media.get(photo["thumb_key"]).startswith(b"\xff\xd8")
    assert all(len(pair) == 2 and pair[0] == pair[1] for pair in by_title.values())
    store.close()
