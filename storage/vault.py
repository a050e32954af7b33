"""Personal data at rest: what is sealed before it reaches the database, and the keyed hash that still finds it.

The key lives beside the database, never in it, so no copy of the database alone reveals a phone number (R66, R73).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Dialect, LargeBinary
from sqlalchemy.types import TypeDecorator

KEY_BYTES, NONCE_BYTES = 32, 12


class WrongKey(Exception):
    """The key on this machine does not open what the database holds."""


class Vault:
    """One key for the process: SQLAlchemy's column types are process-wide, and so is this."""

    def __init__(self) -> None:
        self._cipher: AESGCM | None = None
        self._pepper = b""

    def unlock(self, key: bytes) -> None:
        """`key` is 32 random bytes in URL-safe base64. Raises WrongKey for any other."""
        try:
            whole = len(base64.urlsafe_b64decode(key)) == KEY_BYTES
        except ValueError:
            whole = False
        if not whole:
            raise WrongKey("secret.key is damaged: put back the key that belongs to this database.")
        self._cipher = AESGCM(hashlib.sha256(b"baocong sealing " + key).digest())
        self._pepper = hashlib.sha256(b"baocong matching " + key).digest()

    @property
    def cipher(self) -> AESGCM:
        if self._cipher is None:
            raise WrongKey("The vault was not unlocked before the database was used.")
        return self._cipher

    def seal(self, clear: bytes) -> bytes:
        """AES-256-GCM under a random nonce, which stands in front. (Fernet costs ten times the CPU and a third more room.)"""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self.cipher.encrypt(nonce, clear, None)

    def open(self, sealed: bytes) -> bytes:
        """What was sealed. Raises WrongKey when it was sealed with another key, or changed since."""
        try:
            return self.cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], None)
        except (InvalidTag, ValueError):
            raise WrongKey("secret.key does not fit this database: put back the key that belongs to it.") from None

    def fingerprint(self, clear: str) -> str:
        """A keyed hash for matching (phones, one-time codes, cookies): useless without the key."""
        return hmac.new(self._pepper, clear.encode(), hashlib.sha256).hexdigest()


VAULT = Vault()


def new_key() -> bytes:
    """A fresh key, as the file holds it."""
    return base64.urlsafe_b64encode(os.urandom(KEY_BYTES))


def load_or_make_key(path: Path) -> bytes:
    """The key file, made once with owner-only rights and fsynced before anything is sealed with it."""
    try:
        return path.read_bytes().strip()
    except FileNotFoundError:
        pass
    key = new_key()
    keep_key(path, key)
    return key


def keep_key(path: Path, key: bytes) -> None:
    """Write the key file where none is, durable when this returns."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(key)
        file.flush()
        os.fsync(file.fileno())
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


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
