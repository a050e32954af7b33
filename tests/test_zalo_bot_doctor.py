"""Doctor on the Zalo Bot: the line, the webhook, the links, and how much of the plan is used."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.doctor import examine
from bot.settings import Settings
from bot.zalo_bot_doctor import look
from storage import channel_use, people
from storage.folder import DataFolder
from storage.store import Store
from tests.standin_zalo_bot import TOKEN, StandIn, chat_id
from tests.standing import prepare, settings_for

SECRET = "a-secret_of-the-hook"
PUBLIC = "https://baocong.example"


@pytest.fixture
def server() -> Iterator[StandIn]:
    with StandIn() as standin:
        yield standin


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    prepare(tmp_path)
    return DataFolder(tmp_path)


def given(folder: DataFolder, server: StandIn, **more: object) -> Settings:
    return settings_for(
        folder.root,
        None,
        **{"zalo_bot_token": TOKEN, "zalo_bot_api_url": server.url, "public_url": PUBLIC, **more},
    )


def said(settings: Settings, folder: DataFolder) -> list[tuple[str, str, str]]:
    return list(look(settings, folder))


def uses(folder: DataFolder, messages: int, users: int = 0, ago: timedelta = timedelta(hours=1)) -> None:
    """So many messages of late, and so many people who have written."""
    now = datetime.now(UTC)
    store = Store(folder.database)
    with store.write() as db:
        channel_use.add(db, {"zalo_bot": messages}, now - ago if (now - ago).month == now.month else now)
        people.meet(db, [("zalo_bot", chat_id(number)) for number in range(users)], {}, now)
    store.close()


def test_all_is_well(server: StandIn, folder: DataFolder) -> None:
    month = f"{datetime.now(settings_for(folder.root).zone):%Y-%m}"
    assert said(given(folder, server), folder) == [
        ("zalo bot", "ok", "bot.VDKyGxQvc, polling"),
        ("zalo people", "ok", "0 of 50 people"),
        ("zalo messages", "ok", f"0 of 3,000 messages in {month}"),
    ]
    assert {asked.method for asked in server.asked} == {"getMe", "getWebhookInfo"}  # nothing is taken from anybody


def test_without_a_token_nothing_is_said(folder: DataFolder) -> None:
    assert said(settings_for(folder.root), folder) == []


def test_it_stands_among_what_doctor_says(server: StandIn, folder: DataFolder) -> None:
    found = {each.what: each.state for each in examine(given(folder, server))}
    assert [found[what] for what in ("zalo bot", "zalo people", "zalo messages")] == ["ok"] * 3


Change = Callable[[StandIn], object]
LINES: list[tuple[dict[str, object], Change, str, str]] = [
    (
        {"zalo_bot_token": SecretStr("1:WRONG")},
        lambda _: None,
        "bad",
        "Zalo refuses the token: check BAOCONG_ZALO_BOT_TOKEN.",
    ),
    ({}, lambda zalo: zalo.fail("*", "403"), "bad", "Zalo has trouble of its own (403): we go on trying."),
    ({}, lambda zalo: zalo.fail("*", "502"), "bad", "Zalo has trouble of its own (502): we go on trying."),
    (
        {},
        lambda zalo: zalo.fail("*", "bad json"),
        "bad",
        "not reachable (Unanswered): we go on trying. The web chat goes on.",
    ),
    (
        {"zalo_bot_api_url": "http://127.0.0.1:1"},
        lambda _: None,
        "bad",
        "not reachable (ConnectError): we go on trying. The web chat goes on.",
    ),
    (
        {},
        lambda zalo: zalo.webhook.update(url="https://old.example"),
        "note",
        "a webhook is set, so polling gets nothing; the next start takes it down.",
    ),
    (
        {"zalo_bot_mode": "webhook", "zalo_bot_webhook_secret": SECRET},
        lambda _: None,
        "note",
        "Zalo sends events to another address than ours; the next start sets it.",
    ),
    (
        {"public_url": ""},
        lambda _: None,
        "note",
        "photos and papers go as links: members can open them once BAOCONG_PUBLIC_URL is https.",
    ),
]


@pytest.mark.parametrize(("more", "change", "state", "says"), LINES, ids=range(len(LINES)))
def test_what_is_wrong_with_the_line_is_named_and_the_token_is_not(
    server: StandIn, folder: DataFolder, more: dict[str, object], change: Change, state: str, says: str
) -> None:
    change(server)
    found = said(given(folder, server, **more), folder)
    assert [each for each in found if each[1] != "ok"] == [("zalo bot", state, says)]
    assert not any(TOKEN.partition(":")[2] in each[2] for each in found)


PLANS = [  # messages, people, state and words of the messages, state of the people
    (2399, 39, "ok", "2,399 of 3,000 messages in {month}", "ok"),
    (2850, 40, "note", "2,850 of 3,000 messages in {month}: kept for answers until the month ends.", "note"),
    (
        3000,
        50,
        "bad",
        "3,000 of 3,000 messages in {month}: used up; answers wait until Zalo takes them again, reminders until the month ends.",
        "bad",
    ),
]


@pytest.mark.parametrize(("messages", "users", "state", "says", "of_people"), PLANS, ids=range(len(PLANS)))
def test_the_plan_is_shown_before_it_runs_out(
    server: StandIn, folder: DataFolder, messages: int, users: int, state: str, says: str, of_people: str
) -> None:
    uses(folder, messages, users)
    settings = given(folder, server)
    found = {what: (state, says) for what, state, says in said(settings, folder)}
    month = f"{datetime.now(settings.zone):%Y-%m}"
    shown = found["zalo messages"]
    assert (shown[0], shown[1].partition("; at this pace")[0]) == (state, says.format(month=month))
    assert found["zalo people"] == (of_people, f"{users} of 50 people")


def test_without_limits_it_is_counted_all_the_same(server: StandIn, folder: DataFolder) -> None:
    uses(folder, 9_000, 60)
    settings = given(folder, server, zalo_bot_monthly=0, zalo_bot_users=0)
    month = f"{datetime.now(settings.zone):%Y-%m}"
    assert said(settings, folder)[1:] == [
        ("zalo people", "ok", "60 people"),
        ("zalo messages", "ok", f"9,000 messages in {month}"),
    ]
