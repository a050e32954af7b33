"""A conversation is a table of steps, walked by one pure function.

A step has a name, a kind, and says when it applies. It holds no human words: what is asked is the text `<form>-<step>-ask`.
`walk` gives the answers that count and the first gap, and **the next question is always the first gap**. From this one rule
follow branches, going back, editing from the summary, skipping, resuming after days, and questions added meanwhile.

Nothing here knows a database, a clock, a channel or a language: a session and what was heard go in, a turn comes out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Any, Protocol

from handlers.words import PhotoRef
from storage.vietnamese import fold, read_ordinal, strip_emoji, untelex

Answers = Mapping[str, Any]
MAX_PHOTOS = 10
PHOTOS = "photos"  # the step that asks for the album

BACK, SKIP, LATER, CANCEL, HUMAN = "back", "skip", "later", "cancel", "human"


@dataclass(frozen=True, slots=True)
class Item:
    """Something to choose. Its label is the text named `label`, unless words came with the data (`words`: language → label)."""

    value: str
    label: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    args: Mapping[str, Any] = field(default_factory=dict)
    aside: bool = False  # a way out (back, skip, …), never numbered
    ticked: bool = False


@dataclass(frozen=True, slots=True)
class Say:
    """A text by name, with what goes into it."""

    name: str
    args: Mapping[str, Any] = field(default_factory=dict)


class Misread(Exception):
    """The answer was not understood: ask again, with the reason (`misread-<reason>`)."""

    def __init__(self, reason: str, **args: Any) -> None:
        super().__init__(reason)
        self.reason = reason
        self.args_ = args


class Refused(Exception):
    """The wish is understood but cannot be met now: explain (`refused-<reason>`) and stay where we are.

    `album`, when set, is what is left of the photos.
    """

    album: tuple[Mapping[str, Any], ...] | None = None

    def __init__(self, reason: str, **args: Any) -> None:
        super().__init__(reason)
        self.reason = reason
        self.args_ = args


@dataclass(frozen=True, slots=True)
class Heard:
    """What a person said, made channel-neutral: a chosen value or free text, photos, their own phone; `today` is local."""

    today: date
    text: str = ""
    value: str = ""
    photos: tuple[PhotoRef, ...] = ()
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """The step is done. `echo` reads back what was understood."""

    value: Any
    echo: Say | None = None
    anew: bool = False  # what comes after it is about this answer: it is asked anew


@dataclass(frozen=True, slots=True)
class Stay:
    """The step goes on: something was taken into `hold`, say this and ask again."""

    hold: Mapping[str, Any]
    says: tuple[Say, ...] = ()
    album: tuple[Mapping[str, Any], ...] | None = None  # the album now, when the step changed it


@dataclass(frozen=True, slots=True)
class GoTo:
    """Move to another step of the form (editing from the summary)."""

    step: str


@dataclass(frozen=True, slots=True)
class Need:
    """What a pure step cannot know: the clerk answers it from the database and calls `advance` again with `found`."""

    query: str
    text: str


Taken = Answered | Stay | GoTo | Need


class Kind(Protocol):
    """What an answer is. Kinds are small frozen dataclasses; see `steps.py`."""

    def items(self, form: Form, session: Session) -> Sequence[Item]:
        """What is offered beside free text."""

    def take(self, form: Form, session: Session, heard: Heard, found: Any) -> Taken:
        """Read an answer. Raises Misread."""

    def holds(self, value: Any) -> bool:
        """Is a kept answer still one this step could give? (A new release may ask otherwise.)"""

    def shown(self, value: Any, say: Callable[..., str]) -> str:
        """The answer as read by people; `say(name, **args)` gives a text in their language."""


def always(_: Answers) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Step:
    """One question. `extra` steps are offered, never forced; `counted` ones make up "Câu 3/7"."""

    name: str
    kind: Kind
    when: Callable[[Answers], bool] = always
    required: bool | Callable[[Answers], bool] = True
    extra: bool = False
    counted: bool = False
    text: str = ""  # the texts' name where several steps share them
    query: str = ""  # its options come from the database: the conversation's query of this name
    shown: bool = True  # does the summary list it?
    back: bool = True  # may one go back from here?
    words: Mapping[str, str] = field(default_factory=dict)  # its label, where that came with the data

    def must(self, answers: Answers) -> bool:
        return self.required(answers) if callable(self.required) else self.required


@dataclass(frozen=True, slots=True)
class Walk:
    """The answers that count, the steps that apply, and the first gap (None: complete)."""

    answers: dict[str, Any]
    steps: tuple[Step, ...]
    gap: Step | None


@dataclass(frozen=True, slots=True)
class Form:
    """A conversation as a table. `kept` forms become drafts when put aside; `text` names its texts."""

    name: str
    steps: tuple[Step, ...]
    text: str = ""
    kept: bool = False
    ways_out: tuple[str, ...] = (CANCEL,)

    @property
    def texts(self) -> str:
        return self.text or self.name

    def walk(self, answers: Answers) -> Walk:
        seen: dict[str, Any] = {}
        steps = []
        gap = None
        for step in self.steps:
            if step.when is not always and not step.when(seen):
                continue
            steps.append(step)
            if gap is not None:
                continue
            if step.name in answers and _counts(step, answers[step.name], seen):
                seen[step.name] = answers[step.name]
            elif not step.extra:
                gap = step
        return Walk(seen, tuple(steps), gap)

    def step(self, name: str) -> Step | None:
        return next((step for step in self.steps if step.name == name), None)

    def text_of(self, step: Step) -> str:
        return step.text or f"{self.texts}-{step.name.replace('_', '-')}"


def _counts(step: Step, value: Any, seen: Answers) -> bool:
    """Is this answer still one the step would take? None is a skipped question, which a new release may have made required."""
    return not step.must(seen) if value is None else step.kind.holds(value)


@dataclass(frozen=True, slots=True)
class Offer:
    """An option exactly as it was shown: "2" never means another report than the one on the screen."""

    value: str
    label: str
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Session:
    """Where one person's talk stands. Plain data: it is written and read back between any two messages."""

    form: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict)
    at: str = ""  # the step moved to by hand; "" means the first gap
    serial: int = 0  # of the question on the screen: a button of another one is an old button
    offered: tuple[Offer, ...] = ()
    hold: Mapping[str, Any] = field(default_factory=dict)  # the half-done work of the current step
    album: tuple[Mapping[str, Any], ...] = ()  # photos kept for the photo step
    noted: Mapping[str, Any] = field(default_factory=dict)  # the group of photos that is coming in, and what was wrong
    editing: bool = False  # an answer is being changed from the summary: back leads there
    subject: int | None = None  # the draft or report this form works on
    after: str = ""  # the form to open when this one is done

    def as_json(self) -> dict[str, Any]:
        body = {name: value for name in Session.__slots__ if (value := getattr(self, name))}
        if self.offered:
            body["offered"] = [[offer.value, offer.label, offer.aside] for offer in self.offered]
        return body

    @staticmethod
    def from_json(body: Mapping[str, Any]) -> Session:
        known = {name: value for name, value in body.items() if name in Session.__slots__}
        known["offered"] = tuple(Offer(*offer) for offer in known.get("offered", ()))
        known["album"] = tuple(known.get("album", ()))
        return Session(**known)


@dataclass(frozen=True, slots=True)
class Turn:
    """What one message did: the session now, what to say before the next question, and the step to ask (None: done).

    `way_out` is set instead when the person left the form: later, cancel, human. `need` asks the clerk first.
    """

    session: Session
    says: tuple[Say, ...] = ()
    step: Step | None = None
    done: bool = False
    way_out: str = ""
    need: Need | None = None


def current(form: Form, session: Session) -> Step | None:
    """The step that waits: the one moved to, if it applies, else the first gap."""
    walk = form.walk(session.answers)
    chosen = next((step for step in walk.steps if step.name == session.at), None)
    return chosen or walk.gap


def advance(form: Form, session: Session, heard: Heard, found: Any = None) -> Turn:
    """One message in, one turn out. Never raises for anything a person can say."""
    step = current(form, session)
    if step is None:
        return Turn(session, done=True)
    if heard.value in (LATER, CANCEL, HUMAN):
        return Turn(session, way_out=heard.value, step=step)
    if heard.value == BACK and session.hold.get("page"):  # from a page of the summary to its first one
        return _asking(form, replace(session, hold={}))
    if heard.value == BACK:
        return _asking(form, replace(session, at=_before(form, session, step), editing=False, hold={}))
    if heard.value == SKIP and not step.must(session.answers):
        return _answered(form, session, step, Answered(None))
    says: tuple[Say, ...] = ()
    if heard.photos:
        session, says = gather(session, heard.photos)
        if not (heard.text or heard.value):
            return Turn(session, says, step)
    try:
        taken = step.kind.take(form, session, heard, found)
    except Misread as misread:
        return Turn(session, (*says, Say(f"misread-{misread.reason}", misread.args_)), step)
    match taken:
        case Need():
            return Turn(session, need=taken, step=step)
        case Stay():
            album = session.album if taken.album is None else taken.album
            return Turn(with_album(replace(session, hold=taken.hold), album), (*says, *taken.says), step)
        case GoTo():
            hold = _begun(session.answers.get(taken.step))
            return _asking(form, replace(session, at=taken.step, editing=True, hold=hold), says)
        case Answered():
            return _answered(form, session, step, taken, says)


def _answered(form: Form, session: Session, step: Step, answered: Answered, says: tuple[Say, ...] = ()) -> Turn:
    later = {each.name for each in form.steps[form.steps.index(step) + 1 :]} if answered.anew else set()
    answers = {name: value for name, value in session.answers.items() if name not in later}
    answers[step.name] = answered.value
    after = replace(session, answers=answers, at="", editing=False, hold={})
    return _asking(form, with_album(after, session.album), (*says, answered.echo) if answered.echo else says)


def _begun(value: Any) -> dict[str, Any]:
    """What the change of an answer starts from: ticks are still ticked."""
    ticks = isinstance(value, list) and all(isinstance(each, str) for each in value)
    return {"ticked": value} if ticks else {}


def _asking(form: Form, session: Session, says: tuple[Say, ...] = ()) -> Turn:
    step = current(form, session)
    return Turn(session, says, step, done=step is None)


def _before(form: Form, session: Session, step: Step) -> str:
    """The step to go back to: the nearest answered one above; from an extra or a changed answer, the summary again."""
    walk = form.walk(session.answers)
    if step.extra or (session.editing and walk.gap is not step):
        return ""
    names = [each.name for each in walk.steps if each.name in walk.answers or each.name == step.name]
    place = names.index(step.name) if step.name in names else len(names)
    return names[place - 1] if place > 0 else step.name


def gather(session: Session, photos: Sequence[PhotoRef]) -> tuple[Session, tuple[Say, ...]]:
    """Photos are welcome at any step: kept in the album, the same picture once, at most ten."""
    album, says, kept = list(session.album), [], 0
    for photo in photos:
        if photo.problem:
            says.append(Say(f"photo-{photo.problem}"))
        elif any(
            photo.photo_id == each["photo"] or (photo.original and photo.original == each.get("original"))
            for each in album
        ):
            says.append(Say("photo-again"))
        elif len(album) >= MAX_PHOTOS:
            says.append(Say("photo-enough", {"most": MAX_PHOTOS}))
        else:
            album.append(
                {
                    "photo": photo.photo_id,
                    "original": photo.original,
                    "caption": photo.caption,
                    "tag": tag_of(photo.caption),
                }
            )
            kept += 1
    if kept:
        says.insert(0, Say("photo-kept", {"count": len(album), "most": MAX_PHOTOS}))
    return with_album(session, album), tuple(says)


def with_album(session: Session, album: Sequence[Mapping[str, Any]]) -> Session:
    """The album is the truth: an answered photo step counts what is there, and is a gap again when nothing is left."""
    answers = dict(session.answers)
    if album and PHOTOS in answers:
        before = answers[PHOTOS] if isinstance(answers[PHOTOS], dict) else {}
        answers[PHOTOS] = {"ask_before": False, **before, "count": len(album)}
    elif answers.get(PHOTOS) is not None:
        del answers[PHOTOS]
    return replace(session, answers=answers, album=tuple(album))


def tag_of(caption: str) -> str:
    """before or after, where the caption says so ("ảnh trc", "Trước khi làm", "sau")."""
    words = set(fold(caption).replace(":", " ").split())
    before, after = bool(words & {"truoc", "trc", "before"}), bool(words & {"sau", "after"})
    return "" if before == after else "before" if before else "after"


def ways_out(form: Form, session: Session, step: Step) -> tuple[str, ...]:
    """What can be chosen beside an answer, in the order people expect: back, skip, later, cancel."""
    first = not step.back or _before(form, session, step) == step.name
    ways = [] if first else [BACK]
    if not step.must(session.answers):
        ways.append(SKIP)
    return (*ways, *form.ways_out)


def progress(form: Form, session: Session, step: Step) -> tuple[int, int]:
    """(3, 7) for "Câu 3/7"; (0, 0) for a step that is not counted."""
    counted = [each.name for each in form.walk(session.answers).steps if each.counted]
    return (counted.index(step.name) + 1, len(counted)) if step.name in counted else (0, 0)


def chosen(session: Session, text: str, choice: str) -> str | None:
    """The value a tap or a typed word means: None is free text, "" a button of a question that is gone.

    A tapped button, its number and its label, with or without tones, do the same.
    """
    if choice:
        serial, _, index = choice.partition(":")
        places = {str(place): offer.value for place, offer in enumerate(session.offered)}
        return places.get(index, "") if serial == str(session.serial) else ""
    if not text or len(text) > 200:
        return None
    number = read_ordinal(text)
    content = [offer for offer in session.offered if not offer.aside]
    if number is not None and 1 <= number <= len(content):
        return content[number - 1].value
    for wanted in {_word(text), _word(untelex(text))}:
        for offer in session.offered:
            if wanted and wanted == _label(offer.label):
                return offer.value
    return None


def _word(text: str) -> str:
    return fold(strip_emoji(text)).strip(" .,;:!?✓✅◀→…·-")


_label = lru_cache(maxsize=1024)(_word)  # labels come again and again; what people type does not


def draw(form: Form) -> list[tuple[str, str, str]]:
    """A form as a table of (step, kind, remarks), for people: `./run forms`."""
    rows = []
    for step in form.steps:
        marks = [
            name
            for name, true in (
                ("counted", step.counted),
                ("extra", step.extra),
                ("optional", step.required is False),
                ("required by kind", callable(step.required)),
                ("conditional", step.when is not always),
            )
            if true
        ]
        rows.append((step.name, type(step.kind).__name__, ", ".join(marks)))
    return rows
