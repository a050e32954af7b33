"""A backup taken while the program writes, an archive that proves itself, a restore that is whole or not at all (R62, R66)."""

from __future__ import annotations

import gzip
import hashlib
import io
import shutil
import tarfile
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import delete, insert, select, text, update

from handlers.rehearsal import achievements
from storage import outbox
from storage.archive import check
from storage.backup import FileThere, Source, back_up
from storage.filling import NotEmpty
from storage.handover import HalfMade, half_of, refuse_half
from storage.manifest import BadArchive, Manifest
from storage.media import LocalMedia, key_of
from storage.migrations import HEAD, NewerDatabase, configuration
from storage.restore import LEFT_OPEN, Goal, Restored, prove, restore
from storage.store import Store
from storage.tables import Audit, Outbox, Photo, Setting, of
from storage.uploads import LocalUploads
from storage.vault import VAULT, WrongKey, new_key
from tests.every_row import NAME, ROWS, content, made
from tests.standing import KEY
from tests.talk import ZONE, Room, Talk

UPLOAD = f"{'0' * 32}-00"  # a photo whose row still waits for it
NOW = datetime(2026, 11, 28, 18, 30, tzinfo=UTC)
PHOTO, THUMB, EXPORT, ORPHAN = b"a clean copy", b"a thumbnail", b"PK a workbook", b"nobody names this"
KEYS = {"photo": key_of(PHOTO), "thumb": key_of(THUMB), "export": key_of(EXPORT, ".xlsx"), "orphan": key_of(ORPHAN)}


@pytest.fixture(autouse=True)
def unlocked() -> None:
    VAULT.unlock(KEY)


@pytest.fixture(scope="module")
def stocked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with three rows in every table and the media they name: one in clear, one in a sealed message."""
    VAULT.unlock(KEY)
    folder = tmp_path_factory.mktemp("stocked")
    store, media = made(folder / "a.db"), LocalMedia(folder / "media")
    for data, name in ((PHOTO, "photo"), (THUMB, "thumb"), (EXPORT, "export"), (ORPHAN, "orphan")):
        media.put(KEYS[name], data)
    photo, out = of(Photo), of(Outbox)
    with store.write() as db:
        waits = {"state": "pending", "ref": UPLOAD}
        db.execute(update(photo).where(photo.c.id == 2).values(**waits))
        db.execute(update(photo).where(photo.c.id == 1).values(clean_key=KEYS["photo"], thumb_key=KEYS["thumb"]))
        db.execute(update(out).where(out.c.id == 1).values(body={"text": NAME, "file": KEYS["export"]}))
    store.close()
    for name in ("spool", "uploads"):
        (folder / name).mkdir()
    (folder / "spool" / "00000000000000000001.json").write_bytes(b"sealed")
    (folder / "spool" / "00000000000000000002.part").write_bytes(b"half")
    (folder / "spool-2").mkdir()  # of another process of the same machine
    (folder / "spool-2" / "00000000000000000001.json").write_bytes(b"sealed, too")
    (folder / "uploads" / UPLOAD).write_bytes(b"on its way")
    (folder / "uploads" / f".part-{UPLOAD}").write_bytes(b"half")
    return folder


@pytest.fixture
def folder(stocked: Path, tmp_path: Path) -> Path:
    """The same, of one's own."""
    shutil.copytree(stocked, tmp_path, dirs_exist_ok=True)
    return tmp_path


def source_of(folder: Path, **more: Any) -> Source:
    places = LocalMedia(folder / "media"), LocalUploads(folder / "uploads")
    return Source(Store(folder / "a.db"), *places, sorted(folder.glob("spool*")), **more)


def backed_up(folder: Path, name: str = "b.tar", **more: Any) -> tuple[Path, Manifest]:
    source = source_of(folder, **more)
    manifest = back_up(source, folder / name, release="0.1", now=NOW)
    source.store.close()
    return folder / name, manifest


def goal_in(folder: Path) -> Goal:
    for name in ("spool", "uploads"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    places = LocalMedia(folder / "media"), LocalUploads(folder / "uploads")
    return Goal(folder / "baocong.db", *places, folder / "spool")


def place(goal: Goal) -> Path:
    assert isinstance(goal.address, Path)
    return goal.address


def member(tar: tarfile.TarFile, which: str | tarfile.TarInfo) -> bytes:
    file = tar.extractfile(which)
    assert file is not None
    return file.read()


def all_of(goal: Goal) -> dict[str, list[dict[str, Any]]]:
    store = Store(goal.address)
    found = content(store)
    store.close()
    return found


def files_in(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


# --- what goes in comes out -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Again:
    """A province, its archive, and what became of it elsewhere."""

    before: dict[str, list[dict[str, Any]]]
    file: Path
    manifest: Manifest
    goal: Goal
    done: Restored


STATES = (*LEFT_OPEN, "gone", "rejected", "unconfirmed")


@pytest.fixture(scope="module")
def again(stocked: Path, tmp_path_factory: pytest.TempPathFactory) -> Again:
    """With messages in each state, and one deleted that had the highest number."""
    VAULT.unlock(KEY)
    folder = tmp_path_factory.mktemp("again")
    shutil.copytree(stocked, folder, dirs_exist_ok=True)
    store = Store(folder / "a.db")
    with store.write() as db:
        for state in (*STATES, "due"):
            row = {"key": f"a {state}", "channel": "telegram", "address": state, "body": {}, "due_at": NOW}
            outbox.put(db, [{**row, "state": state, "kind": "reply"}])
            db.execute(delete(of(Outbox)).where(of(Outbox).c.id > ROWS + len(STATES)))
    before = content(store)
    store.close()
    file, manifest = backed_up(folder)
    goal = goal_in(folder / "there")
    return Again(before, file, manifest, goal, restore(file, goal, NOW))


def test_every_row_and_every_file_comes_back(again: Again) -> None:
    before, goal = again.before, again.goal
    lease = [{**row, "until": NOW} for row in before["lease"]]  # nobody holds anything in a new place
    left = [{**row, **(STOPPED if row["state"] in LEFT_OPEN else {})} for row in before["outbox"]]
    assert all_of(goal) == {**before, "lease": lease, "outbox": left}
    assert (again.done.unconfirmed, again.done.media) == (3, 3)
    assert {each.name: each.rows for each in again.manifest.tables} == {
        name: len(rows) for name, rows in before.items() if name != "schema"
    }
    assert sorted(goal.media.list()) == sorted(KEYS[name] for name in ("photo", "thumb", "export"))
    spooled = {path.name: path.read_bytes() for path in goal.spool.iterdir()}
    assert spooled == {f"{1:020}.json": b"sealed", f"{2:020}.json": b"sealed, too"}
    assert files_in(goal.uploads.folder) == [UPLOAD]
    assert (place(goal).stat().st_mode & 0o777, again.file.stat().st_mode & 0o777) == (0o600, 0o600)
    assert [path.name for path in place(goal).parent.iterdir() if "half" in path.name] == []


def test_words_lead_to_reports_again(again: Again) -> None:
    """The search index is made anew from the rows, not carried."""
    store = Store(again.goal.address)
    with store.write() as db:
        db.exec_driver_sql("INSERT INTO report_search (report_search, rank) VALUES ('integrity-check', 1)")
        found = db.exec_driver_sql("SELECT count(*) FROM report_search WHERE report_search MATCH 'tuyết'").scalar()
    store.close()
    assert (found, [each.name for each in again.manifest.tables if "search" in each.name]) == (ROWS, [])


STOPPED = {"state": "unconfirmed", "error": "restored"}


def test_nothing_that_was_on_its_way_is_sent_again_by_itself(again: Again) -> None:
    """It may have arrived after the backup was made: staff look at it."""
    store, out = Store(again.goal.address), of(Outbox)
    with store.read() as db:
        found = db.execute(select(out.c.state, out.c.error).where(out.c.channel == "telegram").order_by(out.c.id)).all()
        assert outbox.due(db, "telegram", NOW + timedelta(days=1), 10) == []
    store.close()
    kept = [(state, None) for state in STATES[len(LEFT_OPEN) :]]
    assert [tuple(row) for row in found] == [("unconfirmed", "restored")] * 3 + kept


def test_a_number_that_was_given_once_is_never_given_again(again: Again) -> None:
    """A web transcript goes on after the last number a browser has seen, though that message is deleted."""
    store = Store(again.goal.address)
    with store.write() as db:
        outbox.put(db, [{"key": "new", "channel": "web", "address": "w", "body": {}, "due_at": NOW}])
        found = db.execute(select(of(Outbox).c.id).where(of(Outbox).c.key == "new")).scalar()
        db.execute(delete(of(Outbox)).where(of(Outbox).c.key == "new"))
    store.close()
    assert found == ROWS + len(STATES) + 2


def test_what_is_sealed_stays_sealed_and_the_key_goes_along_only_when_it_is_told_to(folder: Path) -> None:
    file, manifest = backed_up(folder)
    with tarfile.open(file) as tar:
        names = tar.getnames()
        rows = b"".join(gzip.decompress(member(tar, name)) for name in names if name.endswith(".gz"))
    assert ("secret.key" in names, b"phone 2" in rows, NAME.split("\n")[0].encode() in rows) == (False, False, True)
    assert manifest.members.keys() == set(names) - {"manifest.json", "manifest.sha256"} - {
        f"media/{KEYS[name]}" for name in ("photo", "thumb", "export")
    }
    with_key, _ = backed_up(folder, "k.tar", key=KEY)
    with tarfile.open(with_key) as tar:
        assert member(tar, "secret.key") == KEY
    assert check(with_key).schema_version == HEAD


def test_an_archive_of_an_older_schema_is_brought_up(tmp_path: Path) -> None:
    """A backup is made before an update, with the new release or the old one; the rows know their own columns."""
    store = Store(tmp_path / "a.db")
    command.upgrade(configuration(store), "0003")
    with store.write() as db:
        db.exec_driver_sql(
            "INSERT INTO outbox (id, key, channel, address, kind, body, state, due_at, tries) "
            "VALUES (7, 'k', 'web', 'w', 'reply', ?, 'sent', '2026-11-22 02:30:00.000000', 0)",
            (VAULT.seal(b"{}"),),
        )
    store.close()
    (tmp_path / "media").mkdir()
    file, manifest = backed_up(tmp_path)
    goal = goal_in(tmp_path / "there")
    restore(file, goal, NOW)
    assert (manifest.schema_version, [row["id"] for row in all_of(goal)["outbox"]]) == ("0003", [7])


# --- while the program writes -----------------------------------------------------------------------------------------------


def test_a_backup_under_load_is_of_one_moment(folder: Path) -> None:
    """Each transaction of the writer adds a row to the first table that is read, and to one of the last."""
    store = Store(folder / "a.db")
    started, stop, count = threading.Event(), threading.Event(), [0]

    def write() -> None:
        while not stop.is_set():
            with store.write() as db:
                db.execute(insert(of(Audit)).values(at=NOW, act="load", subject="", note=NAME))
                db.execute(insert(of(Setting)).values(name=f"load.{count[0]}", value=NAME))
            count[0] += 1
            if count[0] == 200:
                started.set()

    writer = threading.Thread(target=write)
    writer.start()
    assert started.wait(20)
    before = count[0]
    _, manifest = backed_up(folder)
    during = count[0] - before
    stop.set()
    writer.join()
    store.close()
    rows = {each.name: each.rows for each in manifest.tables}
    order = [each.name for each in manifest.tables]
    assert during > 0, "nothing was written meanwhile: this shows nothing"
    assert order.index("audit") != order.index("setting")
    assert (rows["audit"] - ROWS, before <= rows["setting"]) == (rows["setting"], True)


class Vanishing(LocalMedia):
    """Media from which something is deleted between the snapshot and the copying."""

    def get(self, key: str) -> bytes:
        self.delete(KEYS["thumb"])
        return super().get(key)


def test_what_is_deleted_or_damaged_meanwhile_is_named_and_the_rest_is_whole(folder: Path) -> None:
    source = source_of(folder)
    gone = replace(source, media=Vanishing(folder / "media"))
    (folder / "media" / KEYS["photo"]).write_bytes(b"a bit fell over")
    manifest = back_up(gone, folder / "b.tar", release="0.1", now=NOW)
    source.store.close()
    assert (manifest.gone, manifest.damaged, manifest.media.files) == ((KEYS["thumb"],), (KEYS["photo"],), 2)
    goal = goal_in(folder / "there")
    assert restore(folder / "b.tar", goal, NOW).media == 1
    assert list(goal.media.list()) == [KEYS["export"]]


def test_a_backup_that_cannot_be_finished_leaves_no_archive(folder: Path) -> None:
    class Away(LocalMedia):
        def get(self, key: str) -> bytes:
            raise OSError(5, "Input/output error")

    before = files_in(folder)
    source = source_of(folder)
    with pytest.raises(OSError, match="Input"):
        back_up(replace(source, media=Away(folder / "media")), folder / "b.tar", release="0.1", now=NOW)
    VAULT.unlock(new_key())
    with pytest.raises(WrongKey):
        back_up(source, folder / "b.tar", release="0.1", now=NOW)
    VAULT.unlock(KEY)
    source.store.close()
    assert [name for name in files_in(folder) if not name.endswith(("-wal", "-shm"))] == before
    (folder / "b.tar").write_bytes(b"of yesterday")
    with pytest.raises(FileThere):
        backed_up(folder)
    assert (folder / "b.tar").read_bytes() == b"of yesterday"


# --- an archive proves itself -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def archived(stocked: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    VAULT.unlock(KEY)
    folder = tmp_path_factory.mktemp("archived")
    shutil.copytree(stocked, folder, dirs_exist_ok=True)
    return backed_up(folder, key=KEY)[0].read_bytes()


def flipped(name: str) -> Callable[[bytes], bytes]:
    """One bit of a member's first byte."""

    def change(data: bytes) -> bytes:
        with tarfile.open(fileobj=io.BytesIO(data)) as tar:
            at = next(each.offset_data for each in tar if each.name.startswith(name))
        return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]

    return change


def without(name: str) -> Callable[[bytes], bytes]:
    return lambda data: repacked(data, lambda members: [each for each in members if not each[0].startswith(name)])


def with_more(name: str, content: bytes = b"") -> Callable[[bytes], bytes]:
    return lambda data: repacked(data, lambda members: [(name, content), *members])


def repacked(data: bytes, change: Callable[[list[tuple[str, bytes]]], list[tuple[str, bytes]]]) -> bytes:
    with tarfile.open(fileobj=io.BytesIO(data)) as tar:
        members = [(each.name, member(tar, each)) for each in tar]
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as tar:
        for name, content in change(members):
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return made.getvalue()


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "a row": flipped("rows/report/"),
    "a photo": flipped("media/"),
    "a waiting payload": flipped("spool/"),
    "the key": flipped("secret.key"),
    "the manifest": flipped("manifest.json"),
    "the manifest's hash": flipped("manifest.sha256"),
    "a header": lambda data: data[:100] + b"x" + data[101:],
    "its first half": lambda data: data[: len(data) // 2],
    "all but its manifest": without("manifest"),
    "all but the manifest's hash": without("manifest.sha256"),
    "without a table": without("rows/report/"),
    "without a photo": without("media/"),
    "with another photo": with_more(f"media/{KEYS['orphan']}", ORPHAN),
    "with a member twice": with_more("secret.key", KEY),
    "with a path that leads out": with_more("spool/../../evil"),
    "with an absolute path": with_more("/etc/passwd"),
    "not a tar": lambda _: b"no archive at all" * 100,
    "empty": lambda _: b"",
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_whatever_is_wrong_with_an_archive_is_found_before_anything_is_touched(
    damage: str, archived: bytes, tmp_path: Path
) -> None:
    file = tmp_path / "b.tar"
    file.write_bytes(DAMAGES[damage](archived))
    with pytest.raises(BadArchive):
        check(file)
    goal = goal_in(tmp_path / "there")
    with pytest.raises(BadArchive):
        restore(file, goal, NOW)
    assert files_in(tmp_path / "there") == []


def test_a_whole_archive_repacked_by_another_tar_is_still_whole(archived: bytes, tmp_path: Path) -> None:
    """So none of the above is refused for how it was packed."""
    (tmp_path / "b.tar").write_bytes(repacked(archived, list))
    assert check(tmp_path / "b.tar").rows > 0


# --- whole or not at all --------------------------------------------------------------------------------------------------------


@pytest.fixture
def archive(archived: bytes, tmp_path: Path) -> Path:
    (tmp_path / "b.tar").write_bytes(archived)
    return tmp_path / "b.tar"


def test_only_an_empty_place_is_filled(archive: Path, tmp_path: Path) -> None:
    goal = goal_in(tmp_path / "there")
    goal.media.put(KEYS["orphan"], ORPHAN)
    with pytest.raises(NotEmpty, match="1 files lie in the media"):
        restore(archive, goal, NOW)
    goal.media.delete(KEYS["orphan"])
    place(goal).write_bytes(b"")
    with pytest.raises(NotEmpty, match="exists already"):
        restore(archive, goal, NOW)
    place(goal).unlink()
    VAULT.unlock(new_key())
    with pytest.raises(WrongKey, match="not the one this archive was made with"):
        restore(archive, goal, NOW)
    assert files_in(tmp_path / "there") == []


def test_an_archive_of_a_newer_schema_is_left_to_its_release(archive: Path, tmp_path: Path) -> None:
    newer = {"schema_version": "9999"}
    with tarfile.open(archive) as tar:
        said = Manifest.model_validate_json(member(tar, "manifest.json")).model_copy(update=newer).as_json()
    proof = hashlib.sha256(said).hexdigest().encode()
    changed = {"manifest.json": said, "manifest.sha256": proof}
    archive.write_bytes(
        repacked(archive.read_bytes(), lambda members: [(name, changed.get(name, data)) for name, data in members])
    )
    with pytest.raises(NewerDatabase, match="schema 9999"):
        restore(archive, goal_in(tmp_path / "there"), NOW)


class Failing(LocalMedia):
    """Media of which the second file cannot be written."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.left = 1

    def put(self, key: str, data: bytes) -> None:
        self.left -= 1
        if self.left < 0:
            raise OSError(28, "No space left on device")
        super().put(key, data)


def test_cut_short_it_leaves_no_database_and_begun_again_it_goes_on(archive: Path, tmp_path: Path) -> None:
    goal = goal_in(tmp_path / "there")
    failing = replace(goal, media=Failing(tmp_path / "there" / "media"))
    with pytest.raises(OSError, match="No space"):
        restore(archive, failing, NOW)
    assert not place(goal).exists()
    assert len(list(goal.media.list())) == 1
    half_of(place(goal)).write_bytes(b"as kill -9 leaves it")
    with pytest.raises(HalfMade, match="half of a database"):
        refuse_half(place(goal))
    assert restore(archive, goal, NOW).media == 3
    refuse_half(place(goal))


def test_a_restored_province_keeps_every_promise_and_one_that_does_not_is_told(room: Room, tmp_path: Path) -> None:
    Talk(room).performs(achievements()[0])
    with room.store.write() as db:
        db.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
        db.execute(text(f"INSERT INTO alembic_version VALUES ('{HEAD}')"))  # noqa: S608  - as the migrations make it
    source = Source(room.store, room.media, LocalUploads(tmp_path))
    manifest = back_up(source, tmp_path / "b.tar", release="0.1", now=NOW)
    goal = Goal(room.store.address, room.media, LocalUploads(tmp_path), tmp_path)
    assert manifest.counters["inbox"] == {"done": manifest.counters["talk"]["steps"]}
    assert list(prove(tmp_path / "b.tar", goal, ZONE)) == []
    first = next(room.media.list())
    room.media.delete(first)
    with room.store.write() as db:
        db.execute(text("DELETE FROM report_history"))
    assert list(prove(tmp_path / "b.tar", goal, ZONE)) == [
        "a report without its history: report:1",
        f"a file that cannot be read: {first}",
    ]
