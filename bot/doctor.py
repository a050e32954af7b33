"""`./run doctor`: looks at every part of the house, says what it finds and what to do. Changes nothing, reads only."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import httpx
from sqlalchemy import Connection, func, inspect, select, text
from sqlalchemy.exc import DBAPIError, OperationalError

from bot import zalo_bot_doctor
from bot.control import short_path
from bot.ground import address_of, is_there
from bot.keeping import media_of
from bot.settings import Settings
from storage import handover, invariants, leases, outbox, search_index, units
from storage.folder import DataFolder, FolderInUse
from storage.media import Media
from storage.migrations import HEAD
from storage.store import SQLITE_VERSION, Store, away
from storage.tables import Inbox, Photo, of
from storage.vault import VAULT, WrongKey

State = Literal["ok", "note", "bad"]
FIXED_SQLITE = (3, 51, 3)  # from here on without the WAL-reset race
LOW_DISK = 1 << 30
MANY, FEW = 2_000, 100  # newest photos looked for: in a folder, and where each is a request
FONTS = Path(__file__).resolve().parent.parent / "storage" / "starter" / "fonts"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, how it is, and what to do about it."""

    what: str
    state: State
    says: str


def examine(settings: Settings, *, deep: bool = False) -> list[Finding]:
    """Every check in order; one that fails does not stop the others. `deep` proves what must be true of every row."""
    folder = DataFolder(settings.folder)
    findings = [
        Finding(
            "settings",
            "ok",
            f"data in {settings.folder}, page on {settings.web_host}:{settings.web_port}, {settings.timezone}",
        )
    ]
    checks: tuple[Callable[[Settings, DataFolder], Iterator[Finding]], ...] = (
        running,
        database,
        media,
        disk,
        fonts,
        channels,
        zalo_bot,
        zalo_oa,
        *[promises] * deep,
    )
    for check in checks:
        try:
            findings += check(settings, folder)
        except Exception as error:
            findings.append(Finding(check.__name__, "bad", f"could not be examined ({type(error).__name__})."))
    return findings


def running(settings: Settings, folder: DataFolder) -> Iterator[Finding]:
    if not folder.root.is_dir():
        yield Finding("process", "note", "nothing was started here yet; ./run makes the data folder.")
        return
    try:
        folder.lock()
    except FolderInUse:
        with short_path(folder.socket) as path:
            listens = Path(path).exists()
        sideless = not listens and isinstance(address_of(settings, folder), Path)  # beside a server none is needed
        yield Finding("process", "ok", "running, without its side door" if sideless else "running")
    else:
        folder.unlock()
        yield Finding("process", "note", "not running; ./run starts it.")


def database(settings: Settings, folder: DataFolder) -> Iterator[Finding]:
    path = address_of(settings, folder)
    try:
        if isinstance(path, Path):
            handover.refuse_half(path)
    except handover.HalfMade as half:
        yield Finding("database", "bad", f"{half}")
        return
    if not is_there(path):
        yield Finding("database", "note", f"{path} does not exist yet; ./run makes it.")
        return
    if isinstance(path, Path):
        fixed = tuple(int(part) for part in SQLITE_VERSION.split(".")) >= FIXED_SQLITE
        yield Finding(
            "sqlite",
            "ok" if fixed else "note",
            SQLITE_VERSION + ("" if fixed else " (older than 3.51.3; the one-writer rule covers it)"),
        )
    if not folder.key.exists() and not isinstance(path, Path):
        says = "is missing: the very first start makes it; a further machine needs a copy of the first one's."
        yield Finding("key", "note", f"{folder.key} {says}")
        return
    if not folder.key.exists():
        yield Finding(
            "key",
            "bad",
            f"{folder.key} is missing: phone numbers and talks cannot be opened. Put it back from your backup.",
        )
        return
    store = Store(path)
    try:
        yield key(store, folder)
        yield from contents(store)
        with store.read() as db:
            handover.refuse_moved(db)
    except handover.MovedAway as moved:
        yield Finding("database", "bad", f"{moved}")
    except DBAPIError as error:
        trouble = (
            "something else holds it, or the disk is in trouble" if isinstance(path, Path) else "is its server up?"
        )
        advice = trouble if busy(error) else "restore it from your backup"
        yield Finding("database", "bad", f"cannot be read ({type(error.orig).__name__}): {advice}.")
    finally:
        store.close()


def busy(error: DBAPIError) -> bool:
    return isinstance(error, OperationalError) and away(error)


def key(store: Store, folder: DataFolder) -> Finding:
    """Whether the key opens what the database holds."""
    try:
        VAULT.unlock(folder.key.read_bytes().strip())
        with store.read() as db:
            outbox.newest(db)
    except (WrongKey, ValueError):
        return Finding("key", "bad", f"{folder.key} does not fit this database. Put back the one that belongs to it.")
    return Finding("key", "ok", f"{folder.key}: keep a copy of it apart from the database's.")


def contents(store: Store) -> Iterator[Finding]:
    """What is in the database: whole, how much waits, what is dead."""
    inbox, photo = of(Inbox), of(Photo)
    with store.read() as db:
        whole = "ok" if store.shared else db.execute(text("PRAGMA quick_check")).scalar()  # a server looks after itself
        version = db.execute(text("SELECT version_num FROM alembic_version")).scalar()
        says = "" if whole == "ok" else ": restore it from your backup"
        checked = "PostgreSQL" if store.shared else f"quick_check {whole}{says}"
        yield Finding("database", "ok" if whole == "ok" else "bad", f"schema {version}, {checked}")
        if version != HEAD:
            newer = f"{version or ''}" > HEAD
            says = "made by a newer release: start that one." if newer else f"the next start brings it to {HEAD}."
            yield Finding("schema", "bad" if newer else "note", says)
        if version == HEAD and not search_index.ready(db):
            yield Finding("search", "note", search_index.MISSING)
        if store.shared and version == HEAD:
            yield from held(db)
        yield Finding("units", "ok" if units.count(db) else "bad", f"{units.count(db)} units")
        waiting = db.execute(select(func.count()).select_from(inbox).where(inbox.c.state == "new")).scalar_one()
        yield Finding("inbox", "ok" if waiting == 0 else "note", f"{waiting} messages wait for their answer")
        dead = db.execute(
            select(inbox.c.id, inbox.c.channel, inbox.c.error, inbox.c.received_at)
            .where(inbox.c.state == "dead")
            .order_by(inbox.c.id)
            .limit(10)
        ).all()
        for number, channel, error, at in dead:
            yield Finding(
                "dead letter",
                "bad",
                f"{number}: {channel}, {at:%Y-%m-%d %H:%M} UTC, {error}. After mending the cause: ./run replay {number}",
            )
        counts = outbox.counts(db)
        late = counts.get("unconfirmed", 0) + counts.get("rejected", 0)
        yield Finding(
            "outbox",
            "note" if late else "ok",
            ", ".join(f"{state} {number}" for state, number in sorted(counts.items())) or "empty",
        )
        pending = db.execute(select(func.count()).select_from(photo).where(photo.c.state == "pending")).scalar_one()
        lost = db.execute(select(func.count()).select_from(photo).where(photo.c.state == "lost")).scalar_one()
        yield Finding(
            "photos", "note" if pending or lost else "ok", f"{pending} still to be fetched, {lost} lost at the channel"
        )


def held(db: Connection) -> Iterator[Finding]:
    """Which process does what only one may do. A lease that ran out is nobody's: it is taken by the next that wants it."""
    standing = leases.standing(db, datetime.now(UTC))
    for holder in sorted({each for _, each in standing}):
        yield Finding("leases", "ok", f"{holder}: {', '.join(name for name, each in standing if each == holder)}")


def media(settings: Settings, folder: DataFolder) -> Iterator[Finding]:
    """A bucket is asked to keep, give back and forget a few bytes; a folder only whether it is there."""
    if not folder.root.is_dir():
        return
    yield from spool(folder)
    held, bucket = media_of(settings, folder), settings.media_url.startswith("s3://")
    try:
        held.probe(write=bucket)
        missing, total = photos_missing(settings, folder, held, FEW if bucket else MANY)
    except OSError as error:
        advice = f" Look at {settings.media_url}, BAOCONG_S3_… and the store itself." if bucket else ""
        yield Finding("media", "bad", f"{error}: photos and files wait until it is back.{advice}")
        return
    says = f"{total} newest photos looked for, {missing} missing" + (
        "; restore the media from your backup." if missing else ""
    )
    yield Finding("media", "bad" if missing else "ok", says)


def photos_missing(settings: Settings, folder: DataFolder, held: Media, most: int) -> tuple[int, int]:
    """Of the newest photos, how many have no bytes, and how many were looked for."""
    path = address_of(settings, folder)
    if not (is_there(path) and folder.key.exists() and has_photos(path)):
        return 0, 0
    store, photo = Store(path), of(Photo)
    try:
        with store.read() as db:
            newest = select(photo.c.clean_key).where(photo.c.state == "ready").order_by(photo.c.id.desc()).limit(most)
            keys = db.execute(newest).scalars().all()
    finally:
        store.close()
    return sum(not held.exists(key) for key in keys), len(keys)


def spool(folder: DataFolder) -> Iterator[Finding]:
    waiting, unreadable = (len(list(folder.spool.glob(f"*.{kind}"))) for kind in ("json", "unreadable"))
    if waiting:
        yield Finding(
            "spool", "note", f"{waiting} payloads came while the database was away; they are taken in when it is back."
        )
    if unreadable:
        yield Finding("spool", "bad", f"{unreadable} payloads in {folder.spool} cannot be opened with this key.")


def has_photos(path: Path | str) -> bool:
    store = Store(path)
    try:
        with store.read() as db:
            return inspect(db).has_table("photo")
    finally:
        store.close()


def disk(settings: Settings, folder: DataFolder) -> Iterator[Finding]:
    place = folder.root if folder.root.is_dir() else Path()
    free = shutil.disk_usage(place).free
    yield Finding(
        "disk",
        "ok" if free > LOW_DISK else "bad",
        f"{free / (1 << 30):.1f} GiB free" + ("" if free > LOW_DISK else ": make room soon."),
    )


def fonts(settings: Settings, folder: DataFolder) -> Iterator[Finding]:
    found = sorted(font.name for font in FONTS.glob("*.ttf"))
    yield Finding(
        "fonts",
        "ok" if found else "bad",
        ", ".join(found) or "the committed fonts are missing: fetch the release again.",
    )


def channels(settings: Settings, folder: DataFolder) -> Iterator[Finding]:
    yield Finding("web chat", "ok", settings.public_url or f"http://{settings.web_host}:{settings.web_port}")
    token = settings.telegram_token.get_secret_value()
    if not token:
        yield Finding("telegram", "note", "no BAOCONG_TELEGRAM_TOKEN: the channel is closed.")
        return
    try:
        answer = httpx.get(f"{settings.telegram_api_url}/bot{token}/getMe", timeout=5).json()
    except (httpx.HTTPError, ValueError) as error:
        yield Finding(
            "telegram",
            "bad",
            f"not reachable ({type(error).__name__}); in Viet Nam it may be blocked. The web chat goes on.",
        )
        return
    code = answer.get("error_code")
    if answer.get("ok"):
        yield Finding("telegram", "ok", f"@{answer['result'].get('username', '?')}, {settings.telegram_mode}")
    elif code in (401, 404):
        yield Finding("telegram", "bad", "Telegram refuses the token: check BAOCONG_TELEGRAM_TOKEN.")
    else:
        yield Finding("telegram", "bad", f"Telegram has trouble of its own ({code}): we go on trying.")


def zalo_bot(settings: Settings, folder: DataFolder) -> Iterator[Finding]:
    return (Finding(*each) for each in zalo_bot_doctor.look(settings, folder))


def zalo_oa(settings: Settings, folder: DataFolder) -> Iterator[Finding]:
    """The Official Account, where one is set."""
    address = address_of(settings, folder)
    if settings.zalo_oa_app_id and is_there(address):
        from bot.zalo_oa_doctor import look  # noqa: PLC0415 (only where an app is set)

        store = Store(address)
        try:
            yield from (Finding("zalo oa", state, says) for state, says in look(settings, store))
        finally:
            store.close()


def promises(settings: Settings, folder: DataFolder) -> Iterator[Finding]:
    """No state without its history, no award without its decision, nobody outside their scope; no photo without its bytes."""
    path = address_of(settings, folder)
    if not is_there(path):
        yield Finding("promises", "note", f"{path} does not exist yet; ./run makes it.")
        return
    store = Store(path)
    try:
        with store.read() as db:
            found: dict[str, list[str]] = {}
            for fault in invariants.faults(db, settings.zone):
                found.setdefault(fault.promise, []).append(fault.row)
            counted = invariants.looked_at(db)
    finally:
        store.close()
    for promise, rows in found.items():
        named = ", ".join(rows[:10]) + (", …" if len(rows) > 10 else "")
        yield Finding(
            "promises", "bad", f"{promise} ({len(rows)}): {named}. Keep a copy of the database and report this."
        )
    if not found:
        yield Finding("promises", "ok", f"hold for {counted}")


def report(findings: list[Finding]) -> str:
    """The findings as lines, worst marks first to see."""
    marks = {"ok": "  ok  ", "note": " note ", "bad": " BAD  "}
    lines = [f"{marks[each.state]} {each.what:<12} {each.says}" for each in findings]
    worst = sum(each.state == "bad" for each in findings)
    now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    return "\n".join([*lines, "", f"{now}: {'all well' if not worst else f'{worst} to mend'}"])
