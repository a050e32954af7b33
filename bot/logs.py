"""Logs without secrets: a token stands in every Telegram URL, and libraries like to log URLs."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterable
from urllib.parse import quote

NOISY = ("httpx", "httpcore", "telegram", "alembic")  # they log URLs or payloads at INFO or DEBUG
HIDDEN = "•••"


class RedactSecrets(logging.Filter):
    """Replaces each secret, plain or percent-encoded, in what a record says: message, arguments, exception, stack.

    It belongs on handlers: a filter on a logger does not see what other loggers pass up.
    """

    def __init__(self, secrets: Iterable[str]) -> None:
        super().__init__()
        plain = {secret for secret in secrets if secret}
        spellings = plain | {quote(secret, safe="") for secret in plain}
        self._secrets = sorted(spellings, key=len, reverse=True)  # the longest first: one may contain another

    def redact(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, HIDDEN)
        return text

    def filter(self, record: logging.LogRecord) -> bool:
        try:
            message = record.getMessage()
        except (TypeError, ValueError, KeyError):  # a message and arguments that do not fit: keep the words
            message = str(record.msg)
        record.msg, record.args = self.redact(message), None
        if record.exc_info:
            record.exc_text = record.exc_text or "".join(traceback.format_exception(*record.exc_info)).rstrip("\n")
        if record.exc_text:
            record.exc_text = self.redact(record.exc_text)  # formatters use this text instead of making their own
            record.exc_info = None
        if record.stack_info:
            record.stack_info = self.redact(record.stack_info)
        return True


def protect(secrets: Iterable[str]) -> None:
    """Redact every handler the root logger has by now, and quiet the libraries that would name secrets."""
    redacted = RedactSecrets(secrets)
    for handler in logging.getLogger().handlers:
        handler.addFilter(redacted)
    for name in NOISY:
        logging.getLogger(name).setLevel(logging.WARNING)
