"""The clerk: messages in, durable answers out. Everything of one batch happens in one transaction.

For each message: who is it (`people.meet`), where does their talk stand, what does the form make of it (`forms.advance`),
what does a finished form do (its conversation's `finish`), and the words for it (`voice.ask`). Replies are outbox rows
keyed (channel, update id, n), so a message handled again adds nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, tuple_, update

from handlers import menu, report
from handlers.desk import Catalogue, Conversation, Desk, Offering
from handlers.forms import (
    CANCEL,
    HUMAN,
    LATER,
    Form,
    Heard,
    Refused,
    Say,
    Session,
    Step,
    Turn,
    advance,
    chosen,
    current,
    with_album,
)
from handlers.texts import LANGUAGES, Texts
from handlers.voice import ask
from handlers.words import Incoming, Outgoing
from storage import album, drafts, outbox, people, units
from storage.tables import Inbox, of
from storage.vietnamese import clean, show_phone

inbox = of(Inbox)

SEEN = select(inbox.c.channel, inbox.c.update_id).where(
    tuple_(inbox.c.channel, inbox.c.update_id).in_(bindparam("pairs", expanding=True))
)
TEXT = 20_000  # characters of a message that are looked at
ALBUM_WAITS = timedelta(seconds=1.5)  # an album comes photo by photo, without an end mark: one reply when it is quiet
SERIALS = 1_000_000  # questions a person may be asked before their buttons could be taken for another person's
HOPS = 4  # times one message may ask the database and be read again


@dataclass(frozen=True, slots=True)
class Letter:
    """A payload on its way to an answer.

    `raw` is set while it is not in the inbox yet; `row` when it is. Without `incoming` it is only kept: its photos are
    fetched first. `error` says why it can never be read: a dead letter.
    """

    channel: str
    update_id: str
    raw: str | None = None
    row: int | None = None
    incoming: Incoming | None = None
    concerns_nobody: bool = False
    error: str = ""


class Clerk:
    """Answers batches of letters. `catalogue` reads what runs at present; it is asked once a batch."""

    def __init__(self, texts: Texts, zone: tzinfo, catalogue: Callable[[Connection], Catalogue]) -> None:
        self.texts = texts
        self.zone = zone
        self.catalogue = catalogue
        self.loose_media: list[str] = []  # files nobody needs any more; removed by the caller after the commit

    def answer(self, db: Connection, letters: Sequence[Letter], now: datetime) -> None:
        """Keep and answer a batch in the given transaction. Raises what any conversation raises."""
        fresh = self._unseen(db, letters)
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
        members = {member.id: member for member in known.values()}
        sessions = {member.id: Session.from_json(member.session) for member in members.values()}
        catalogue = self.catalogue(db)
        replies: list[dict[str, Any]] = []
        for _, incoming in heard:
            if incoming.kind == "group":
                replies += _rows(incoming, [Outgoing(self.texts.say("vi", "group-only"))], now)
                continue
            who = known[incoming.channel, incoming.address].id
            desk = Desk(db, now, self.zone, self.texts, catalogue, members[who], incoming.channel, incoming.address)
            if incoming.kind == "left":
                people.mark_address(db, (incoming.channel, incoming.address), "gone")
                outbox.gone(db, incoming.channel, incoming.address)
                continue
            if known[incoming.channel, incoming.address].gone:
                people.mark_address(db, (incoming.channel, incoming.address), "open")
            session, said = Talk(desk, sessions[who]).hear(_cleaned(incoming))
            sessions[who], members[who] = session, desk.person
            self.loose_media += desk.loose_media
            if incoming.echo:
                replies.append(_echo(db, incoming, now))
            if incoming.album and len(said) == 1:
                outbox.put(db, replies)  # in the order of the talk
                replies = []
                self._album_reply(db, incoming, said[0], now)
            else:
                replies += _rows(incoming, said, now)
        people.keep_talks(db, [(who, member.version, sessions[who].as_json()) for who, member in members.items()])
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


def _is_caption(incoming: Incoming) -> bool:
    """Words under a photo describe it, "2" or "xong" too; they answer nothing."""
    return any(photo.caption and incoming.text.startswith(photo.caption) for photo in incoming.photos)


def _with_the_album(turn: Turn, group: str) -> Turn:
    """An album has one reply, rewritten with each photo: what was said of the photos before is said again."""
    noted = turn.session.noted
    earlier = [Say(name, args) for name, args in noted["says"]] if group and noted.get("album") == group else []
    wrong = [say for say in (*earlier, *turn.says) if say.name.startswith("photo-") and say.name != "photo-kept"]
    says = (*turn.says, *(say for say in earlier if say not in turn.says))
    kept = {"album": group, "says": [[say.name, dict(say.args)] for say in wrong]} if group and wrong else {}
    return replace(turn, session=replace(turn.session, noted=kept), says=says)


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


class Talk:
    """One person's conversation during one message."""

    def __init__(self, desk: Desk, session: Session) -> None:
        self.desk = desk
        # Two people's serials never meet: when a code has made their talks one, an old button is an old button.
        serial = session.serial or desk.person.id * SERIALS
        self.session = replace(session if session.form in menu.CONVERSATIONS else Session(), serial=serial)
        self.said: list[Outgoing] = []

    def hear(self, incoming: Incoming) -> tuple[Session, list[Outgoing]]:
        """The session after this message, and what to say."""
        if incoming.kind == "unreadable":
            return self._again(Say("unreadable"))
        if incoming.kind == "edited":
            return self._again(Say("edited"))
        if incoming.start and not self.desk.person.joined:
            return self._came_by_link(incoming.start)
        command = menu.command_of(incoming.text) if incoming.kind == "message" and not incoming.photos else ""
        if command:
            return self._command(command, incoming)
        if not self.session.form and not self.desk.person.joined and not incoming.photos:
            return self._open(Session(form="join"), (Say("welcome"),))
        words = "" if _is_caption(incoming) else incoming.text
        value = chosen(self.session, words, incoming.choice)
        if value == "" and not incoming.photos:
            return self._again(Say("old-button"))
        told = self.desk.now if incoming.choice else incoming.at  # a tap bears the date of the message it stands under
        local = told.astimezone(self.desk.zone).date()
        text = "" if value else words
        today = min(max(local, self.desk.today - timedelta(days=7)), self.desk.today)
        return self._listen(Heard(today, text, value or "", incoming.photos, incoming.contact), incoming.album)

    # --- forms -----------------------------------------------------------------------------------------------------------

    def _listen(self, heard: Heard, group: str) -> tuple[Session, list[Outgoing]]:
        conversation, form = self._at()
        if heard.photos:
            album.own(
                self.desk.db,
                [photo.photo_id for photo in heard.photos if photo.photo_id is not None],
                self.desk.person.id,
            )
        turn = advance(form, self.session, heard)
        for _ in range(HOPS):
            if turn.need is None:
                break
            found = conversation.lookups[turn.need.query](self.desk, self.session, turn.need.text)
            turn = advance(form, self.session, heard, found)
        if turn.way_out:
            return self._way_out(turn.way_out)
        turn = _with_the_album(turn, group)
        self.session = turn.session
        return self._finish(conversation, turn) if turn.done else self._ask(form, turn.step, turn.says)

    def _finish(self, conversation: Conversation, turn: Turn) -> tuple[Session, list[Outgoing]]:
        before = turn.session
        try:
            finish = conversation.finish(self.desk, before)
        except Refused as refused:
            return self._refused(conversation, before, refused)
        says = (*turn.says, *finish.says)
        self.said.extend(finish.messages)
        following = finish.next if finish.next is not None else Session(form="menu")
        if not following.form:  # the talk goes on elsewhere: say it, ask nothing
            self.said.append(Outgoing("\n\n".join(self.desk.say(each.name, **each.args) for each in says)))
            return replace(following, serial=before.serial), self.said
        return self._open(following, says)

    def _refused(
        self, conversation: Conversation, session: Session, refused: Refused
    ) -> tuple[Session, list[Outgoing]]:
        """The last answer is taken back: the person stays where they were, and knows why."""
        form = conversation.form(self.desk, session)
        last = [step.name for step in form.walk(session.answers).steps if step.name in session.answers][-1]
        answers = {name: value for name, value in session.answers.items() if name != last}
        left = session.album if refused.album is None else refused.album
        self.session = with_album(replace(session, answers=answers), left)
        return self._again(Say(f"refused-{refused.reason}", refused.args_))

    def _open(self, session: Session, says: Sequence[Say] = ()) -> tuple[Session, list[Outgoing]]:
        """Go on with a session: its first question. Strangers are asked to join before what is for members."""
        name = session.form
        if menu.CONVERSATIONS[name].for_members and not self.desk.person.joined and self.session.form == "join":
            self.session = replace(self.session, after="" if name == "menu" else name)  # joining goes on where it was
            return self._again(*says, Say("join-first"))
        if menu.CONVERSATIONS[name].for_members and not self.desk.person.joined:
            session = Session(form="join", after="" if name == "menu" else name, album=session.album)
            says = (*says, Say("join-first")) if name != "menu" else says
        if session.form == "report" and "movement" not in session.answers:
            session = report.start(self.desk, session, **session.answers)
        self.session = replace(session, serial=self.session.serial)
        conversation, form = self._at()
        step = current(form, self.session)
        if step is None:
            return self._finish(conversation, Turn(self.session, tuple(says), done=True))
        return self._ask(form, step, says)

    def _at(self) -> tuple[Conversation, Form]:
        """The conversation that runs; at rest it is the menu, for a stranger joining."""
        if not self.session.form:
            self.session = replace(self.session, form="menu" if self.desk.person.joined else "join")
        conversation = menu.CONVERSATIONS[self.session.form]
        return conversation, conversation.form(self.desk, self.session)

    def _ask(self, form: Form, step: Step | None, says: Sequence[Say]) -> tuple[Session, list[Outgoing]]:
        if step is None:
            return self._open(Session(form="menu"), says)
        conversation = menu.CONVERSATIONS[self.session.form]
        try:
            offering = conversation.queries[step.query](self.desk, self.session) if step.query else Offering()
        except Refused as refused:
            return self._open(Session(form="menu"), (*says, Say(f"refused-{refused.reason}", refused.args_)))
        self.session, question = ask(self.desk, form, self.session, step, says, offering)
        self.said.append(question)
        return self.session, self.said

    def _again(self, *says: Say) -> tuple[Session, list[Outgoing]]:
        """Say something and ask the current question again."""
        conversation, form = self._at()
        step = current(form, self.session)
        return (
            self._ask(form, step, says)
            if step is not None
            else self._finish(conversation, Turn(self.session, tuple(says), done=True))
        )

    # --- ways out and commands -------------------------------------------------------------------------------------------

    def _command(self, command: str, incoming: Incoming) -> tuple[Session, list[Outgoing]]:
        if command == "unknown":
            return self._again(Say("unknown-command"))
        if command == "human":
            return self._way_out(HUMAN)
        if command == "cancel":
            return self._way_out(CANCEL)
        if incoming.text.startswith("/start") and self.desk.person.joined:
            says: tuple[Say, ...] = (Say("welcome-back", {"name": self.desk.person.name}),)
        else:
            says = ()
        joining = self.session.form == "join"
        if joining and command in ("menu", "help"):  # joining goes on where it was
            return self._again(*[Say("help-joining")] * (command == "help"))
        if command == "menu" and not self.desk.person.joined:
            return self._open(Session(form="join", album=self.session.album), (Say("welcome"),))
        put_aside = self._put_aside()
        says = (*says, *((Say("draft-put-aside"),) if put_aside is not None else ()))
        photos = () if put_aside is not None else self.session.album
        return self._open(menu.opened(self.desk, command, replace(self.session, album=photos)), says)

    def _way_out(self, way: str) -> tuple[Session, list[Outgoing]]:
        if way == HUMAN:
            return self._again(self._contact())
        if self.session.form in ("", "menu"):
            return self._again(Say("nothing-to-cancel"))
        number = self._put_aside()
        if way == LATER or number is None:
            says = Say("draft-kept") if number is not None else Say("stopped")
            return self._open(Session(form="menu" if self.desk.person.joined else "join"), (says,))
        return self._open(Session(form="stop", subject=number))

    def _put_aside(self) -> int | None:
        """Make a draft of a form that is kept and has something in it; gives its number."""
        _, form = self._at()
        told = {
            name
            for name, value in self.session.answers.items()
            if value is not None and name not in ("movement", "kind")
        }
        if not form.kept or not (told or self.session.album):
            return None
        kept = replace(self.session, offered=(), hold={}, serial=0)
        title = menu.CONVERSATIONS[self.session.form].title(self.session)
        desk = self.desk
        return drafts.keep(
            desk.db, desk.person.id, self.session.subject, self.session.form, title, kept.as_json(), desk.now
        )

    def _contact(self) -> Say:
        """Gặp cán bộ: who answers for this person's unit, by name and phone."""
        answered = self.session.answers.get("unit")
        came_by = self.session.subject if self.session.form == "join" else None
        number = answered["id"] if isinstance(answered, dict) else self.desk.person.unit_id or came_by
        found = units.contact(self.desk.db, number, self.desk.today) if number else None
        if found is None:
            return Say("human-none")
        name, phone, unit = found
        return Say("human-contact", {"name": name, "phone": show_phone(phone), "unit": unit})

    def _came_by_link(self, payload: str) -> tuple[Session, list[Outgoing]]:
        """A poster's QR code carries the unit: the person only confirms it."""
        code = payload.removeprefix("u-")
        number = units.by_code(self.desk.db, code) if payload.startswith("u-") else None
        if number is None:
            return self._open(Session(form="join"), (Say("welcome"),))
        name = units.name_of(self.desk.db, number, self.desk.today)
        return self._open(Session(form="join", subject=number), (Say("start-link-unit", {"name": name}),))
