"""The pair of tokens that opens a channel, and the login that begins it.

A refresh token opens once. So the pair it gave replaces the pair it came from and no other: whoever answers late, with a pair
made from an older one, changes nothing (compare and swap; the caller's lease only spares a wasted try).
"""

from __future__ import annotations

import hmac
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, literal, select, update

from storage.channel_tables import ChannelToken
from storage.people import audit
from storage.tables import Inbox, of
from storage.upsert import upsert

token, inbox = of(ChannelToken), of(Inbox)

OPEN_FOR = timedelta(minutes=30)  # a login: time to find the account's administrator


@dataclass(frozen=True, slots=True)
class Pair:
    """What opens a channel. `refused_at`: since when it cannot be renewed, `refusal` the channel's code for why."""

    account: str
    access: str
    refresh: str
    refreshed_at: datetime
    expires_at: datetime
    refused_at: datetime | None = None
    refusal: int = 0

    def ripe_at(self, share: float) -> datetime:
        """When so much of its life has passed."""
        return self.refreshed_at + (self.expires_at - self.refreshed_at) * share


COLUMNS = tuple(token.c[name] for name in Pair.__slots__)


def read(db: Connection, name: str) -> Pair | None:
    """The pair of a channel; None before the first login."""
    row = db.execute(select(*COLUMNS).where(token.c.name == name, token.c.refreshed_at.is_not(None))).first()
    return Pair(*row) if row else None


def renew(
    db: Connection, name: str, spent: str, access: str, refresh: str, expires_at: datetime, now: datetime
) -> bool:
    """Put a new pair in the place of the one whose refresh token was spent for it. False when another stands there by now."""
    before = read(db, name)
    if before is None or before.refresh != spent:
        return False
    values = {"access": access, "refresh": refresh, "refreshed_at": now, "expires_at": expires_at}
    db.execute(update(token).where(token.c.name == name).values(**values, refused_at=None, refusal=0))
    return True


def refused(db: Connection, name: str, spent: str, code: int, now: datetime) -> bool:
    """Note that a refresh token opens nothing. True when that is news: it is still the one we have, and was thought good."""
    before = read(db, name)
    if before is None or before.refresh != spent or before.refused_at is not None:
        return False
    db.execute(update(token).where(token.c.name == name).values(refused_at=now, refusal=code))
    return True


# --- the login that begins it ---------------------------------------------------------------------------------------------


def open_login(db: Connection, name: str, state: str, verifier: str, now: datetime) -> None:
    """A login somebody has begun; an earlier one is void from now on."""
    login = {"state": state, "verifier": verifier, "until": (now + OPEN_FOR).isoformat()}
    put = upsert(token).values(name=name, login=login, account="", access="", refresh="", refusal=0)
    db.execute(put.on_conflict_do_update(index_elements=["name"], set_={"login": put.excluded.login}))


def login_open(db: Connection, name: str, now: datetime) -> bool:
    return _login(db, name, now) is not None


def take_login(db: Connection, name: str, state: str, now: datetime) -> str | None:
    """The verifier of the open login with this state, which is closed by it: it opens once. None for any other."""
    login = _login(db, name, now)
    if login is None or not hmac.compare_digest(login["state"].encode(), state.encode("utf-8", "replace")):
        return None
    db.execute(update(token).where(token.c.name == name).values(login=None))
    verifier: str = login["verifier"]
    return verifier


def _login(db: Connection, name: str, now: datetime) -> dict[str, Any] | None:
    login: dict[str, Any] | None = db.execute(select(token.c.login).where(token.c.name == name)).scalar()
    return login if login and datetime.fromisoformat(login["until"]) > now else None


def logged_in(
    db: Connection, name: str, account: str, access: str, refresh: str, expires_at: datetime, now: datetime
) -> None:
    """The first pair of a login, whatever stood there before. What people wrote before the very first login concerns nobody."""
    heard = func.coalesce(token.c.heard_until, literal(now, token.c.heard_until.type))
    values = {"account": account, "access": access, "refresh": refresh, "refreshed_at": now, "expires_at": expires_at}
    anew = update(token).where(token.c.name == name)
    db.execute(anew.values(**values, heard_until=heard, refused_at=None, refusal=0))
    audit(db, None, "channel-login", f"channel:{name}", now)


def name_account(db: Connection, name: str, account: str) -> None:
    db.execute(update(token).where(token.c.name == name).values(account=account))


# --- what came in while we did not listen -------------------------------------------------------------------------------


def heard_until(db: Connection, name: str) -> datetime | None:
    """The moment up to which everything people wrote has come in; None before the first login."""
    found: datetime | None = db.execute(select(token.c.heard_until).where(token.c.name == name)).scalar()
    return found


def heard(db: Connection, name: str, until: datetime) -> None:
    later = (token.c.name == name, token.c.heard_until < until)
    db.execute(update(token).where(*later).values(heard_until=until))


def received(db: Connection, name: str, numbers: Collection[str]) -> set[str]:
    """Those of these updates that the inbox knows."""
    known = select(inbox.c.update_id).where(inbox.c.channel == name, inbox.c.update_id.in_(numbers))
    return set(db.execute(known).scalars())
