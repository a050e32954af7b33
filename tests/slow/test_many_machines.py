"""Three processes behind a balancer that has no memory: each request of a webhook goes to the next of them.

Every third message is a photo, which is acknowledged before it is fetched: the text behind it comes to another process, and must
wait there until the first has answered the photo. One process sends for all; chat pages hang on one and are answered by another.
"""

from __future__ import annotations

import json
import os
import signal
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from itertools import count
from pathlib import Path

import httpx
from sqlalchemy import func, select

from bot.channels.gateway import Limits, fit
from handlers.words import Outgoing
from storage.channel_tables import Lease
from storage.store import Store
from storage.tables import Inbox, Outbox, of
from tests.pictures import noise, saved
from tests.postgres import free_port
from tests.slow.test_kill import Program, database, once, program
from tests.standin_telegram import StandIn

inbox, outbox, lease = of(Inbox), of(Outbox), of(Lease)

SECRET = "a-secret_of-the-hook"
PEOPLE = range(5001, 5006)
EACH = 7  # messages a person
PHOTO = saved(noise(1))


class Balancer:
    """Hands each update to the next process, as often as it takes: a process may be busy, none may lose one."""

    def __init__(self, server: StandIn, ports: list[int]) -> None:
        self._server, self._ports, self._turn = server, ports, count()
        self.client = httpx.Client(headers={"x-telegram-bot-api-secret-token": SECRET}, timeout=60, trust_env=False)

    def tell(self, person: int) -> None:
        """One person's messages, each after the one before it was acknowledged: so Telegram does it."""
        for number in range(EACH):
            if number % 3 == 1:
                made = self._server.send_photo(person, PHOTO, f"ảnh {number}")
            else:
                made = self._server.say(person, f"tin số {number}")
            update = next(each for each in reversed(self._server.emitted) if each["update_id"] == made)
            for _ in range(1 + number % 2):  # every other one comes twice
                self._post(update)

    def _post(self, update: dict[str, object]) -> None:
        port = self._ports[next(self._turn) % len(self._ports)]
        answer = self.client.post(f"http://127.0.0.1:{port}/hooks/telegram", content=json.dumps(update))
        assert answer.status_code == 200


def at_rest(store: Store) -> bool:
    with store.read() as db:
        waiting = select(func.count()).select_from(inbox).where(inbox.c.state == "new")
        leaving = select(func.count()).select_from(outbox).where(outbox.c.state.in_(("due", "sending")))
        return db.execute(waiting).scalar() == 0 and db.execute(leaving).scalar() == 0


def start(stack: ExitStack, folder: Path, server: StandIn, store: Store, port: int) -> tuple[Program, int]:
    hook = {"TELEGRAM_MODE": "webhook", "TELEGRAM_WEBHOOK_SECRET": SECRET, "PUBLIC_URL": "https://baocong.invalid"}
    more = {"DATABASE_URL": str(store.address), "LEASE_SECONDS": "2", "WEB_PORT": str(port), **hook}
    running = stack.enter_context(program(folder, server, **more))
    return running, running.start()


def test_each_person_is_answered_in_order_whichever_process_their_messages_come_to(tmp_path: Path) -> None:
    with StandIn() as server, database("postgresql", tmp_path / "province") as (store, _), ExitStack() as stack:
        server.fail("setWebhook", "500 before", 10**6)  # the balancer is ours: nothing is pushed to anybody else
        ports = [free_port() for _ in range(3)]
        processes = [start(stack, tmp_path / "province", server, store, port) for port in ports]
        for port in ports:
            with httpx.Client(transport=httpx.HTTPTransport(retries=40), trust_env=False) as client:
                assert client.get(f"http://127.0.0.1:{port}/healthz").status_code == 200
        balancer = Balancer(server, ports)
        with balancer.client, ThreadPoolExecutor(len(PEOPLE)) as pool:
            list(pool.map(balancer.tell, PEOPLE))
        server.wait(lambda: at_rest(store), 90)

        emitted = sorted(str(update["update_id"]) for update in server.emitted)
        with store.read() as db:
            kept = db.execute(select(inbox.c.update_id, inbox.c.state).order_by(inbox.c.update_id)).all()
            senders = db.execute(
                select(func.count()).select_from(lease).where(lease.c.name == "send:telegram")
            ).scalar()
        assert [tuple(row) for row in kept] == [(number, "done") for number in emitted]
        assert senders == 1
        for person in PEOPLE:
            with store.read() as db:
                mine = select(outbox.c.key, outbox.c.body, outbox.c.state).where(outbox.c.address == str(person))
                rows = db.execute(mine.order_by(outbox.c.id)).all()
            answered = [int(key.split(":")[1]) for key, _, _ in rows]
            assert answered == sorted(answered)
            assert {state for _, _, state in rows} == {"sent"}
            given = [piece.text for _, body, _ in rows for piece in fit(Outgoing.from_json(body), Limits())]
            assert once([shown.text for shown in server.messages(person)]) == once(given)
        for running, pid in processes:
            os.kill(pid, signal.SIGTERM)
            assert running.wait(pid) == 0, running.log.read_text()[-2000:]
        store.close()
