"""/maugiay: the Word templates of one's units: take out the one that counts, hand in a new one, take one's own back (R31).

A file can't come in through every channel, so a new one is handed in on a page of ours. The message names the link only; it
is signed when the message leaves (`bot/hand_in_links.py`), so that its day begins then.
"""

from __future__ import annotations

from handlers import own_units
from handlers.desk import Conversation, Desk, Finish, Offering
from handlers.forms import CANCEL, Form, Item, Refused, Say, Session, Step
from handlers.papers.catalogue import PAPER_LANGUAGE
from handlers.papers.word import SUFFIX
from handlers.steps import Choice, Pick, Unit
from handlers.texts import Texts
from handlers.words import Outgoing
from storage import templates, units
from storage.forms import word_form, word_forms
from storage.signing import ACT
from storage.templates import InForce
from storage.vietnamese import fold, shorten, show_day

LINK = "link:template:"  # begins the name of a link: person, unit, paper, language follow
FILE = "paper:template:"  # begins the name of a file: unit, paper
TAKE, HAND_IN, DROP, OTHER = "take", "hand-in", "drop", "other"
YES_NO = (Item("yes", "templates-yes"), Item("no", "templates-no"))


def form(desk: Desk, session: Session) -> Form:
    steps = (
        Step("unit", Unit(), query="own_units"),
        Step("paper", Pick(), query="papers"),
        Step("act", Pick(), query="one"),
        Step("sure", Choice(YES_NO), when=lambda answers: answers.get("act") == DROP, query="own"),
    )
    return Form("templates", steps, ways_out=(CANCEL,))


def theirs(desk: Desk, session: Session) -> int:
    """The unit on the screen. Raises Refused when it is no longer theirs."""
    number = int(session.answers["unit"]["id"])
    if not own_units.within(desk, ACT, [number]):
        raise Refused("role")
    return number


def paper_of(session: Session) -> str:
    """The paper on the screen. Raises Refused for one that is none of ours."""
    code = str(session.answers["paper"])
    if word_form(code) is None:
        raise Refused("templates-gone")
    return code


def papers(desk: Desk, session: Session) -> Offering:
    theirs(desk, session)
    return Offering([Item(form.code, f"paper-{form.code}") for form in word_forms()])


def one(desk: Desk, session: Session) -> Offering:
    """Which template counts for the unit, and what can be done about it."""
    number, paper = theirs(desk, session), paper_of(session)
    found = templates.in_force(desk.db, units.chain(desk.db, number, desk.today), paper)
    own = found is not None and found.unit_id == number
    items = [
        Item(TAKE, "templates-take"),
        Item(HAND_IN, "templates-hand-in"),
        *[Item(DROP, "templates-drop")] * own,
        Item(OTHER, "templates-other"),
    ]
    args = {
        "paper": desk.say(f"paper-{paper}"),
        "unit": shorten(session.answers["unit"]["name"], 120),
        "from": "shipped" if found is None else "own" if own else "above",
        "above": units.name_of(desk.db, found.unit_id, desk.today) if found else "-",
        **in_words(desk, found),
    }
    return Offering(items, args)


def in_words(desk: Desk, found: InForce | None) -> dict[str, str]:
    if found is None:
        return {"file": "-", "day": "-"}
    return {"file": shorten(found.name, 60), "day": show_day(desk.local(found.at).date())}


def own_one(desk: Desk, session: Session) -> InForce:
    """The unit's own template on the screen. Raises Refused when there is none any more."""
    found = templates.in_force(desk.db, [theirs(desk, session)], paper_of(session))
    if found is None:
        raise Refused("templates-gone")
    return found


def own(desk: Desk, session: Session) -> Offering:
    return Offering(args={"paper": desk.say(f"paper-{paper_of(session)}"), **in_words(desk, own_one(desk, session))})


def finish(desk: Desk, session: Session) -> Finish:
    number, paper, unit = theirs(desk, session), paper_of(session), session.answers["unit"]
    again = Session(form="templates", answers={"unit": unit, "paper": paper})
    match session.answers["act"]:
        case "take":
            said = Outgoing(desk.say("templates-here"), file=f"{FILE}{number}:{paper}")
            return Finish(next=again, messages=(with_name(said, desk.texts, paper),))
        case "hand-in":
            link = f"{LINK}{desk.person.id}:{number}:{paper}:{desk.person.language}"
            return Finish(next=again, messages=(Outgoing(desk.say("templates-link"), file=link),))
        case "drop":
            if session.answers["sure"] == "no":
                return Finish((Say("templates-left"),), again)
            kept = own_one(desk, session)
            templates.take_back(desk.db, kept.id, who=desk.person.id, now=desk.now)
            return Finish((Say("template-taken-back", {"number": str(kept.id)}),), again)
        case _:
            return Finish(next=Session(form="templates", answers={"unit": unit}))


def with_name(message: Outgoing, texts: Texts, paper: str) -> Outgoing:
    """mau-to-trinh-de-nghi-khen-thuong.docx: plain letters, so that it survives every channel and every disk."""
    named = texts.say(PAPER_LANGUAGE, "templates-file", paper=texts.say(PAPER_LANGUAGE, f"paper-{paper}"))
    return Outgoing(message.text, file=message.file, file_name="-".join(fold(named).split()) + SUFFIX)


TEMPLATES = Conversation(
    "templates",
    form,
    finish,
    queries={"own_units": own_units.query(ACT), "papers": papers, "one": one, "own": own},
    lookups=own_units.lookups(ACT),
    act=ACT,
)
