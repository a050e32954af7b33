"""A province moves into another database: every row, once, and never two that both count. And the commands of it all."""

from __future__ import annotations

import asyncio
import shutil
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text, update

from bot import backups
from bot.app import open_house
from bot.doctor import examine, report
from bot.settings import BadSetting, Settings
from storage import handover, outbox
from storage.carrying import NotCarried, NotDone, Tally
from storage.filling import NotEmpty
from storage.folder import FolderInUse
from storage.handover import FROM, TO, HalfMade, Move, MovedAway, half_of
from storage.media import LocalMedia, key_of
from storage.moving import move, shown, undo
from storage.store import Store
from storage.tables import Audit, of
from storage.vault import VAULT, WrongKey
from tests.every_row import content, made
from tests.standin_telegram import StandIn
from tests.standing import AN, KEY, prepare, settings_for, standing, tell

PHOTO = b"a clean copy"
NOW = datetime(2026, 11, 28, 18, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def unlocked() -> None:
    VAULT.unlock(KEY)


@pytest.fixture(scope="module")
def stocked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    VAULT.unlock(KEY)
    path = tmp_path_factory.mktemp("stocked") / "a.db"
    made(path).close()
    return path


@pytest.fixture
def source(stocked: Path, tmp_path: Path) -> Store:
    """Three rows in every table."""
    shutil.copy(stocked, tmp_path / "a.db")
    return Store(tmp_path / "a.db")


def note_in(store: Store, name: str) -> Move | None:
    with store.read() as db:
        return handover.note(db, name)


def without_notes(found: dict[str, list[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    return {**found, "setting": [row for row in found["setting"] if row["name"] not in (TO, FROM)]}


# --- rows as they are carried ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ([[1, "a"], [2, "b"]], [[2, "b"], [1, "a"]], True),
        ([[1, "a"], [2, "b"]], [[1, "b"], [2, "a"]], False),
        ([[1, None]], [[1, ""]], False),
        ([[1, "1"]], [[1, 1]], False),
        ([[1, 1.0]], [[1, 1]], False),
        ([[1, "Thuỷ"]], [[1, "Thủy"]], False),
        ([[1, "a"]], [[1, "a"], [1, "a"]], False),
        ([[1, "a", "b"]], [[1, "a,b"]], False),
        ([], [[1]], False),
    ],
)
def test_a_hash_is_of_the_rows_and_not_of_their_order(one: list[Any], other: list[Any], *, same: bool) -> None:
    left, right = Tally(), Tally()
    for counted, some in ((left, one), (right, other)):
        for row in some:
            counted.add(row)
    assert ((left.rows, left.hash) == (right.rows, right.hash)) is same


@pytest.mark.parametrize(
    ("address", "said"),
    [
        (Path("/srv/a.db"), "/srv/a.db"),
        ("postgresql+psycopg://me:s3cret@db.example.vn:5433/baocong?sslmode=require", "db.example.vn:5433/baocong"),
        ("postgresql+psycopg://me:s3cret@/baocong?host=/run/pg&password=s3cret", "/baocong"),
    ],
)
def test_no_password_is_printed_or_kept(address: Path | str, said: str) -> None:
    assert (shown(address).endswith(said), "s3cret" in shown(address)) == (True, False)


# --- whole, or as before ------------------------------------------------------------------------------------------------------


def test_every_row_arrives_and_the_source_is_left_as_it_was_but_for_a_note(source: Store, tmp_path: Path) -> None:
    before = content(source)
    done = move(source, tmp_path / "b.db")
    target = Store(tmp_path / "b.db")
    arrived = content(target)
    target.close()
    assert without_notes(arrived) == without_notes(content(source)) == before
    assert done.rows == sum(map(len, before.values())) - 1  # the schema's version is no row of ours
    to = note_in(source, TO)
    assert to is not None
    assert (to.place, to.whole) == (str(tmp_path / "b.db"), True)
    assert [row["name"] for row in arrived["setting"]] == [FROM]
    with pytest.raises(MovedAway, match="was moved to"):
        move(source, tmp_path / "c.db")
    assert (undo(source), undo(source), content(source)) == (True, False, before)
    source.close()


def test_rows_without_their_parents_are_not_carried(source: Store, tmp_path: Path) -> None:
    with source.unchecked() as db:
        db.execute(text("DELETE FROM unit_event"))
    with pytest.raises(NotCarried, match="3 rows have lost"):
        move(source, tmp_path / "b.db")
    assert (note_in(source, TO), (tmp_path / "b.db").exists(), half_of(tmp_path / "b.db").exists()) == (
        None,
        False,
        False,
    )
    source.close()


def test_what_goes_wrong_before_the_end_leaves_all_as_it_was(source: Store, tmp_path: Path) -> None:
    (tmp_path / "full.db").write_bytes(b"")
    with pytest.raises(NotEmpty):
        move(source, tmp_path / "full.db")
    with pytest.raises(OSError, match="No space"):
        move(source, tmp_path / "b.db", no_space)
    assert (note_in(source, TO), (tmp_path / "b.db").exists()) == (None, False)
    source.close()


def no_space() -> None:
    raise OSError(28, "No space left on device")


def killed_before_the_end(source: Store, target: Path) -> None:
    with source.write() as db:
        handover.put_note(db, TO, Move("1", str(target)))
    half_of(target).write_bytes(b"half")


def killed_after_the_end(source: Store, target: Path) -> None:
    move(source, target)
    to = note_in(source, TO)
    assert to is not None
    with source.write() as db:
        handover.put_note(db, TO, replace(to, whole=False))


def test_a_move_that_was_killed_counts_nowhere_until_it_is_done_again(source: Store, tmp_path: Path) -> None:
    before = content(source)
    killed_before_the_end(source, tmp_path / "b.db")
    with pytest.raises(MovedAway, match="begun and not finished"), source.read() as db:
        handover.refuse_moved(db)
    with pytest.raises(MovedAway, match="begun and not finished"):
        move(source, tmp_path / "elsewhere.db")
    assert move(source, tmp_path / "b.db").rows == sum(map(len, before.values())) - 1
    to, target = note_in(source, TO), Store(tmp_path / "b.db")
    assert to is not None
    assert (to.whole, without_notes(content(target))) == (True, before)
    target.close()
    source.close()


def test_one_that_was_killed_after_its_end_is_compared_and_then_counts(source: Store, tmp_path: Path) -> None:
    """What has changed in the target since is no copy of the source."""
    killed_after_the_end(source, tmp_path / "b.db")
    target, note = Store(tmp_path / "b.db"), of(Audit).c.note
    with target.read() as db:
        kept = db.execute(select(note).where(of(Audit).c.id == 1)).scalar_one()
    for value, refusal in (("changed", True), (kept, False)):
        with target.write() as db:
            db.execute(update(of(Audit)).where(of(Audit).c.id == 1).values(note=value))
        with pytest.raises(NotCarried, match="Table audit") if refusal else nullcontext():
            move(source, tmp_path / "b.db")
    to = note_in(source, TO)
    assert to is not None
    assert to.whole
    target.close()
    source.close()


# --- the commands ---------------------------------------------------------------------------------------------------------------


def start(settings: Settings) -> None:
    async def begin() -> None:
        await (await open_house(settings)).close()

    asyncio.run(begin())


async def backed_up_beside(settings: Settings, server: StandIn, file: Path) -> str:
    """A member writes, a file lies in a sealed message, the program goes on running."""
    async with standing(settings.data_dir, server) as house:
        await tell(house, server, AN, "/start")
        house.media.put(key_of(PHOTO), PHOTO)
        told = {"key": "k", "channel": "telegram", "address": "1", "body": {"file": key_of(PHOTO)}, "due_at": NOW}
        await house.writer.run(lambda db, _: outbox.put(db, [{**told, "state": "sent"}]))
        with pytest.raises(FolderInUse):
            backups.move(settings, f"sqlite:///{file.parent}/c.db", "")
        return await asyncio.to_thread(backups.back_up, settings, file, with_key=False, verify=True)


def test_a_running_province_is_backed_up_brought_back_and_moved(tmp_path: Path) -> None:
    """As an operator would: each answer says what was done and what comes next."""
    here, there, file, moved = (tmp_path / name for name in ("here", "there", "b.tar", "moved.db"))
    settings, restored = settings_for(here), settings_for(there)
    with StandIn() as server:
        said = asyncio.run(backed_up_beside(settings, server, file))
    assert ("read back and whole" in said, f"keep a copy of {here / 'secret.key'}" in said) == (True, True)
    assert f"{file} is whole" in backups.check(file)
    with pytest.raises(WrongKey, match=f"Put your copy of it to {there / 'secret.key'}"):
        backups.bring_back(restored, file, deep=False)
    shutil.copy(here / "secret.key", there)
    said = backups.bring_back(restored, file, deep=True)
    assert ("1 messages were on their way" in said, "Every promise holds." in said) == (True, True)
    assert LocalMedia(there / "media").get(key_of(PHOTO)) == PHOTO
    with pytest.raises(NotEmpty):
        backups.bring_back(restored, file, deep=False)
    said = backups.move(restored, f"sqlite:///{moved}", f"file://{tmp_path}/moved")
    assert f"BAOCONG_DATABASE_URL=sqlite:///{moved}\nBAOCONG_MEDIA_URL=file://{tmp_path}/moved" in said
    assert LocalMedia(tmp_path / "moved").get(key_of(PHOTO)) == PHOTO
    with pytest.raises(MovedAway, match="set BAOCONG_DATABASE_URL"):
        start(restored)
    assert f"This database was moved to {moved}: set BAOCONG_DATABASE_URL" in report(examine(restored))
    start(settings_for(there, database_url=f"sqlite:///{moved}"))
    assert "counts again" in backups.move_back(restored)
    start(restored)
    with pytest.raises(NotDone, match="was not moved"):
        backups.move_back(restored)


def test_a_key_that_came_in_the_archive_is_put_where_it_belongs_and_not_left_by_a_failure(tmp_path: Path) -> None:
    here, there, file = tmp_path / "here", tmp_path / "there", tmp_path / "b.tar"
    prepare(here)
    said = backups.back_up(settings_for(here), file, with_key=True, verify=False)
    assert ("whoever holds this file can open all of it" in said, "read back" in said) == (True, False)
    assert "secret.key is in it." in backups.check(file)
    settings = settings_for(there)
    (there / "media" / key_of(PHOTO)[:5]).mkdir(parents=True)
    (there / "media" / key_of(PHOTO)).write_bytes(PHOTO)
    with pytest.raises(NotEmpty):
        backups.bring_back(settings, file, deep=False)
    assert not (there / "secret.key").exists()
    (there / "media" / key_of(PHOTO)).unlink()
    backups.bring_back(settings, file, deep=False)
    assert ((there / "secret.key").read_bytes(), (there / "secret.key").stat().st_mode & 0o777) == (KEY, 0o600)
    start(settings)


def test_what_cannot_be_done_is_said_in_one_sentence(tmp_path: Path) -> None:
    settings = settings_for(tmp_path / "data")
    with pytest.raises(NotDone, match="does not exist"):
        backups.back_up(settings, None, with_key=False, verify=True)
    prepare(tmp_path / "data")
    with pytest.raises(BadSetting, match="database_url: must be"):
        backups.move(settings, "mysql://u:s3cret@h/d", "")
    with pytest.raises(NotDone, match="already"):
        backups.move(settings, f"sqlite:///{tmp_path}/data/baocong.db", "")
    (tmp_path / "data" / "baocong.db").rename(half_of(tmp_path / "data" / "baocong.db"))
    with pytest.raises(HalfMade):
        start(settings)
    assert "is half of a database: restoring or moving was cut short" in report(examine(settings))
    with pytest.raises(NotDone, match="does not exist"):
        backups.back_up(settings, None, with_key=False, verify=True)
    half_of(tmp_path / "data" / "baocong.db").rename(tmp_path / "data" / "baocong.db")
    (tmp_path / "data" / "baocong.db").write_bytes(b"no database at all, and a long one" * 100)
    with pytest.raises(NotDone, match="DatabaseError"):
        backups.back_up(settings, None, with_key=False, verify=True)
