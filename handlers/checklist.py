"""/tieuchi: which criteria a unit meets in a year and by which reports; an approved report is linked by one tap (R13, R14).

Who reads sees; who reviews for the unit links and takes back. The check-list of a person or a team is found among the authors.
"""

from __future__ import annotations

from typing import Any

from handlers import own_units
from handlers.desk import Conversation, Desk, Finish, Offering
from handlers.forms import CANCEL, Answers, Form, Item, Refused, Say, Session, Step
from handlers.my_reports import page_of
from handlers.report_form import bilingual
from handlers.steps import Choice, Pick, Unit
from storage import checklists, roles, units
from storage.checklists import LINK, READ, Head, NotPossible, Place, Writer
from storage.movement import Criterion, Movement
from storage.vietnamese import shorten

YEARS = 3  # this one and those before it
TITLE, CODE_TITLE, NAME = 60, 28, 40  # visible characters in a line, on a button, of a name
COLLECTIVE = "collective"
TEXT = 300  # visible characters of the Plan's own words
SHOWN = 5  # linked reports named under a criterion


def form(desk: Desk, session: Session) -> Form:
    years = [str(desk.today.year - each) for each in range(YEARS)]
    movements = {each.movement.code: each.movement for each in desk.catalogue.movements.values()}
    movement = tuple(Item(code, words=bilingual(each, "short")) for code, each in movements.items())

    def at_one(answers: Answers) -> bool:
        one_criterion = str(answers.get("what", "")).startswith("criterion:")
        return one_criterion or (answers.get("what") == "authors" and answers.get("who") != "list")

    steps = (
        Step("movement", Choice(movement), when=lambda _: len(movement) > 1),
        Step("unit", Unit(), query="own_units"),
        Step("year", Choice(tuple(Item(each, "unit-name", args={"name": each}) for each in years))),
        Step("what", Pick(), query="overview"),
        Step("who", Pick(), when=lambda answers: answers.get("what") == "authors", query="authors"),
        Step("below", Pick(), when=lambda answers: answers.get("what") == "below", query="below"),
        Step("act", Pick(), when=at_one, query="one"),
    )
    return Form("checklist", steps, ways_out=(CANCEL,))


def opened(desk: Desk, argument: str) -> Session:
    """By a door: "12-2026"."""
    number, _, year = argument.partition("-")
    known = {str(desk.today.year - each) for each in range(YEARS)}
    if not _is_number(number) or year not in known or not own_units.within(desk, READ, [int(number)]):
        return Session(form="checklist")
    unit = {"id": int(number), "name": units.name_of(desk.db, int(number), desk.today)}
    return Session(form="checklist", answers={"unit": unit, "year": year})


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 16


# --- where one is ---------------------------------------------------------------------------------------------------------


def movement_of(desk: Desk, answers: Answers) -> Movement:
    """The newest version of the one chosen, else of the only one."""
    newest = desk.catalogue.newest()
    wanted = answers.get("movement", newest.code)
    versions = [each for each in desk.catalogue.movements.values() if each.movement.code == wanted]
    return max(versions, key=lambda each: each.id).movement if versions else newest


def unit_of(desk: Desk, answers: Answers) -> tuple[int, str]:
    """The unit on the screen, if it is still theirs to see. Raises Refused."""
    number = int(answers["unit"]["id"])
    if not own_units.within(desk, READ, [number]):
        raise Refused("role")
    return number, units.name_of(desk.db, number, desk.today)


def place_of(desk: Desk, answers: Answers) -> Place:
    number, _ = unit_of(desk, answers)
    return Place(number, int(answers["year"]), movement_of(desk, answers).code)


def writer_of(desk: Desk, answers: Answers, place: Place) -> Writer:
    """The author that was chosen, if their report is one of the unit's. Raises Refused."""
    number = str(answers["who"])
    found = None
    if _is_number(number):
        found = checklists.writer(desk.db, int(number), place, desk.person.id, desk.today)
    if found is None:
        raise Refused("checklist-gone")
    return found


def list_of(desk: Desk, answers: Answers) -> tuple[Place, list[Criterion], str]:
    """The check-list on the screen, its criteria, and whose it is. Raises Refused."""
    place, movement = place_of(desk, answers), movement_of(desk, answers)
    if answers["what"] == "authors":
        writer = writer_of(desk, answers, place)
        place = Place(writer.unit_id, place.year, place.movement, writer.key)
        return place, _for_class(movement, writer.author_class), writer.name
    code = str(answers["what"]).removeprefix("criterion:")
    return place, [each for each in movement.criteria if each.code == code], unit_of(desk, answers)[1]


def _for_class(movement: Movement, class_: str) -> list[Criterion]:
    """An author whose class nobody told may meet any criterion of a person."""
    if class_:
        return [each for each in movement.criteria if each.author_class == class_]
    return [each for each in movement.criteria if each.author_class != COLLECTIVE]


def letter(criterion: Criterion) -> str:
    return criterion.code.rsplit(".", maxsplit=1)[-1]


# --- what is shown --------------------------------------------------------------------------------------------------------


def overview(desk: Desk, session: Session) -> Offering:
    """✓ or – for each criterion, with how many reports."""
    place, movement = place_of(desk, session.answers), movement_of(desk, session.answers)
    name = unit_of(desk, session.answers)[1]
    have = checklists.coverage(desk.db, place.movement, [place.unit_id], place.year)[place.unit_id]
    criteria = _for_class(movement, COLLECTIVE)
    lines = [_line(desk, each, have.get(each.code, 0)) for each in criteria]
    opens = [Item(f"criterion:{each.code}", "checklist-open", args={"letter": letter(each)}) for each in criteria]
    deep = bool(units.inside(desk.db, place.unit_id, desk.today))
    more = ["authors", *(["below"] if deep else []), "another"]
    said = {"unit": name, "year": str(place.year), "lines": "\n".join(lines), "of": len(criteria)}
    met = sum(each.code in have for each in criteria)
    return Offering([*opens, *(Item(each, "checklist-act", args={"act": each}) for each in more)], {**said, "met": met})


def _line(desk: Desk, criterion: Criterion, count: int) -> str:
    name = bilingual(criterion, "plain")[desk.person.language]
    return desk.say("checklist-line", letter=letter(criterion), name=name, count=count)


def below(desk: Desk, session: Session) -> Offering:
    """How many criteria each unit directly below meets."""
    place = place_of(desk, session.answers)
    of = len(_for_class(movement_of(desk, session.answers), COLLECTIVE))
    hits = units.inside(desk.db, place.unit_id, desk.today)
    have = checklists.coverage(desk.db, place.movement, [each.id for each in hits], place.year)
    ordered = sorted(hits, key=lambda each: -len(have[each.id]))  # in the order of the tree between equals
    rows = [(each, {"unit": shorten(each.name, NAME), "met": len(have[each.id]), "of": of}) for each in ordered]
    items = [Item(str(each.id), "checklist-below-line", args=said) for each, said in rows]
    full = sum(len(have[each.id]) == of for each in hits)
    none = sum(not have[each.id] for each in hits)
    said = {"year": str(place.year), "count": len(hits), "full": full, "none": none}
    return Offering([*page_of(session, items), Item("list", "checklist-act", args={"act": "list"})], said)


def authors(desk: Desk, session: Session) -> Offering:
    place = place_of(desk, session.answers)
    found = checklists.writers(desk.db, place, desk.person.id, desk.today)
    have = checklists.met_by_authors(desk.db, place, [each.key for each in found])
    items = [
        Item(
            str(each.id),
            "checklist-author",
            args={"name": shorten(each.name, NAME), "met": have.get(each.key, 0)},
        )
        for each in found
    ]
    back = Item("list", "checklist-act", args={"act": "list"})
    return Offering([*page_of(session, items), back], {"count": len(found), "year": str(place.year)})


def one(desk: Desk, session: Session) -> Offering:
    """One criterion, or all of an author's: the reports that meet it, and those that may be linked."""
    place, criteria, name = list_of(desk, session.answers)
    if not criteria:
        raise Refused("checklist-gone")
    linked = checklists.of_subject(desk.db, place)
    may = roles.may(desk.db, desk.person.id, LINK, place.unit_id, desk.today)
    lines, items = [], []
    for each in criteria:
        have = linked.get(each.code, [])
        lines.append(_line(desk, each, len(have)))
        lines += [desk.say("checklist-report", code=one.code, title=shorten(one.title, TITLE)) for one in have[:SHOWN]]
        lines += [desk.say("checklist-more", count=len(have) - SHOWN)] * (len(have) > SHOWN)
        if may:
            offered = checklists.candidates(desk.db, place, each.code, desk.person.id, desk.today)
            items += [_button("link", each, one, several=len(criteria) > 1) for one in offered]
            items += [_button("unlink", each, one, several=len(criteria) > 1) for one in have]
    can = "no" if not may else "yes" if items else "none"
    said = {"name": shorten(name, NAME), "year": str(place.year), "lines": "\n".join(lines), "may": can}
    said |= {"text": shorten(criteria[0].text, TEXT) if len(criteria) == 1 else "none"}
    return Offering([*page_of(session, items), Item("list", "checklist-act", args={"act": "list"})], said)


def _button(act: str, criterion: Criterion, head: Head, *, several: bool) -> Item:
    said: dict[str, Any] = {
        "code": head.code,
        "title": shorten(head.title, CODE_TITLE),
        "fits": "yes" if head.fits else "no",
    }
    said |= {"act": act, "letter": letter(criterion) if several else "none"}
    return Item(f"{act}|{criterion.code}|{head.id}", "checklist-link", args=said)


# --- what is done -----------------------------------------------------------------------------------------------------------


def finish(desk: Desk, session: Session) -> Finish:
    answers = session.answers
    start = {name: answers[name] for name in ("movement", "unit", "year") if name in answers}
    overview_again = Session(form="checklist", answers=start)
    if answers["what"] == "another":
        return Finish(next=Session(form="checklist"))
    if "list" in (answers.get("below"), answers.get("who"), answers.get("act")):
        to_authors = answers.get("act") == "list" and answers["what"] == "authors"
        return Finish(
            next=Session(form="checklist", answers={**start, "what": "authors"}) if to_authors else overview_again
        )
    if answers["what"] == "below":
        number = str(answers["below"])
        if not _is_number(number) or not own_units.within(desk, READ, [int(number)]):
            raise Refused("checklist-gone")
        unit = {"id": int(number), "name": units.name_of(desk.db, int(number), desk.today)}
        return Finish(next=Session(form="checklist", answers={**start, "unit": unit}))
    return linked_or_not(desk, session)


def linked_or_not(desk: Desk, session: Session) -> Finish:
    answers = session.answers
    act, code, number = [*str(answers["act"]).split("|"), "", ""][:3]
    place, criteria, _ = list_of(desk, answers)
    if act not in ("link", "unlink") or not _is_number(number) or code not in {each.code for each in criteria}:
        raise Refused("checklist-gone")
    by: dict[str, Any] = {"who": desk.person.id, "now": desk.now, "today": desk.today}
    try:
        (checklists.link if act == "link" else checklists.unlink)(desk.db, place, code, int(number), **by)
    except NotPossible as refused:
        raise Refused("checklist-link", why=refused.why) from None
    again = {name: value for name, value in answers.items() if name != "act"}
    return Finish((Say("checklist-linked", {"act": act}),), Session(form="checklist", answers=again))


CHECKLIST = Conversation(
    "checklist",
    form,
    finish,
    queries={
        "own_units": own_units.query(READ),
        "overview": overview,
        "below": below,
        "authors": authors,
        "one": one,
    },
    lookups=own_units.lookups(READ),
    act=READ,
)
