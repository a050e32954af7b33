"""`./run backup`, `restore` and `migrate-to`: what the operator is asked for and told; the work itself lies in `storage`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from pydantic import ValidationError
from sqlalchemy.exc import DBAPIError

from bot.ground import address_of
from bot.keeping import media_of, places_of
from bot.settings import BadSetting, Settings
from storage import archive, media_carrying, moving, restore
from storage import backup as backing
from storage.carrying import NotDone
from storage.folder import DataFolder
from storage.manifest import Manifest
from storage.media import Media
from storage.restore import Goal
from storage.store import Store
from storage.vault import VAULT, WrongKey, keep_key

PROJECT = Path(__file__).resolve().parent.parent / "pyproject.toml"
MIB = 1 << 20
SHOWN = 10  # of what is wrong; the rest is counted


def back_up(settings: Settings, file: Path | None, *, with_key: bool, verify: bool) -> str:
    """Beside the running program, or without it: reads only."""
    folder, now, began = DataFolder(settings.folder), datetime.now(UTC), perf_counter()
    goal = file or _new_file(folder, now.astimezone(settings.zone))
    unlock(folder)
    with reached(settings, folder) as store:
        key = folder.key.read_bytes().strip() if with_key else None
        source = backing.Source(store, *places_of(settings, folder), sorted(folder.root.glob("spool*")), key)
        made = backing.back_up(source, goal, release=release(), now=now, verify=verify)
    took = perf_counter() - began
    lines = [f"{goal}: {_contents(made)}; {took:.1f} s{', read back and whole' if verify else ''}."]
    return "\n".join([*lines, *_warnings(made), _about_key(folder, with_key=with_key)])


def _new_file(folder: DataFolder, local: datetime) -> Path:
    if not folder.root.is_dir():
        raise NotDone(f"{folder.root} does not exist: there is nothing to back up.")
    place = folder.root / "backups"
    place.mkdir(mode=0o700, exist_ok=True)
    return place / f"baocong-{local:%Y-%m-%d-%H%M%S}.tar"


def check(file: Path) -> str:
    """Every hash of an archive compared; nothing else is needed for it, no key and no database."""
    began = perf_counter()
    found = archive.check(file)
    key = " secret.key is in it." if archive.SECRET in found.members else ""
    lines = [f"{file} is whole: {_contents(found)}, made {found.made_at} by release {found.release}.{key}"]
    return "\n".join([*lines, *_warnings(found), f"{perf_counter() - began:.1f} s"])


def bring_back(settings: Settings, file: Path, *, deep: bool) -> str:
    """Into an empty data folder, or an empty PostgreSQL database and bucket."""
    folder, began = DataFolder(settings.folder), perf_counter()
    folder.make()
    folder.lock()
    put = False
    try:
        put = _key_for(folder, file)
        goal = Goal(address_of(settings, folder), *places_of(settings, folder), folder.spool)
        with in_one_sentence():
            done = restore.restore(file, goal, datetime.now(UTC))
    except BaseException:
        if put:
            folder.key.unlink()
        raise
    finally:
        folder.unlock()
    faults = list(restore.prove(file, goal, settings.zone)) if deep else []
    made_at = datetime.fromisoformat(done.manifest.made_at).astimezone(settings.zone)
    said = [
        f"Restored as it was on {made_at:%Y-%m-%d at %H:%M}: {_contents(done.manifest)}; {perf_counter() - began:.1f} s."
    ]
    said += _warnings(done.manifest)
    if done.unconfirmed:
        said.append(
            f"{done.unconfirmed} messages were on their way when the backup was made and may have arrived since: "
            "none is sent again by itself. Staff look at them with /giaonhan."
        )
    if deep:
        said += [*faults[:SHOWN], f"{len(faults)} promises are broken." if faults else "Every promise holds."]
    return "\n".join([*said, "Start with ./run; ./run doctor says how it is."])


def _key_for(folder: DataFolder, file: Path) -> bool:
    """Unlock with the key that lies here, or with the archive's; True when that was put here. Raises WrongKey."""
    packed = None if folder.key.exists() else restore.read_key(file)
    if packed is not None:
        VAULT.unlock(packed)
        keep_key(folder.key, packed)
        return True
    if not folder.key.exists():
        raise WrongKey(f"The archive does not hold the key. Put your copy of it to {folder.key}, then restore.")
    unlock(folder)
    return False


def move(settings: Settings, url: str, media_url: str) -> str:
    """Into another database, with the program stopped."""
    folder, began = DataFolder(settings.folder), perf_counter()
    there = _settings_with(settings, database_url=url, **({"media_url": media_url} if media_url else {}))
    unlock(folder)
    folder.lock()
    try:
        if address_of(there, folder) == address_of(settings, folder):
            raise NotDone("That is the database this one lives in already.")
        with reached(settings, folder) as store:
            files = _Files(media_of(settings, folder), media_of(there, folder) if media_url else None)
            done = moving.move(store, address_of(there, folder), files.carry)
    finally:
        folder.unlock()
    carried = (
        f"{done.rows} rows of {len(done.tables)} tables, each counted and hashed on both sides, {files.count} files"
    )
    said = [f"Moved: {carried}; {perf_counter() - began:.1f} s."]
    if files.damaged:
        named = ", ".join(files.damaged[:SHOWN])
        said.append(f"{len(files.damaged)} files were left: they are not the bytes their names say ({named}).")
    said.append(f"Put into .env, then start with ./run:\nBAOCONG_DATABASE_URL={_for_env(there, folder)}")
    said += [f"BAOCONG_MEDIA_URL={media_url}"] * bool(media_url)
    said.append(f"{folder.key} stays where it is. The old database is untouched, and will not start.")
    return "\n".join([*said, "./run migrate-to --undo makes it count again."])


class _Files:
    """The media, where they move, too."""

    def __init__(self, source: Media, goal: Media | None) -> None:
        self._source, self._goal = source, goal
        self.count, self.damaged = 0, list[str]()

    def carry(self) -> None:
        if self._goal is not None:
            self.count, self.damaged = media_carrying.carry(self._source, self._goal)


def _for_env(there: Settings, folder: DataFolder) -> str:
    """As it was given, but no password on the screen."""
    address = address_of(there, folder)
    return (
        there.database_url
        if isinstance(address, Path)
        else f"{moving.shown(address)}  (with user and password, as given)"
    )


def move_back(settings: Settings) -> str:
    """The database that was left counts again."""
    folder = DataFolder(settings.folder)
    folder.lock()
    try:
        with reached(settings, folder) as store:
            undone = moving.undo(store)
    finally:
        folder.unlock()
    if not undone:
        raise NotDone("This database was not moved.")
    return "This database counts again. What was carried is still in the other one: nobody must start that."


# --- what they share --------------------------------------------------------------------------------------------------------


def _settings_with(settings: Settings, **other: str) -> Settings:
    """The same settings but for an address. Raises BadSetting."""
    try:
        return Settings(**{**settings.model_dump(), **other})
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        raise BadSetting(f"{first['loc'][0]}: {first['msg'].removeprefix('Value error, ')}.") from None


def unlock(folder: DataFolder) -> None:
    if not folder.key.exists():
        raise WrongKey(f"{folder.key} is missing: put back the key that belongs to this database.")
    VAULT.unlock(folder.key.read_bytes().strip())


@contextmanager
def reached(settings: Settings, folder: DataFolder) -> Iterator[Store]:
    """The database of these settings. Raises NotDone when it does not exist or answer."""
    address = address_of(settings, folder)
    if isinstance(address, Path) and not address.exists():
        raise NotDone(f"{address} does not exist.")
    store = Store(address)
    try:
        with in_one_sentence():
            yield store
    finally:
        store.close()


@contextmanager
def in_one_sentence() -> Iterator[None]:
    """What the database says may quote rows and addresses: only its kind is told."""
    try:
        yield
    except DBAPIError as error:
        raise NotDone(f"The database cannot be reached, read or written ({type(error.orig).__name__}).") from None


def release() -> str:
    """Which release this is, as its project file says."""
    return str(tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]["version"])


def _contents(manifest: Manifest) -> str:
    media = manifest.media
    return (
        f"{manifest.rows} rows of {len(manifest.tables)} tables, schema {manifest.schema_version}, "
        f"{media.files} files ({media.bytes / MIB:.1f} MiB)"
    )


def _warnings(manifest: Manifest) -> list[str]:
    said = []
    if manifest.gone:
        said.append(f"{len(manifest.gone)} files that rows name are not in it: deleted meanwhile, or lost before.")
    if manifest.damaged:
        said.append(f"{len(manifest.damaged)} files are damaged: {', '.join(manifest.damaged[:SHOWN])}")
    if manifest.unopened:
        said.append(f"{manifest.unopened} sealed values cannot be opened with this key; files they name are not in it.")
    return said


def _about_key(folder: DataFolder, *, with_key: bool) -> str:
    if with_key:
        return "secret.key is in it: whoever holds this file can open all of it. Lock it away."
    return (
        f"secret.key is not in it: keep a copy of {folder.key} in another place. "
        "Without it the phone numbers and talks in this archive stay sealed for good."
    )
