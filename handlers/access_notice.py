"""The administrators are told once when the access to the Official Account can no longer be renewed: people who write there get
no answer until somebody logs in again."""

from __future__ import annotations

from datetime import datetime, tzinfo

from sqlalchemy import Connection

from handlers.texts import Texts
from handlers.words import Outgoing
from storage import calendar, outbox, people, preferences, roles
from storage.channel_tokens import Pair


def tell(db: Connection, texts: Texts, zone: tzinfo, pair: Pair, now: datetime) -> int:
    """Queue it for everybody who answers for the whole house; once for each pair that died. Gives how many are told."""
    house = calendar.read(db, zone)
    day = house.local(now)
    admins = [who for who in roles.staff(db, "invite", day) if roles.at_the_top(db, who, "invite", day)]
    known, wishes = people.known(db, admins), preferences.read(db, admins)
    rows = []
    for who, (channel, address) in people.places_of(db, admins).items():
        words = texts.say(known[who].language, "zalo-oa-login-needed")
        rows.append(
            {
                "key": f"zalo_oa:login:{pair.refreshed_at:%Y%m%dT%H%M%S}:{who}",
                "kind": "notice",
                "channel": channel,
                "address": address,
                "body": Outgoing(words).as_json(),
                "due_at": house.next_open(now, wishes[who].quiet),
            }
        )
    outbox.put(db, rows)
    return len(rows)
