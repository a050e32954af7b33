"""The figures of this month up to this minute, counted beside the writer and sent like a digest to whoever asks (R27).

Among a hundred thousand reports they take a tenth of a second, among a million a half: nobody waits for their answer meanwhile.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, tzinfo
from typing import Any

from sqlalchemy import Connection

from handlers import digest, digest_card
from handlers.desk import Desk
from handlers.errand import Errand, Working, message
from handlers.forms import Refused
from handlers.texts import Texts
from handlers.words import Outgoing
from storage import digests, errands
from storage.digest_counting import Ask, Figures, Tree, tree_of
from storage.digests import Kept
from storage.errands import Asked

KIND = "figures"
RHYTHM = "asked"


def ask(desk: Desk) -> Kept | None:
    """What was counted of the same units in the same minute, or None: then it is asked for. Raises Refused."""
    until = desk.now.replace(second=0, microsecond=0)
    wanted = _wanted(desk.db, desk.person.id, until, desk.today, desk.zone, tree_of(desk.db, desk.today))
    if wanted is None:
        raise Refused("not-found")
    known = digests.like(desk.db, wanted)
    if known is None:
        key = f"{KIND}:{desk.person.id}:{until.isoformat()}"
        errands.ask(desk.db, KIND, {"until": until.isoformat()}, desk.person.id, desk.now, key=key)
    return known


def _wanted(db: Connection, who: int, until: datetime, day: date, zone: tzinfo, tree: Tree) -> Ask | None:
    """Of everything this person may see, since the month began; None when they may see nothing."""
    scope = tree.tops(digests.grounds(db, who, day))
    first = until.astimezone(zone).replace(day=1, hour=0, minute=0)
    return Ask(scope, RHYTHM, first.astimezone(UTC), until) if scope else None


def count(at: Working) -> tuple[Figures, dict[str, Any]] | None:
    """The figures and what is frozen of them; None when who asked may see nothing any more."""
    who, until = at.asked.person_id, datetime.fromisoformat(at.about["until"])
    day = at.now.astimezone(at.zone).date()
    tree = tree_of(at.db, day)
    wanted = _wanted(at.db, who, until, day, at.zone, tree) if who is not None else None
    return digest.counted(at.db, [wanted], day, at.zone, tree)[wanted] if wanted is not None else None


def send(
    db: Connection,
    texts: Texts,
    zone: tzinfo,
    asked: Asked,
    found: tuple[Figures, dict[str, Any]] | None,
    now: datetime,
) -> None:
    """Frozen like any other digest, and sent with its doors; a role that ended meanwhile gets a kind word instead."""
    who = asked.person_id
    kept = digests.keep(db, *found, now) if found is not None else None
    if kept is None or who is None or digests.one(db, kept.id, who, now.astimezone(zone).date()) is None:
        message(db, asked, "refused", lambda language: Outgoing(texts.say(language, "refused-role")), now)
        return
    message(db, asked, "figures", lambda language: digest_card.message(kept, texts, language), now)


FIGURES = Errand(KIND, count, send, tells=True)
