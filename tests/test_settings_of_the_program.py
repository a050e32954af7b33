"""The program's settings: each by environment and by `.env`; what is wrong is named in one sentence, secrets are not."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.settings import PREFIX, BadSetting, Settings, read_settings

SECRET = "7000000001:AAE-a_secret"
HOOK = "a-secret_of-the-hook"
S3_ID, S3_SECRET = "AKIA-of-the-bucket", "the/secret+of-the-bucket"
ZALO = "12345689:zalo-secret_abc"
ZALO_HOOK = "another-secret_of-zalo"
OA_SECRET, OA_KEY = "the-app-secret-of-the-account", "the-oa-secret-key"
GIVEN: dict[str, tuple[str, Any]] = {
    "DATA_DIR": ("/srv/báo công", Path("/srv/báo công")),
    "DATABASE_URL": ("sqlite:////srv/db/a.db", "sqlite:////srv/db/a.db"),
    "MEDIA_URL": ("file:///srv/media", "file:///srv/media"),
    "S3_ENDPOINT": ("http://127.0.0.1:9000/", "http://127.0.0.1:9000"),
    "S3_REGION": ("ap-southeast-1", "ap-southeast-1"),
    "S3_KEY_ID": (S3_ID, S3_ID),
    "S3_SECRET": (S3_SECRET, S3_SECRET),
    "WEB_HOST": ("0.0.0.0", "0.0.0.0"),  # noqa: S104  - nothing listens there
    "WEB_PORT": ("8080", 8080),
    "PUBLIC_URL": ("https://baocong.example.vn/", "https://baocong.example.vn"),
    "TELEGRAM_TOKEN": (SECRET, SECRET),
    "TELEGRAM_BOT_NAME": ("baocong_bot", "baocong_bot"),
    "TELEGRAM_API_URL": ("http://127.0.0.1:8081/", "http://127.0.0.1:8081"),
    "TELEGRAM_MODE": ("webhook", "webhook"),
    "TELEGRAM_WEBHOOK_SECRET": (HOOK, HOOK),
    "TELEGRAM_PER_SECOND": ("20", 20.0),
    "ZALO_BOT_TOKEN": (ZALO, ZALO),
    "ZALO_BOT_API_URL": ("http://127.0.0.1:8082/", "http://127.0.0.1:8082"),
    "ZALO_BOT_MODE": ("webhook", "webhook"),
    "ZALO_BOT_WEBHOOK_SECRET": (ZALO_HOOK, ZALO_HOOK),
    "ZALO_BOT_PER_SECOND": ("2.5", 2.5),
    "ZALO_BOT_USERS": ("200", 200),
    "ZALO_BOT_MONTHLY": ("0", 0),
    "ZALO_OA_APP_ID": ("360846524940903967", "360846524940903967"),
    "ZALO_OA_APP_SECRET": (OA_SECRET, OA_SECRET),
    "ZALO_OA_SECRET_KEY": (OA_KEY, OA_KEY),
    "ZALO_OA_ID": ("388613280878808645", "388613280878808645"),
    "ZALO_OA_API_URL": ("http://127.0.0.1:8083/", "http://127.0.0.1:8083"),
    "ZALO_OA_OAUTH_URL": ("http://127.0.0.1:8084/", "http://127.0.0.1:8084"),
    "ZALO_OA_TEMPLATE_ID": ("123456", "123456"),
    "ZALO_OA_BUTTON_TEMPLATE": ("buttons", "buttons"),
    "ZALO_OA_PER_SECOND": ("20", 20.0),
    "LEASE_SECONDS": ("30", 30.0),
    "TIMEZONE": ("Asia/Bangkok", "Asia/Bangkok"),
    "DEMO": ("false", False),
    "LOG_LEVEL": ("WARNING", "WARNING"),
}
WHOLE = {name: text for name, (text, _) in GIVEN.items()}


@pytest.fixture(autouse=True)
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing set, and no `.env` here."""
    import os

    for name in list(os.environ):
        if name.upper().startswith(PREFIX):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def plain(settings: Settings) -> dict[str, Any]:
    values = {name.upper(): getattr(settings, name) for name in Settings.model_fields}
    return {
        name: value.get_secret_value() if hasattr(value, "get_secret_value") else value
        for name, value in values.items()
    }


def write(lines: dict[str, str], *, mark: str = "", name: str = ".env") -> None:
    text = mark + "# made by hand\n" + "".join(f"{PREFIX}{key}='{value}'\n" for key, value in lines.items())
    Path(name).write_text(text, encoding="utf-8")


def test_every_setting_by_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, text in WHOLE.items():
        monkeypatch.setenv(f"{PREFIX}{name}", text)
    assert plain(read_settings()) == {name: value for name, (_, value) in GIVEN.items()}


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_every_setting_by_file_and_the_environment_wins(monkeypatch: pytest.MonkeyPatch, mark: str) -> None:
    write(WHOLE, mark=mark)
    assert plain(read_settings()) == {name: value for name, (_, value) in GIVEN.items()}
    monkeypatch.setenv(f"{PREFIX}WEB_PORT", "9000")
    monkeypatch.setenv(f"{PREFIX}TIMEZONE", "")  # empty is not set
    settings = read_settings()
    assert (settings.web_port, settings.timezone) == (9000, "Asia/Bangkok")


def test_a_mark_before_the_first_letter_hides_no_setting() -> None:
    """Notepad writes one; the first line must count all the same."""
    Path(".env").write_text(f"\ufeff{PREFIX}WEB_PORT=9001\n", encoding="utf-8")
    assert read_settings().web_port == 9001


def test_nothing_needs_to_be_set() -> None:
    settings = read_settings()
    assert (settings.folder, settings.web_port, settings.secrets) == (Path("data/demo"), 8000, [])
    with pytest.raises(ValueError, match="frozen"):
        settings.web_port = 1


OA_ONLY = {name: text for name, text in WHOLE.items() if name.startswith("ZALO_OA") or name == "PUBLIC_URL"}
WRONG: list[tuple[dict[str, str], str]] = [
    ({"WEB_PORT": "abc"}, "BAOCONG_WEB_PORT: "),
    ({"WEB_PORT": "70000"}, "BAOCONG_WEB_PORT: "),
    ({"DEMO": "maybe"}, "BAOCONG_DEMO: "),
    ({"LOG_LEVEL": "LOUD"}, "BAOCONG_LOG_LEVEL: "),
    ({"TIMEZONE": "Asia/Hanoi"}, "BAOCONG_TIMEZONE: "),
    ({"TIMEZONE": "../../etc/passwd"}, "BAOCONG_TIMEZONE: "),
    ({"TIMEZONE": "Asia"}, "BAOCONG_TIMEZONE: "),
    ({"DATABASE_URL": f"postgresql://u:{SECRET}@h/d"}, "BAOCONG_DATABASE_URL: "),
    ({"MEDIA_URL": f"s3://{SECRET}@bucket"}, "BAOCONG_MEDIA_URL: "),
    ({"MEDIA_URL": "s3://bucket/../other"}, "BAOCONG_MEDIA_URL: "),
    ({"MEDIA_URL": "s3://Bucket"}, "BAOCONG_MEDIA_URL: "),
    ({"MEDIA_URL": "s3://bucket", "S3_KEY_ID": S3_ID}, "BAOCONG_S3_KEY_ID and BAOCONG_S3_SECRET must be "),
    ({"S3_ENDPOINT": f"ftp://{SECRET}"}, "BAOCONG_S3_ENDPOINT: "),
    ({"PUBLIC_URL": "baocong.example.vn"}, "BAOCONG_PUBLIC_URL: "),
    ({"TELEGRAM_API_URL": f"ftp://{SECRET}"}, "BAOCONG_TELEGRAM_API_URL: "),
    ({"TELEGRAM_MODE": "both"}, "BAOCONG_TELEGRAM_MODE: "),
    ({"TELEGRAM_PER_SECOND": "31"}, "BAOCONG_TELEGRAM_PER_SECOND: "),
    ({"TELEGRAM_PER_SECOND": "0"}, "BAOCONG_TELEGRAM_PER_SECOND: "),
    ({"TELEGRAM_PER_SECOND": "nan"}, "BAOCONG_TELEGRAM_PER_SECOND: "),
    ({"TELEGRAM_TOKEN": f"bot {SECRET}"}, "BAOCONG_TELEGRAM_TOKEN: "),
    ({"TELEGRAM_TOKEN": SECRET.replace(":", "")}, "BAOCONG_TELEGRAM_TOKEN: "),
    ({"TELEGRAM_TOKE": SECRET}, "BAOCONG_TELEGRAM_TOKE is not a setting"),
    ({"telegram_toke": SECRET}, "BAOCONG_telegram_toke is not a setting"),
    ({**WHOLE, "PUBLIC_URL": "http://baocong.example.vn"}, "BAOCONG_PUBLIC_URL must be "),
    ({**WHOLE, "PUBLIC_URL": ""}, "BAOCONG_PUBLIC_URL must be "),
    ({**WHOLE, "TELEGRAM_WEBHOOK_SECRET": HOOK[:15]}, "BAOCONG_TELEGRAM_WEBHOOK_SECRET must be "),
    ({**WHOLE, "TELEGRAM_WEBHOOK_SECRET": HOOK + " ạ"}, "BAOCONG_TELEGRAM_WEBHOOK_SECRET must be "),
    ({"ZALO_BOT_TOKEN": f"bot {ZALO}"}, "BAOCONG_ZALO_BOT_TOKEN: "),
    ({"ZALO_BOT_API_URL": f"ftp://{ZALO}"}, "BAOCONG_ZALO_BOT_API_URL: "),
    ({"ZALO_BOT_MONTHLY": "-1"}, "BAOCONG_ZALO_BOT_MONTHLY: "),
    ({"ZALO_BOT_USERS": "many"}, "BAOCONG_ZALO_BOT_USERS: "),
    ({"ZALO_BOT_TOKEN": ZALO, "ZALO_BOT_MODE": "webhook"}, "BAOCONG_PUBLIC_URL must be "),
    ({**WHOLE, "ZALO_BOT_WEBHOOK_SECRET": ZALO_HOOK[:15]}, "BAOCONG_ZALO_BOT_WEBHOOK_SECRET must be "),
    ({"ZALO_OA_APP_ID": f"app {OA_SECRET}"}, "BAOCONG_ZALO_OA_APP_ID: "),
    ({"ZALO_OA_TEMPLATE_ID": "x"}, "BAOCONG_ZALO_OA_TEMPLATE_ID: "),
    ({"ZALO_OA_PER_SECOND": "61"}, "BAOCONG_ZALO_OA_PER_SECOND: "),
    ({**OA_ONLY, "ZALO_OA_APP_SECRET": ""}, "BAOCONG_ZALO_OA_APP_SECRET must be set "),
    ({**OA_ONLY, "ZALO_OA_SECRET_KEY": ""}, "BAOCONG_ZALO_OA_SECRET_KEY must be set "),
    ({**OA_ONLY, "PUBLIC_URL": "http://127.0.0.1"}, "BAOCONG_PUBLIC_URL must be "),
]


@pytest.mark.parametrize("place", ["environment", "file"])
@pytest.mark.parametrize(("given", "begins"), WRONG, ids=[f"{number}" for number in range(len(WRONG))])
def test_what_is_wrong_is_named_in_one_sentence_and_never_repeated(
    monkeypatch: pytest.MonkeyPatch, place: str, given: dict[str, str], begins: str
) -> None:
    if place == "file":
        write(given)
    else:
        for name, value in given.items():
            monkeypatch.setenv(f"{PREFIX}{name}", value)
    with pytest.raises(BadSetting) as bad:
        read_settings()
    sentence = str(bad.value)
    assert sentence.startswith(begins)
    assert re.fullmatch(r"[^\n]+[^.\n]\.", sentence)
    assert not any(secret in sentence for secret in (SECRET, SECRET.split(":")[1], HOOK, HOOK[:15]))
    assert bad.value.__cause__ is None


def test_a_file_that_is_no_text_is_said() -> None:
    Path(".env").write_bytes(b"BAOCONG_DEMO=\xff\xfe\n")
    with pytest.raises(BadSetting, match="UTF-8"):
        read_settings()


def test_space_around_a_token_is_no_part_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"{PREFIX}TELEGRAM_TOKEN", f" {SECRET}\n")
    assert read_settings().telegram_token.get_secret_value() == SECRET


def test_settings_shown_or_written_down_hide_their_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, text in WHOLE.items():
        monkeypatch.setenv(f"{PREFIX}{name}", text)
    settings = read_settings()
    shown = f"{settings} {settings!r} {settings.model_dump_json()}"
    secrets = [S3_ID, S3_SECRET, SECRET, HOOK, ZALO, ZALO_HOOK, OA_SECRET, OA_KEY]
    assert not any(secret in shown for secret in secrets)
    assert settings.secrets == secrets


# demo wanted, token, host, whether it is shown
DEMO = [
    (True, "", "127.0.0.1", True),
    (True, "", "::1", True),
    (True, "", "localhost", True),
    (False, "", "127.0.0.1", False),
    (True, SECRET, "127.0.0.1", False),
    (True, "", "0.0.0.0", False),  # noqa: S104  - nothing listens there
    (True, "", "192.168.1.7", False),
]


@pytest.mark.parametrize(("wanted", "token", "host", "shown"), DEMO)
def test_demo_data_never_meet_a_token_or_the_world(wanted: bool, token: str, host: str, shown: bool) -> None:  # noqa: FBT001  - a row of the table
    settings = Settings(demo=wanted, telegram_token=SecretStr(token), web_host=host, data_dir=Path("d"))
    assert (settings.shows_demo, settings.folder) == (shown, Path("d/demo") if shown else Path("d"))


def test_a_zalo_token_ends_the_demo_as_well() -> None:
    assert not Settings(zalo_bot_token=SecretStr(ZALO)).shows_demo
    account = {name.lower(): text for name, text in OA_ONLY.items()}
    assert not Settings(**account).shows_demo  # type: ignore[arg-type]  # texts, as the environment has them
