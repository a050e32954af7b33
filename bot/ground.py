"""What the house stands on: the data folder, the key, and the database, brought up to the newest schema."""

from __future__ import annotations

from pathlib import Path

from bot.settings import Settings
from storage import handover, key_mark, outbox
from storage.engines import is_postgresql
from storage.folder import DataFolder
from storage.migrations import upgrade, version_of
from storage.store import Store
from storage.vault import VAULT, WrongKey, load_or_make_key


def address_of(settings: Settings, folder: DataFolder) -> Path | str:
    """The database the settings name: a file, or a server's."""
    url = settings.database_url
    if is_postgresql(url):
        return url
    return Path(url.removeprefix("sqlite:///")) if url else folder.database


def is_there(address: Path | str) -> bool:
    """Whether there is something to look at. What is on a server is found when it is asked."""
    return not isinstance(address, Path) or address.exists()


def begin(settings: Settings) -> tuple[DataFolder, Store]:
    """Lock the folder (with a server: take a seat in it), find the key that fits, bring the database up.

    Raises FolderInUse, NewerDatabase, WrongKey, MovedAway, HalfMade; then nothing is left open or locked.
    """
    folder, store = DataFolder(settings.folder), None
    address = address_of(settings, folder)
    folder.make()
    if isinstance(address, Path):
        folder.lock()
    else:
        folder.take_seat()
    try:
        if isinstance(address, Path):
            handover.refuse_half(address)
            VAULT.unlock(_key_beside(folder, address))
        store = Store(address)
        if not isinstance(address, Path):
            VAULT.unlock(_key_for(folder, store))
        upgrade(store)
        with store.write() as db:
            handover.refuse_moved(db)
            outbox.newest(db)  # a key that does not fit is found now, not with the first message
            key_mark.agree(db)
    except BaseException:
        if store:
            store.close()
        folder.unlock()
        raise
    return folder, store


def _key_beside(folder: DataFolder, database: Path) -> bytes:
    """A new key beside an old database would lock its words away for good. Raises WrongKey."""
    if database.exists() and not folder.key.exists():
        raise WrongKey(f"{folder.key} is missing: put back the key that belongs to {database}.")
    return load_or_make_key(folder.key)


def _key_for(folder: DataFolder, store: Store) -> bytes:
    """The same of a server's database: only the very first machine makes a key. Raises WrongKey."""
    if not folder.key.exists() and version_of(store) is not None:
        raise WrongKey(f"{folder.key} is missing: copy the secret.key of the machine that uses this database already.")
    return load_or_make_key(folder.key)
