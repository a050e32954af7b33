"""The clerk: messages in, durable answers out. Everything of one batch happens in one transaction.

For each message: who is it (`people.meet`), where does their talk stand, and what comes of it (`talk.Talk`). Replies are
outbox rows keyed (channel, update id, n), so a message handled again adds nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo

from sqlalchemy import Connection, bindparam, insert, select, tuple_, update

from handlers.batch import Batch
from handlers.desk import Catalogue
from handlers.texts import LANGUAGES, Texts
from handlers.words import Incoming, Outgoing
from storage import inbox as waiting
from storage import locks, outbox
from storage.people import Place
from storage.tables import Inbox, of

inbox = of(Inbox)

SEEN = select(inbox.c.channel, inbox.c.update_id).where(
    tuple_(inbox.c.channel, inbox.c.update_id).in_(bindparam("pairs", expanding=True))
)


@dataclass(frozen=True, slots=True)
class Letter:
    """A payload on its way to an answer.

    `raw` is set while it is not in the inbox yet; `row` when it is. Without `incoming` it is only kept: its photos are
    fetched first. `lane` is the address it waits at, `held_until` how long it is in the hands of whoever keeps it.
    `error` says why it can never be read: a dead letter.
    """

    channel: str
    update_id: str
    raw: str | None = None
    row: int | None = None
    incoming: Incoming | None = None
    concerns_nobody: bool = False
    error: str = ""
    lane: str = ""
    held_until: datetime | None = None

    @property
    def place(self) -> tuple[str, str] | None:
        """Whose message it is: (channel, address)."""
        address = self.incoming.address if self.incoming is not None else self.lane
        return (self.channel, address) if address else None


class Clerk:
    """Answers batches of letters. `catalogue` reads what runs at present; it is asked once a batch."""

    def __init__(self, texts: Texts, zone: tzinfo, catalogue: Callable[[Connection], Catalogue]) -> None:
        self.texts = texts
        self.zone = zone
        self.catalogue = catalogue
        self.loose_media: list[str] = []  # files nobody needs any more; removed by the caller after the commit

    def answer(self, db: Connection, letters: Sequence[Letter], now: datetime) -> None:
        """Keep and answer a batch in the given transaction. Raises what any conversation raises.

        Nothing overtakes: behind what still waits at the same address a new letter is kept, too, and waits (R20).
        """
        places = [letter.place for letter in letters if letter.place is not None]
        locks.lanes(db, places)
        fresh = self._in_turn(db, self._unseen(db, letters), places)
        self._keep(db, [letter for letter in fresh if letter.row is None], now)
        heard = [letter.incoming for letter in fresh if letter.incoming is not None]
        if heard:
            self._converse(db, heard, now)
        done = [letter.row for letter in fresh if letter.row is not None]
        if done:
            db.execute(update(inbox).where(inbox.c.id.in_(done)).values(state="done", raw=None))

    def set_aside(self, db: Connection, letter: Letter, error: Exception, now: datetime) -> None:
        """A letter that could not be answered: kept as dead, its writer told kindly, and the next one goes on."""
        why = describe(error)
        if letter.row is None:
            row = {
                "channel": letter.channel,
                "update_id": letter.update_id,
                "raw": letter.raw,
                "state": "dead",
                "error": why,
            }
            db.execute(insert(inbox).values(**row, received_at=now))
        else:
            db.execute(update(inbox).where(inbox.c.id == letter.row).values(state="dead", error=why))
        if letter.incoming is not None and letter.incoming.kind in ("message", "choice"):
            language = letter.incoming.language if letter.incoming.language in LANGUAGES else "vi"
            body = Outgoing(self.texts.say(language, "sorry")).as_json()
            row = {
                "key": f"{letter.channel}:{letter.update_id}:sorry",
                "channel": letter.channel,
                "address": letter.incoming.address,
            }
            outbox.put(db, [{**row, "body": body, "due_at": now}])

    def _unseen(self, db: Connection, letters: Sequence[Letter]) -> list[Letter]:
        """Each update once, whatever the channel repeats; a kept one only while it still waits."""
        new = {(letter.channel, letter.update_id): letter for letter in reversed(letters) if letter.row is None}
        seen = set()
        if new:
            seen = {(channel, number) for channel, number in db.execute(SEEN, {"pairs": list(new)})}
        rows = [letter.row for letter in letters if letter.row is not None]
        waiting = (
            set(db.execute(select(inbox.c.id).where(inbox.c.id.in_(rows), inbox.c.state != "done")).scalars())
            if rows
            else set()
        )
        fresh = []
        for letter in letters:
            if letter.row is not None:
                fresh += [letter] if letter.row in waiting else []
            elif (letter.channel, letter.update_id) not in seen:
                seen.add((letter.channel, letter.update_id))
                fresh.append(letter)
        return fresh

    def _in_turn(self, db: Connection, letters: Sequence[Letter], places: Sequence[Place]) -> list[Letter]:
        """Who stands first at their address is answered; the others wait: a new letter is only kept, a kept one left alone."""
        ahead = waiting.lines(db, places)
        turns = []
        for letter in letters:
            line = ahead[letter.place] if letter.place else []
            if letter.row is None:
                waits = bool(line) and letter.incoming is not None and letter.incoming.kind != "group"
                turns.append(replace(letter, incoming=None, lane=letter.place[1]) if waits and letter.place else letter)
            elif not any(number < letter.row for number in line):
                turns.append(letter)
                line[:] = [number for number in line if number != letter.row]
        return turns

    def _keep(self, db: Connection, letters: Sequence[Letter], now: datetime) -> None:
        """What is answered at once is entered as done, without its words; the rest with its payload, sealed."""
        rows = []
        for letter in letters:
            done = letter.incoming is not None or letter.concerns_nobody
            state = "dead" if letter.error else "done" if done else "new"
            rows.append(
                {
                    "channel": letter.channel,
                    "update_id": letter.update_id,
                    "raw": None if done else letter.raw,
                    "state": state,
                    "error": letter.error or None,
                    "received_at": now,
                    "address": letter.lane if state == "new" else "",
                    "held_until": letter.held_until if state == "new" else None,
                }
            )
        if rows:
            db.execute(insert(inbox), rows)

    def _converse(self, db: Connection, heard: Sequence[Incoming], now: datetime) -> None:
        """Answer in the order of arrival. What changes what belongs to all comes last, so that others wait for it shortly."""
        batch = Batch(db, self.texts, self.zone, self.catalogue(db), heard, now)
        later = [incoming for incoming in heard if not batch.hear(incoming)]
        if later:
            locks.house(db)
            for incoming in later:
                batch.hear(incoming)
        batch.write()
        self.loose_media += batch.loose_media


def describe(error: BaseException) -> str:
    """Type and place of an exception, never its message: that may quote what a person wrote."""
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = f"{place.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{place.tb_lineno}" if place else "?"
    return f"{type(error).__name__} at {where}"
