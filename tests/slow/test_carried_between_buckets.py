"""A province goes from a small machine to PostgreSQL and a bucket, from there by an archive into an empty database and an empty
bucket, and by another one back onto a small machine: everywhere the same rows and the same bytes, and members go on.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot import backups
from bot.ground import address_of
from bot.keeping import media_of
from bot.settings import Settings
from handlers.rehearsal import Actor, achievements
from storage import movement
from storage.filling import NotEmpty
from storage.folder import DataFolder
from storage.media import key_of
from storage.store import Store
from tests.doors import Running, WebDoor, perform
from tests.every_row import content
from tests.in_process import UNIT
from tests.postgres import server as postgres
from tests.slow.s3_server import KEY_ID, SECRET, new_bucket
from tests.standing import TEXTS, prepare

Place = Mapping[str, str]  # settings
SMALL: Place = {}  # SQLite and a folder
ON_THEIR_OWN = (
    "lease",
    "setting",
)  # who holds what, where a database was moved to: about a place, not about the province


def machines(s3: str) -> Place:
    """An empty PostgreSQL database, an empty bucket."""
    return {
        "database_url": postgres().new_database(),
        "media_url": f"s3://{new_bucket(s3)}/ninh-binh",
        "s3_endpoint": s3,
        "s3_key_id": KEY_ID,
        "s3_secret": SECRET,
    }


def settings_at(folder: Path, there: Place) -> Settings:
    secrets: dict[str, Any] = {name: SecretStr(there[name]) for name in ("s3_key_id", "s3_secret") if name in there}
    plain: dict[str, Any] = {name: value for name, value in there.items() if name not in secrets}
    return Settings(data_dir=folder, demo=False, **plain, **secrets)


def a_member_reports(folder: Path, there: Place, number: int) -> None:
    """Through the page of the real program."""
    with Running(folder, **{name.upper(): value for name, value in there.items()}) as program:
        door = WebDoor(program.url)
        script = achievements()[number]
        assert "-2026-" in perform(Actor(TEXTS, movement.starter(), script, UNIT), door)
        door.client.close()
        assert program.stop() == 0


def found(folder: Path, there: Place) -> tuple[dict[str, Any], list[str]]:
    """All rows as the models read them, and the keys of all files, each of which is the hash of its bytes."""
    settings, data = settings_at(folder, there), DataFolder(folder)
    store, media = Store(address_of(settings, data)), media_of(settings, data)
    rows = content(store)
    store.close()
    keys = list(media.list())
    assert [key_of(media.get(key), "." + key.rpartition(".")[2]) for key in keys] == keys
    return {name: each for name, each in rows.items() if name not in ON_THEIR_OWN}, keys


def test_from_a_small_machine_into_a_bucket_from_bucket_to_bucket_and_back(s3: str, tmp_path: Path) -> None:
    here, first, second = tmp_path / "here", machines(s3), machines(s3)
    prepare(here)
    a_member_reports(here, SMALL, 0)
    before = found(here, SMALL)
    assert (len(before[0]["report"]), len(before[1])) == (1, 4)  # two photos, each with its small one
    secrets = {name: each for name, each in first.items() if name.startswith("s3_")}
    said = backups.move(settings_at(here, secrets), first["database_url"], first["media_url"])
    assert (", 4 files;" in said, f"BAOCONG_MEDIA_URL={first['media_url']}" in said, SECRET in said) == (
        True,
        True,
        False,
    )
    assert found(here, first) == before

    a_member_reports(here, first, 1)
    before = found(here, first)
    assert [len(before[0]["report"]), len(before[0]["person"])] == [2, 2]
    carry(here, first, tmp_path / "there", second)
    assert found(tmp_path / "there", second) == before
    with pytest.raises(NotEmpty):
        backups.bring_back(settings_at(tmp_path / "there", second), tmp_path / "there.tar", deep=False)

    a_member_reports(tmp_path / "there", second, 2)
    before = found(tmp_path / "there", second)
    carry(tmp_path / "there", second, tmp_path / "home", SMALL)
    assert found(tmp_path / "home", SMALL) == before
    a_member_reports(tmp_path / "home", SMALL, 3)
    assert [row["code"][-4:] for row in found(tmp_path / "home", SMALL)[0]["report"]] == [
        "0001",
        "0002",
        "0003",
        "0004",
    ]


def carry(source: Path, here: Place, goal: Path, there: Place) -> None:
    """By an archive, which is read back, into an empty place, which keeps every promise."""
    file = goal.with_suffix(".tar")
    said = backups.back_up(settings_at(source, here), file, with_key=False, verify=True)
    assert "read back and whole" in said
    shutil.rmtree(goal, ignore_errors=True)
    goal.mkdir()
    shutil.copy(source / "secret.key", goal)
    assert "Every promise holds." in backups.bring_back(settings_at(goal, there), file, deep=True)
