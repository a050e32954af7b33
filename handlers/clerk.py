"""The clerk: messages in, durable answers out. Everything of one batch happens in one transaction.

For each message: who is it (`people.meet`), where does their talk stand, and what comes of it (`talk.Talk`). Replies are
outbox rows keyed (channel, update id, n), so a message handled again adds nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, tuple_, update

from handlers.desk import Catalogue, Desk
from handlers.forms import Session
from handlers.talk import Talk
from handlers.texts import LANGUAGES, Texts
from handlers.words import Incoming, Outgoing
from storage import album, kept, locks, other_way, outbox, people
from storage import inbox as waiting
from storage.people import Place, TalkNow
from storage.tables import Inbox, of
from storage.vietnamese import clean

inbox = of(Inbox)

SEEN = select(inbox.c.channel, inbox.c.update_id).where(
    tuple_(inbox.c.channel, inbox.c.update_id).in_(bindparam("pairs", expanding=True))
)
TEXT = 20_000  # characters of a message that are looked at
ALBUM_WAITS = timedelta(seconds=1.5)  # an album comes photo by photo, without an end mark: one reply when it is quiet


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
        heard = [(letter, letter.incoming) for letter in fresh if letter.incoming is not None]
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

    def _converse(self, db: Connection, heard: Sequence[tuple[Letter, Incoming]], now: datetime) -> None:
        """Answer in the order of arrival; write talks and replies at the end, one statement a table."""
        places = [(each.channel, each.address) for _, each in heard if each.kind != "group"]
        languages = {
            (each.channel, each.address): "en" if each.language.startswith("en") else "vi" for _, each in heard
        }
        known = people.meet(db, places, languages, now)
        wrote_here = [(each.channel, each.address) for _, each in heard if each.kind not in ("group", "left")]
        people.seen(db, [place for place in wrote_here if people.long_silent(known[place], now)], now)
        kept.release(db, wrote_here, now)  # what waited for their word goes before the answer
        members = {member.id: member for member in known.values()}
        sessions = {member.id: Session.from_json(member.session) for member in members.values()}
        catalogue = self.catalogue(db)
        wrote: dict[int, people.Place] = {}  # the last one of each person stays
        replies: list[dict[str, Any]] = []
        for _, incoming in heard:
            if incoming.kind == "group":
                replies += _rows(incoming, [Outgoing(self.texts.say("vi", "group-only"))], now)
                continue
            place = (incoming.channel, incoming.address)
            who = known[place].id
            wrote[who] = place
            desk = Desk(db, now, self.zone, self.texts, catalogue, members[who], incoming.channel, incoming.address)
            if incoming.kind == "left":
                people.mark_address(db, (incoming.channel, incoming.address), "gone", now)
                other_way.left(db, place)
                outbox.gone(db, incoming.channel, incoming.address)
                continue
            if known[incoming.channel, incoming.address].gone:
                people.mark_address(db, (incoming.channel, incoming.address), "open", now)
            session, said = Talk(desk, sessions[who]).hear(_cleaned(incoming))
            sessions[who], members[who] = session, desk.person
            self.loose_media += desk.loose_media
            if desk.moved:  # what comes from there in the same batch is somebody else's already
                known |= people.meet(db, [place], {}, now)
                owner = members.setdefault(known[place].id, known[place])
                sessions.setdefault(owner.id, Session.from_json(owner.session))
                wrote[owner.id] = place
            if incoming.echo:
                replies.append(_echo(db, incoming, now))
            if incoming.album and len(said) == 1:
                outbox.put(db, replies)  # in the order of the talk
                replies = []
                self._album_reply(db, incoming, said[0], now)
            else:
                replies += _rows(incoming, said, now)
        talks = [TalkNow(who, each.version, sessions[who].as_json(), wrote[who]) for who, each in members.items()]
        people.keep_talks(db, talks, now)
        outbox.put(db, replies)

    def _album_reply(self, db: Connection, incoming: Incoming, said: Outgoing, now: datetime) -> None:
        """One reply an album, moved on with each photo; a photo that comes after it has left gets its own."""
        key = f"{incoming.channel}:album:{incoming.address}:{incoming.album}"
        row = {
            "key": key,
            "channel": incoming.channel,
            "address": incoming.address,
            "body": said.as_json(),
            "due_at": now + ALBUM_WAITS,
        }
        if not outbox.put_off(db, row):
            outbox.put_off(db, {**row, "key": f"{key}:{incoming.id}"})


def describe(error: BaseException) -> str:
    """Type and place of an exception, never its message: that may quote what a person wrote."""
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = f"{place.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{place.tb_lineno}" if place else "?"
    return f"{type(error).__name__} at {where}"


def _cleaned(incoming: Incoming) -> Incoming:
    """NFC at the door (R69): text and captions as they are kept and shown from here on."""
    photos = tuple(replace(photo, caption=clean(photo.caption, limit=500)) for photo in incoming.photos)
    return replace(incoming, text=clean(incoming.text, limit=TEXT), photos=photos)


def _rows(incoming: Incoming, said: Sequence[Outgoing], now: datetime) -> list[dict[str, Any]]:
    return [
        {
            "key": f"{incoming.channel}:{incoming.id}:{number}",
            "channel": incoming.channel,
            "address": incoming.address,
            "body": each.as_json(),
            "due_at": now,
        }
        for number, each in enumerate(said)
    ]


def _echo(db: Connection, incoming: Incoming, now: datetime) -> dict[str, Any]:
    """The person's own words, for a channel whose transcript is ours to keep."""
    kept = (
        album.states(db, [photo.photo_id for photo in incoming.photos if photo.photo_id is not None])
        if incoming.photos
        else {}
    )
    photos = tuple(each.thumb_key for each in kept.values() if each.thumb_key)
    body = Outgoing(incoming.text, photos=photos, own=True).as_json()
    row = {
        "key": f"{incoming.channel}:{incoming.id}:own",
        "channel": incoming.channel,
        "address": incoming.address,
        "body": body,
    }
    return {**row, "kind": "own", "state": "sent", "due_at": now, "sent_at": now}
