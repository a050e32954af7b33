"""One person's conversation during one message: from what was heard to what is said.

Which form runs, what it makes of the message, what a finished form does, and the ways out that win over any state.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from handlers import menu, report
from handlers import roles as roles_talk
from handlers.desk import Conversation, Desk, Offering
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
from handlers.menu import Call
from handlers.voice import ask
from handlers.words import DOOR, Incoming, Outgoing
from storage import album, drafts, invitations, roles, units
from storage.vietnamese import show_phone

SERIALS = 1_000_000  # questions a person may be asked before their buttons could be taken for another person's
HOPS = 4  # times one message may ask the database and be read again


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
        if incoming.start.startswith(menu.INVITED) or (incoming.start and not self.desk.person.joined):
            return self._came_by_link(incoming.start)
        call = self._call(incoming)
        if call is not None:
            return self._command(call, incoming)
        if not self.session.form and not self.desk.person.joined and not incoming.photos:
            return self._open(Session(form="join"), (Say("welcome"),))
        words = "" if _is_caption(incoming) else incoming.text
        value = chosen(self.session, words, incoming.choice)
        if value == "" and not incoming.photos:
            return self._again(Say("old-button"))
        if value is not None and value.startswith(DOOR):  # a door among the options, its label typed
            behind = menu.call_of_door(value)
            return self._command(behind, incoming) if behind else self._again(Say("old-button"))
        told = self.desk.now if incoming.choice else incoming.at  # a tap bears the date of the message it stands under
        local = told.astimezone(self.desk.zone).date()
        text = "" if value else words
        today = min(max(local, self.desk.today - timedelta(days=7)), self.desk.today)
        return self._listen(Heard(today, text, value or "", incoming.photos, incoming.contact), incoming.album)

    def _call(self, incoming: Incoming) -> Call | None:
        """The conversation this message opens: by a door's token, or by name."""
        if incoming.choice.startswith(DOOR):
            return menu.call_of_door(incoming.choice)
        return menu.call_of(incoming.text) if incoming.kind == "message" and not incoming.photos else None

    # --- forms -----------------------------------------------------------------------------------------------------------

    def _listen(self, heard: Heard, group: str) -> tuple[Session, list[Outgoing]]:
        conversation, form = self._at()
        if not self._allowed(conversation):  # a role that has ended acts at once
            return self._open(Session(form="menu"), (Say("refused-role"),))
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
        self.desk.alone()  # what a finished form does looks first, and then writes
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
            return self._again(*says, self._first(name))
        if menu.CONVERSATIONS[name].for_members and not self.desk.person.joined:
            session = Session(form="join", after="" if name == "menu" else name, album=session.album)
            says = (*says, self._first(name)) if name != "menu" else says
        if not self._allowed(menu.CONVERSATIONS[session.form]):
            session, says = Session(form="menu", album=session.album), (*says, Say("refused-role"))
        if session.form == "report" and "movement" not in session.answers:
            session = report.start(self.desk, session, **session.answers)
        self.session = replace(session, serial=self.session.serial)
        conversation, form = self._at()
        step = current(form, self.session)
        if step is None:
            return self._finish(conversation, Turn(self.session, tuple(says), done=True))
        return self._ask(form, step, says)

    def _first(self, name: str) -> Say:
        """Why joining comes first; whoever came with an invitation hears that it waits for them."""
        desk = self.desk
        held = invitations.held_for(desk.db, desk.person.id, desk.now) if name == "roles" else None
        return Say("invitation-held" if held else "join-first")

    def _allowed(self, conversation: Conversation) -> bool:
        """May this person be here today? Asked again with every message: nobody remembers a right."""
        desk = self.desk
        return not conversation.act or conversation.act in roles.acts_of(desk.db, desk.person.id, desk.today)

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
        """Say something and ask the current question again, unless the role it was for has ended."""
        conversation, form = self._at()
        if not self._allowed(conversation):
            return self._open(Session(form="menu"), (*says, Say("refused-role")))
        step = current(form, self.session)
        return (
            self._ask(form, step, says)
            if step is not None
            else self._finish(conversation, Turn(self.session, tuple(says), done=True))
        )

    # --- ways out and commands -------------------------------------------------------------------------------------------

    def _command(self, call: Call, incoming: Incoming) -> tuple[Session, list[Outgoing]]:
        command = call.name
        if command == "unknown":
            return self._again(Say("unknown-command"))
        if command == "resume":
            return self._again()
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
        return self._leave_for(command, call.argument, says)

    def _leave_for(self, name: str, argument: str, says: Sequence[Say] = ()) -> tuple[Session, list[Outgoing]]:
        """Open another conversation; a half-told report is put aside first."""
        if argument:
            self.desk.alone()  # a door may do something as it opens
        put_aside = self._put_aside()
        says = (*says, *((Say("draft-put-aside"),) if put_aside is not None else ()))
        photos = () if put_aside is not None else self.session.album
        try:
            mine = self._allowed(menu.CONVERSATIONS[name])  # before its argument is looked at: `_open` says why not
            here = replace(self.session, album=photos)
            following = menu.opened(self.desk, name, here, argument) if mine else Session(form=name)
        except Refused as refused:
            following, says = Session(form="menu"), (*says, Say(f"refused-{refused.reason}", refused.args_))
        return self._open(following, says)

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
        self.desk.alone()  # before anything is written: the message may come again
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
        """A poster's QR code carries the unit: the person only confirms it. An invitation's link carries its code."""
        if payload.startswith(menu.INVITED):
            return self._invited(payload.removeprefix(menu.INVITED))
        code = payload.removeprefix("u-")
        number = units.by_code(self.desk.db, code) if payload.startswith("u-") else None
        if number is None:
            return self._open(Session(form="join"), (Say("welcome"),))
        name = units.name_of(self.desk.db, number, self.desk.today)
        return self._open(Session(form="join", subject=number), (Say("start-link-unit", {"name": name}),))

    def _invited(self, code: str) -> tuple[Session, list[Outgoing]]:
        """A member is asked at once; for a stranger the invitation is held while they join, from where they were."""
        self.desk.alone()  # an invitation is held by one only
        if self.desk.person.joined:
            return self._leave_for("roles", code)
        joining = self.session.form == "join"
        if not roles_talk.hold(self.desk, code):
            not_open = Say("invitation-not-open")
            return self._again(not_open) if joining else self._open(Session(form="join"), (Say("welcome"), not_open))
        if joining:
            self.session = replace(self.session, after="roles")
            return self._again(self._first("roles"))
        held = invitations.held_for(self.desk.db, self.desk.person.id, self.desk.now)
        proposed = held.unit_id if held and units.reports(self.desk.db, held.unit_id) else None
        return self._open(Session(form="join", after="roles", subject=proposed), (Say("welcome"),))
