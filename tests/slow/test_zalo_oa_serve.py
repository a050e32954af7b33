"""An Official Account beside the running program: the login by its command, then a whole report with photos over HTTP."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
from pathlib import Path
from typing import Self

import httpx
from sqlalchemy import select

from handlers.rehearsal import PHOTOS, Actor, achievements
from storage import movement, report_reading
from storage.store import Store
from storage.tables import Address, Inbox, Outbox, Photo, Report, of
from storage.vault import VAULT
from tests.doors import PATIENCE, ROOT, Running
from tests.standin_zalo_oa import SETTINGS, StandIn
from tests.talk import TEXTS
from tests.zalo_oa_people import chat_id

AN, BINH = 1001, 1002
CODE = re.compile(r"SK-\d{4}-\d{4}")
FIRST = achievements()[0]


class Program(Running):
    """The program with an Official Account. It prints its public address, which leads nowhere here: the port is ours."""

    def __init__(self, folder: Path, server: StandIn) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        there = {
            "ZALO_OA_API_URL": server.url,
            "ZALO_OA_OAUTH_URL": server.url,
            "PUBLIC_URL": "https://baocong.example.vn",
        }
        super().__init__(folder, **SETTINGS, **there, WEB_PORT=str(self.port))

    def start(self) -> Self:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bot", "serve"], cwd=ROOT, env=self.environment, stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if self.settings["PUBLIC_URL"] in line:
                self.url = f"http://127.0.0.1:{self.port}"
                return self
        raise AssertionError("the program did not start")


def logs_in(running: Running, server: StandIn, *, by_callback: bool) -> str:
    """`./run zalo-login` beside the running program, its administrator agreeing."""
    command = subprocess.Popen(
        [sys.executable, "-u", "-m", "bot", "zalo-login"],
        cwd=ROOT,
        env=running.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert command.stdout is not None
    sent_to = server.tokens.consent(command.stdout.readline().strip())
    typed = f"{sent_to}\n"
    if by_callback:
        answer = httpx.get(f"{running.url}/zalo/callback?{sent_to.split('?', 1)[1]}", trust_env=False)
        assert answer.status_code == 200, answer.text
        typed = "\n"
    said, _ = command.communicate(typed, PATIENCE)
    assert command.returncode == 0, said
    return said


def test_a_report_with_photos_from_login_to_receipt(tmp_path: Path) -> None:
    """Buttons where there are five or fewer options, words where there are more; what is forged leaves nobody behind."""
    with StandIn() as server, Program(tmp_path, server) as running:
        page = httpx.get(f"{running.url}/zalo/callback?state=x&code=y", trust_env=False)
        assert (page.status_code, page.text) == (404, "There is no login open.")
        assert "Báo Công is connected to LĐLĐ Ninh Bình" in logs_in(running, server, by_callback=True)
        server.webhook = f"{running.url}/hooks/zalo-oa"
        receipt = perform(server, AN)
        assert CODE.search(receipt)
        assert "Báo Công is connected to LĐLĐ Ninh Bình" in logs_in(running, server, by_callback=False)
        server.repeat()
        server.wait(lambda: not server.updates)
        assert set(server.deliveries) == {200}
        server.signed = False
        server.redelivers = False
        server.say(BINH, "/start")
        server.wait(lambda: server.deliveries[-1] == 403)
    VAULT.unlock((tmp_path / "secret.key").read_bytes())
    store = Store(tmp_path / "baocong.db")
    with store.read() as db:
        [report] = db.execute(select(of(Report))).mappings().all()
        assert report["title"] == FIRST["answers"]["title"]
        assert [each["name"] for each in report_reading.authors_of(db, report["id"])] == [FIRST["submitter"]["name"]]
        assert db.execute(select(of(Address).c.address)).scalars().all() == [chat_id(AN)]
        assert db.execute(select(of(Photo).c.state)).scalars().all() == ["ready", "ready"]
        assert db.execute(select(of(Inbox).c.state).where(of(Inbox).c.state != "done")).all() == []
        assert db.execute(select(of(Outbox).c.state).where(of(Outbox).c.state != "sent")).all() == []
    store.close()


def perform(server: StandIn, chat: int) -> str:
    """Achievement no. 1 from the first word to the receipt, tapping where there is a button; gives the receipt."""
    actor = Actor(TEXTS, movement.starter(), FIRST, "CĐCS Công ty CP Xây lắp Sông Vân [MẪU]")
    before = 0
    server.follow(chat)
    for _ in range(80):
        shown = server.wait_messages(chat, before + 1, PATIENCE)
        acts = actor.reply(shown[-1].text, shown[-1].buttons or lines_of(shown[-1].text))
        if actor.done:
            return shown[-1].text
        before = len(shown)
        pictures = [act for act in acts if act.photo]
        for act in pictures:
            server.send_photo(chat, (PHOTOS / act.photo).read_bytes(), caption=act.caption)
            before = len(server.wait_messages(chat, before + 1, PATIENCE))
        for act in acts:
            if act.text in shown[-1].tokens:
                server.tap(chat, act.text)
            elif act.text:
                server.say(chat, act.text)
        if pictures and not any(act.text for act in acts):
            before -= 1
    raise AssertionError("no receipt")


def lines_of(text: str) -> list[str]:
    """The options of a message that has no buttons, as they are to be typed."""
    numbered = [line.split(". ", 1)[1] for line in text.splitlines() if re.match(r"\d+\. ", line)]
    last = text.splitlines()[-1]
    return [*numbered, *(last.split(" · ") if " · " in last else [])]
