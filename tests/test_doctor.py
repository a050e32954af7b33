"""`./run doctor` names every trouble there may be, says what to do about it, and changes nothing."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, text, update

from bot.app import open_house
from bot.doctor import Finding, examine, report
from bot.settings import Settings
from storage.folder import DataFolder
from storage.media import LocalMedia, key_of
from storage.migrations import HEAD
from storage.store import Store
from storage.tables import Inbox, Outbox, Photo, of
from storage.vault import VAULT, WrongKey, new_key
from tests.standin_telegram import TOKEN, StandIn
from tests.standing import KEY, prepare, settings_for

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
CLEAN, THUMB = b"a clean copy", b"a thumbnail"


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    """As a start and a stop leave it, with one photo and one message."""
    prepare(tmp_path)
    made = DataFolder(tmp_path)
    made.make()
    media = LocalMedia(made.media)
    for data in (CLEAN, THUMB):
        media.put(key_of(data), data)
    change(
        made,
        insert(of(Photo)).values(
            channel="web",
            ref="r",
            state="ready",
            tries=0,
            clean_key=key_of(CLEAN),
            thumb_key=key_of(THUMB),
            received_at=NOW,
        ),
        insert(of(Outbox)).values(
            key="k", channel="web", address="w", kind="reply", body={}, state="sent", due_at=NOW, tries=0
        ),
    )
    return made


def change(folder: DataFolder, *statements: Any) -> None:
    VAULT.unlock(KEY)
    store = Store(folder.database)
    with store.write() as db:
        for statement in statements:
            db.execute(statement)
    store.close()


def all_files(folder: DataFolder) -> dict[str, bytes]:
    beside = ("-shm", "-wal", "lock")
    return {
        f"{path}": path.read_bytes()
        for path in sorted(folder.root.rglob("*"))
        if path.is_file() and not path.name.endswith(beside)
    }


def troubles(folder: DataFolder, **more: Any) -> dict[str, Finding]:
    found = examine(settings_for(folder.root, None, **more))
    return {each.what: each for each in found if each.state != "ok"}


QUIET = {"process", "telegram"}  # nothing runs, and no token is set: worth a note


def test_a_well_house_has_nothing_to_mend(folder: DataFolder) -> None:
    before = all_files(folder)
    found = examine(settings_for(folder.root))
    assert {each.what for each in found if each.state != "ok"} == QUIET
    assert [each.what for each in found] == [
        *("settings", "process", "sqlite", "key", "database", "units", "inbox", "outbox", "photos"),
        *("media", "disk", "fonts", "web chat", "telegram"),
    ]
    assert report(found).endswith("UTC: all well")
    assert all_files(folder) == before


def key_lost(folder: DataFolder) -> None:
    folder.key.unlink()


def key_changed(folder: DataFolder) -> None:
    folder.key.write_bytes(new_key())


def key_spoilt(folder: DataFolder) -> None:
    folder.key.write_bytes(b"not a key")


def database_spoilt(folder: DataFolder) -> None:
    folder.database.write_bytes(b"SQLite?" * 1000)


def database_damaged(folder: DataFolder) -> None:
    data = bytearray(folder.database.read_bytes())
    for page in range(5, len(data) // 4096):
        data[page * 4096 : page * 4096 + 200] = b"\xff" * 200
    folder.database.write_bytes(data)


def newer_release(folder: DataFolder) -> None:
    change(folder, text("UPDATE alembic_version SET version_num = '9999'"))


def older_release(folder: DataFolder) -> None:
    change(folder, text("UPDATE alembic_version SET version_num = '0000'"))


def no_units(folder: DataFolder) -> None:
    store = Store(folder.database)
    with store.unchecked() as db:
        db.execute(text("DELETE FROM unit"))
    store.close()


def letter(state: str, error: str | None) -> Callable[[DataFolder], None]:
    values = {"channel": "telegram", "update_id": "1", "raw": "{}", "state": state, "error": error, "received_at": NOW}
    return lambda folder: change(folder, insert(of(Inbox)).values(**values))


def outgoing(state: str) -> Callable[[DataFolder], None]:
    return lambda folder: change(folder, update(of(Outbox)).values(state=state))


def picture(state: str) -> Callable[[DataFolder], None]:
    return lambda folder: change(folder, update(of(Photo)).values(state=state))


def photo_gone(folder: DataFolder) -> None:
    LocalMedia(folder.media).delete(key_of(CLEAN))


def media_gone(folder: DataFolder) -> None:
    change(folder, text("DELETE FROM photo"))
    shutil.rmtree(folder.media)


def spooled(kind: str) -> Callable[[DataFolder], None]:
    def put(folder: DataFolder) -> None:
        for number in range(3):
            (folder.spool / f"{number}.{kind}").write_bytes(b"x")

    return put


TROUBLES: list[tuple[Callable[[DataFolder], Any], str, str, str]] = [
    (key_lost, "key", "bad", "Put it back from your backup"),
    (key_changed, "key", "bad", "Put back the one that belongs to it"),
    (key_spoilt, "key", "bad", "Put back the one that belongs to it"),
    (database_spoilt, "database", "bad", "restore it from your backup"),
    (database_damaged, "database", "bad", "restore it from your backup"),
    (newer_release, "schema", "bad", "made by a newer release"),
    (older_release, "schema", "note", f"the next start brings it to {HEAD}"),
    (no_units, "units", "bad", "0 units"),
    (letter("new", None), "inbox", "note", "1 messages wait"),
    (letter("dead", "Poison at x.py:1"), "dead letter", "bad", "1: telegram, 2026-11-22 09:30 UTC, Poison at x.py:1."),
    (letter("dead", "Poison at x.py:1"), "dead letter", "bad", "./run replay 1"),
    (outgoing("unconfirmed"), "outbox", "note", "unconfirmed 1"),
    (outgoing("rejected"), "outbox", "note", "rejected 1"),
    (picture("pending"), "photos", "note", "1 still to be fetched"),
    (picture("lost"), "photos", "note", "1 lost"),
    (photo_gone, "media", "bad", "1 missing; restore the media"),
    (media_gone, "media", "bad", "not there"),
    (spooled("json"), "spool", "note", "3 payloads"),
    (spooled("unreadable"), "spool", "bad", "3 payloads"),
]


@pytest.mark.parametrize(("happens", "what", "state", "says"), TROUBLES)
def test_each_trouble_is_named_with_what_to_do(
    folder: DataFolder, happens: Callable[[DataFolder], Any], what: str, state: str, says: str
) -> None:
    happens(folder)
    before = all_files(folder)
    found = troubles(folder)
    assert found[what].state == state
    assert says in found[what].says
    assert set(found) - QUIET <= {what, "media"}  # one trouble does not hide behind others, nor stop the other checks
    assert all_files(folder) == before


def test_where_nothing_was_started_there_is_nothing_to_mend(tmp_path: Path) -> None:
    found = examine(settings_for(tmp_path / "not yet"))
    assert [each for each in found if each.state == "bad"] == []
    assert not (tmp_path / "not yet").exists()


def test_what_a_kill_left_can_be_examined(folder: DataFolder, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Commits that stand only in the journal are seen; so is a database copied with its journal, as a backup would."""
    store = Store(folder.database)
    with store.write() as db:
        db.execute(update(of(Outbox)).values(state="rejected"))
    copy = DataFolder(tmp_path_factory.mktemp("copy") / "data")
    shutil.copytree(folder.root, copy.root)
    store.close()
    for suffix in ("", "-shm"):
        if suffix:
            copy.database.with_name(copy.database.name + suffix).unlink()
        assert troubles(copy)["outbox"].says == "rejected 1"


@pytest.fixture
def server() -> Iterator[StandIn]:
    with StandIn() as standin:
        yield standin


def test_telegram_reached_refused_and_not_reached(folder: DataFolder, server: StandIn) -> None:
    def line(**more: Any) -> tuple[str, str]:
        settings = settings_for(folder.root, server, **more)
        [found] = [each for each in examine(settings) if each.what == "telegram"]
        assert TOKEN not in found.says
        return found.state, found.says

    assert line() == ("ok", "@baocong_bot, polling")
    assert line(telegram_token="1:wrong") == (
        "bad",
        "Telegram refuses the token: check BAOCONG_TELEGRAM_TOKEN.",
    )
    server.fail("getMe", "bad json")
    assert line()[0] == "bad"
    server.fail("getMe", "500 before")
    assert line() == ("bad", "Telegram has trouble of its own (500): we go on trying.")
    assert "not reachable" in line(telegram_api_url="http://127.0.0.1:1")[1]


def test_a_start_refuses_what_doctor_calls_bad_about_the_key(folder: DataFolder) -> None:
    """A new key beside an old database would lock its words away for good."""
    for happens in (key_lost, key_changed):
        happens(folder)
        with pytest.raises(WrongKey):
            asyncio.run(open_house(Settings(data_dir=folder.root, demo=False)))
        assert folder.key.exists() == (happens is key_changed)
        folder.lock()  # and nothing is left locked
        folder.unlock()
