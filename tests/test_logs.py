"""No secret reaches a log: not in a message, its arguments, an exception or a stack (httpx names the token in URLs)."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

import pytest

from bot.logs import HIDDEN, NOISY, RedactSecrets, protect

TOKEN = "7000000001:AAE-secret_token"


@pytest.fixture
def written() -> Iterator[tuple[logging.Logger, io.StringIO]]:
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.addFilter(RedactSecrets([TOKEN, "", "AAE"]))
    logger = logging.getLogger("baocong.test_logs")
    logger.addHandler(handler)
    logger.propagate = False
    yield logger, out
    logger.removeHandler(handler)
    logger.propagate = True


def test_secrets_are_hidden_in_message_arguments_and_percent_encoding(
    written: tuple[logging.Logger, io.StringIO],
) -> None:
    logger, out = written
    logger.warning("GET https://x/bot%s/getMe %r", TOKEN, {"url": TOKEN.replace(":", "%3A")})
    logger.warning("plain " + TOKEN)  # noqa: G003  - also what is already one string
    assert out.getvalue() == f"GET https://x/bot{HIDDEN}/getMe {{'url': '{HIDDEN}'}}\nplain {HIDDEN}\n"


def test_secrets_are_hidden_in_exceptions_and_stacks(written: tuple[logging.Logger, io.StringIO]) -> None:
    logger, out = written
    try:
        try:
            int(f"https://x/bot{TOKEN}")
        except ValueError as inner:
            raise OSError(TOKEN) from inner
    except OSError:
        logger.exception("failed", stack_info=True)
    assert TOKEN not in out.getvalue()
    assert out.getvalue().count(HIDDEN) >= 2
    assert "OSError" in out.getvalue()


def test_a_message_that_does_not_fit_its_arguments_is_hidden_too(
    written: tuple[logging.Logger, io.StringIO],
) -> None:
    logger, out = written
    logger.warning(f"%d {TOKEN}", "x")  # noqa: G004  - exactly the mistake that is meant
    assert out.getvalue() == f"%d {HIDDEN}\n"


def test_protect_covers_the_root_handlers_and_quiets_the_libraries() -> None:
    root, handler = logging.getLogger(), logging.StreamHandler(io.StringIO())
    before = {name: logging.getLogger(name).level for name in NOISY}
    others = root.handlers
    root.handlers = [handler]
    try:
        protect([TOKEN])
        assert [type(each) for each in handler.filters] == [RedactSecrets]
        assert {logging.getLogger(name).level for name in NOISY} == {logging.WARNING}
    finally:
        root.handlers = others
        for name, level in before.items():
            logging.getLogger(name).setLevel(level)
