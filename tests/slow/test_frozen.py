"""A process that is frozen past its lease: the other goes on, and the frozen one, when it wakes, neither sends nor says anything.

Two real processes on one PostgreSQL; SIGSTOP with a message of theirs in flight, SIGCONT when the lease has long been another's.
"""

from __future__ import annotations

import os
import signal
from pathlib import Path

from sqlalchemy import select

from bot.doctor import examine
from storage.channel_tables import Lease
from storage.store import Store
from storage.tables import Outbox, of
from tests.slow.test_kill import database, program
from tests.standin_telegram import StandIn
from tests.standing import settings_for

lease, outbox = of(Lease), of(Outbox)
SENDER = "send:telegram"
MEMBER = 4001


def holder(store: Store, name: str = SENDER) -> tuple[str, int]:
    """Who holds a lease, and under which fence."""
    with store.read() as db:
        row = db.execute(select(lease.c.holder, lease.c.fence).where(lease.c.name == name)).first()
    return (row.holder, row.fence) if row else ("", 0)


def pid_in(name: str) -> int:
    """A holder's name tells its process: host-pid-chance."""
    return int(name.rsplit("-", 2)[1])


def test_who_was_frozen_past_its_lease_claims_nothing_and_the_send_in_flight_is_uncertain(tmp_path: Path) -> None:
    folder = tmp_path / "province"
    with StandIn() as server, database("postgresql", folder) as (store, kept):
        assert kept is not None
        with program(folder, server, DATABASE_URL=str(store.address), LEASE_SECONDS="3") as running:
            pids = [running.start(), running.start()]
            server.say(MEMBER, "/start")
            server.wait(lambda: len(server.messages(MEMBER)) == 1, 60)
            frozen, fence = holder(store)

            server.fail("sendMessage", "hang")
            server.say(MEMBER, "/trogiup")
            server.wait(lambda: len(server.calls("sendMessage")) == 2, 30)  # it is on its way, and hangs
            found = examine(settings_for(folder, server, database_url=str(store.address)))
            assert any(each.what == "leases" and frozen in each.says and SENDER in each.says for each in found)
            os.kill(pid_in(frozen), signal.SIGSTOP)
            server.wait(lambda: holder(store)[1] > fence, 30)
            other, later = holder(store)
            assert {pid_in(frozen), pid_in(other)} == set(pids)

            server.wait(lambda: len(server.messages(MEMBER)) == 2, 30)  # a reply is sent again by the other
            os.kill(pid_in(frozen), signal.SIGCONT)
            server.heal()
            for number in range(3, 9):
                server.say(MEMBER, "/trogiup")
                server.wait(lambda number=number: len(server.messages(MEMBER)) >= number, 30)  # type: ignore[misc]  # bound at once

            with store.read() as db:
                mine = select(outbox.c.state, outbox.c.fence, outbox.c.tries).where(outbox.c.address == str(MEMBER))
                rows = [tuple(row) for row in db.execute(mine.order_by(outbox.c.id))]
            assert rows[0] == ("sent", fence, 1)
            assert rows[1][::2] == ("sent", 2)  # sent twice, by two: uncertain, and counted as tried twice
            assert (
                min(fence_ for _, fence_, _ in rows[1:]) >= later > fence
            )  # nothing more was claimed under the old one
            assert len(server.messages(MEMBER)) == len(rows)
            for pid in pids:
                os.kill(pid, signal.SIGTERM)
            for pid in pids:
                assert running.wait(pid) == 0, running.log.read_text()[-2000:]
        store.close()
