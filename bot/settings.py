"""Settings: environment or `.env`, prefix BAOCONG_. Every field is documented in docs/settings.md.

A wrong or unknown setting stops the start with one sentence that names it; a secret's value is never repeated.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from storage.engines import POSTGRESQL

PREFIX = "BAOCONG_"
SECRET = re.compile(
    r"[A-Za-z0-9_-]{16,256}"
)  # what Telegram accepts (core.telegram.org/bots/api#setwebhook), and long enough
ZALO_NUMBER = re.compile(r"[0-9]{1,32}")
BUCKET = re.compile(
    r"s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/((?:[A-Za-z0-9_-][A-Za-z0-9_.-]*/?){0,9}))?"
)  # name, prefix
TOKEN = re.compile(r"[0-9]{1,20}:[A-Za-z0-9_-]{1,200}")
ENCODING = "utf-8-sig"  # editors on Windows put a mark before the first letter
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class BadSetting(Exception):
    """One sentence that names the setting and says what it should be."""


class Settings(BaseSettings):
    """Everything an operator may set. Frozen: read once at the start."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=".env",
        env_file_encoding=ENCODING,
        frozen=True,
        extra="ignore",
        env_ignore_empty=True,
    )

    data_dir: Path = Path("data")
    database_url: str = ""  # default: sqlite in the data folder
    media_url: str = ""  # default: files in the data folder
    s3_endpoint: str = ""  # default: AWS in the region
    s3_region: str = "us-east-1"
    s3_key_id: SecretStr = SecretStr("")
    s3_secret: SecretStr = SecretStr("")
    web_host: str = "127.0.0.1"
    web_port: Annotated[int, Field(ge=0, le=65535)] = 8000
    public_url: str = ""
    telegram_token: SecretStr = SecretStr("")
    telegram_bot_name: str = ""
    telegram_api_url: str = "https://api.telegram.org"
    telegram_mode: Literal["polling", "webhook"] = "polling"
    telegram_webhook_secret: SecretStr = SecretStr("")
    telegram_per_second: Annotated[float, Field(gt=0, le=30)] = 28.0
    zalo_bot_token: SecretStr = SecretStr("")
    zalo_bot_api_url: str = "https://bot-api.zaloplatforms.com"
    zalo_bot_mode: Literal["polling", "webhook"] = "polling"
    zalo_bot_webhook_secret: SecretStr = SecretStr("")
    zalo_bot_per_second: Annotated[float, Field(gt=0, le=30)] = 5.0  # no ceiling is published
    zalo_bot_users: Annotated[int, Field(ge=0)] = 50  # what the plan allows; 0: no limit
    zalo_bot_monthly: Annotated[int, Field(ge=0)] = 3000  # messages a month; 0: no limit
    zalo_oa_app_id: str = ""
    zalo_oa_app_secret: SecretStr = SecretStr("")
    zalo_oa_secret_key: SecretStr = SecretStr("")  # of the webhook's signature
    zalo_oa_id: str = ""
    zalo_oa_api_url: str = "https://openapi.zalo.me"
    zalo_oa_oauth_url: str = "https://oauth.zaloapp.com"
    zalo_oa_template_id: str = ""
    zalo_oa_button_template: str = ""
    zalo_oa_per_second: Annotated[float, Field(gt=0, le=60)] = 40.0  # 4,000 calls a minute an app, lookups included
    lease_seconds: Annotated[float, Field(ge=1, le=300)] = 15.0  # after a crash another process goes on so much later
    timezone: str = "Asia/Ho_Chi_Minh"
    demo: bool = True
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError):
            raise ValueError("must be a time zone such as Asia/Ho_Chi_Minh") from None
        return value

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        if value and not value.startswith(("sqlite:///", POSTGRESQL)):
            raise ValueError(f"must be empty, sqlite:///PATH or {POSTGRESQL}USER:PASSWORD@HOST/DATABASE")
        return value

    @field_validator("media_url")
    @classmethod
    def _known_media(cls, value: str) -> str:
        if value and not value.startswith("file:///") and not BUCKET.fullmatch(value):
            raise ValueError("must be empty, file:///PATH or s3://BUCKET/PREFIX")
        return value

    @field_validator("telegram_token")
    @classmethod
    def _whole_token(cls, value: SecretStr) -> SecretStr:
        token = value.get_secret_value().strip()
        if token and not TOKEN.fullmatch(token):
            raise ValueError("must look like 123456:ABC-def, as @BotFather gives it")
        return SecretStr(token)

    @field_validator(
        "public_url", "s3_endpoint", "telegram_api_url", "zalo_bot_api_url", "zalo_oa_api_url", "zalo_oa_oauth_url"
    )
    @classmethod
    def _web_address(cls, value: str) -> str:
        if value and not value.startswith(("https://", "http://")):
            raise ValueError("must begin with https:// or http://")
        return value.rstrip("/")

    @model_validator(mode="after")
    def _webhook_is_whole(self) -> Self:
        if self.telegram_mode == "webhook" and self.telegram_token.get_secret_value():
            if not self.public_url.startswith("https://"):
                raise ValueError(
                    f"{PREFIX}PUBLIC_URL must be an https:// address when {PREFIX}TELEGRAM_MODE is webhook"
                )
            if not SECRET.fullmatch(self.telegram_webhook_secret.get_secret_value()):
                raise ValueError(
                    f"{PREFIX}TELEGRAM_WEBHOOK_SECRET must be 16 to 256 letters, digits, _ or - when the mode is webhook"
                )
        return self

    @model_validator(mode="after")
    def _bucket_opens(self) -> Self:
        if self.media_url.startswith("s3://") and not all(
            each.get_secret_value() for each in (self.s3_key_id, self.s3_secret)
        ):
            raise ValueError(f"{PREFIX}S3_KEY_ID and {PREFIX}S3_SECRET must be set when {PREFIX}MEDIA_URL is s3://")
        return self

    @field_validator("zalo_bot_token")
    @classmethod
    def _whole_zalo_token(cls, value: SecretStr) -> SecretStr:
        token = value.get_secret_value().strip()
        if token and not TOKEN.fullmatch(token):
            raise ValueError("must look like 123456:abc-xyz, as Zalo Bot Manager sends it")
        return SecretStr(token)

    @model_validator(mode="after")
    def _zalo_webhook_is_whole(self) -> Self:
        if self.zalo_bot_mode == "webhook" and self.zalo_bot_token.get_secret_value():
            if not self.public_url.startswith("https://"):
                raise ValueError(
                    f"{PREFIX}PUBLIC_URL must be an https:// address when {PREFIX}ZALO_BOT_MODE is webhook"
                )
            if not SECRET.fullmatch(self.zalo_bot_webhook_secret.get_secret_value()):
                raise ValueError(
                    f"{PREFIX}ZALO_BOT_WEBHOOK_SECRET must be 16 to 256 letters, digits, _ or - when the mode is webhook"
                )
        return self

    @field_validator("zalo_oa_app_id", "zalo_oa_id", "zalo_oa_template_id")
    @classmethod
    def _zalo_number(cls, value: str) -> str:
        if value and not ZALO_NUMBER.fullmatch(value):
            raise ValueError("must be the number that Zalo shows, digits only")
        return value

    @model_validator(mode="after")
    def _zalo_oa_is_whole(self) -> Self:
        """Its messages come by webhook only, and each is believed by its signature only."""
        if not self.zalo_oa_app_id:
            return self
        for name in ("zalo_oa_app_secret", "zalo_oa_secret_key"):
            if not getattr(self, name).get_secret_value():
                raise ValueError(f"{PREFIX}{name.upper()} must be set when {PREFIX}ZALO_OA_APP_ID is")
        if not self.public_url.startswith("https://"):
            raise ValueError(f"{PREFIX}PUBLIC_URL must be an https:// address when {PREFIX}ZALO_OA_APP_ID is set")
        return self

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def on_loopback(self) -> bool:
        return self.web_host in LOOPBACK

    @property
    def shows_demo(self) -> bool:
        """Demo data is for looking around: never with a channel's token or on a server, never where others can reach it."""
        tokens = (self.telegram_token, self.zalo_bot_token)
        opened = any(each.get_secret_value() for each in tokens) or self.zalo_oa_app_id
        return self.demo and self.on_loopback and not opened and not self.database_url.startswith(POSTGRESQL)

    @property
    def folder(self) -> Path:
        """Demo data lives in a folder of its own, so that it can never mix with a province's."""
        return self.data_dir / "demo" if self.shows_demo else self.data_dir

    @property
    def secrets(self) -> list[str]:
        kept = [value.get_secret_value() for _, value in self if isinstance(value, SecretStr)]
        return [each for each in (*kept, unquote(urlsplit(self.database_url).password or "")) if each]


def read_settings() -> Settings:
    """The settings of this process. Raises BadSetting."""
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    for name in sorted({*os.environ, *_named_in_file()}):
        if name.upper().startswith(PREFIX) and name.upper() not in known:
            raise BadSetting(f"{name} is not a setting of Báo Công; docs/settings.md lists them.")
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        says = first["msg"].removeprefix("Value error, ")
        name = f"{PREFIX}{str(first['loc'][0]).upper()}: " if first["loc"] else ""
        raise BadSetting(f"{name}{says}.") from None


def _named_in_file() -> list[str]:
    """The names a `.env` gives. Raises BadSetting."""
    file = Path(".env")
    try:
        return list(dotenv_values(file, encoding=ENCODING)) if file.is_file() else []
    except (OSError, UnicodeDecodeError):
        raise BadSetting(f"{file.resolve()} cannot be read: it must be a text file in UTF-8.") from None
