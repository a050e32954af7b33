"""Personal data at rest: what is sealed before it reaches the database, and the keyed hash that still finds it.

The key lives beside the database, never in it, so no copy of the database alone reveals a phone number (R66, R73).
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy import Dialect, LargeBinary
from sqlalchemy.types import TypeDecorator


class WrongKey(Exception):
    """The key on this machine does not open what the database holds."""


class Vault:
    """One key for the process: SQLAlchemy's column types are process-wide, and so is this."""

    def __init__(self) -> None:
        self._fernet: Fernet | None = None
        self._pepper = b""

    def unlock(self, key: bytes) -> None:
        self._fernet = Fernet(key)
        self._pepper = hashlib.sha256(b"baocong matching " + key).digest()

    @property
    def fernet(self) -> Fernet:
        if self._fernet is None:
            raise WrongKey("The vault was not unlocked before the database was used.")
        return self._fernet

    def seal(self, clear: bytes) -> bytes:
        return self.fernet.encrypt(clear)

    def open(self, sealed: bytes) -> bytes:
        try:
            return self.fernet.decrypt(sealed)
        except InvalidToken:
            raise WrongKey("secret.key does not fit this database: put back the key that belongs to it.") from None

    def fingerprint(self, clear: str) -> str:
        """A keyed hash for matching (phones, one-time codes, cookies): useless without the key."""
        return hmac.new(self._pepper, clear.encode(), hashlib.sha256).hexdigest()


VAULT = Vault()


def load_or_make_key(path: Path) -> bytes:
    """The key file, made once with owner-only rights and fsynced before anything is sealed with it."""
    try:
        return path.read_bytes().strip()
    except FileNotFoundError:
        pass
    key = Fernet.generate_key()
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(key)
        file.flush()
        os.fsync(file.fileno())
    return key


class SealedText(TypeDecorator[str]):
    """A text column that is sealed at rest."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        return None if value is None else VAULT.seal(value.encode())

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:
        return None if value is None else VAULT.open(value).decode()


class SealedJson(TypeDecorator[Any]):
    """A JSON column that is sealed at rest: conversations and messages may hold a phone number anywhere."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:
        if value is None:
            return None
        return VAULT.seal(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> Any:
        return None if value is None else json.loads(VAULT.open(value))
