"""/giayto: an officer asks for a paper and gets the file: of a report, of a nomination file, or a list of many (R31, R45).

Asking costs the chat nothing: the paper is an errand, made beside the writer, and comes as a message of its own. Who may have
it is asked here and again when it is made.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers import own_units
from handlers.desk import Conversation, Desk, Finish, Offering
from handlers.forms import CANCEL, Form, Item, Refused, Say, Session, Step
from handlers.my_reports import page_of
from handlers.paper_errands import EXPORT, FILE_PDF, PAPER, REPORT_PDF
from handlers.report_form import bilingual
from handlers.steps import Pick, Text, Unit
from storage import errands, exporting, exporting_about, exporting_files, roles
from storage.exporting import ACT, Wanted
from storage.forms import word_forms
from storage.vietnamese import shorten, show_day

ONE, EVERY = "one", "every"
LISTS = ("list-reports", "photos", "list-nominations", "list-commendation")
OF_REPORTS = LISTS[:2]  # these may be narrowed
FILTERS = ("state", "kind", "theme", "phase")
LONG = 500  # reports from which a list goes the long way, where it delays nobody's short one
MOST_PHOTOS_OF = 10_000  # reports of one zip
MOST_ASKED = 5  # papers of one person on their way at once
NAME, TITLE = 30, 34


def form(desk: Desk, session: Session) -> Form:
    about = "about" in session.answers
    steps = (
        Step("what", Pick(), lambda _: not about, query="what"),
        Step("code", Text(least=1, most=60, line=True), lambda answers: answers.get("what") == ONE),
        Step("paper", Pick(), lambda _: about, query="papers"),
        Step("unit", Unit(), lambda answers: answers.get("what") in LISTS, query="own_units"),
        Step("year", Pick(), lambda answers: answers.get("what") in LISTS, query="years"),
        Step("order", Pick(), lambda answers: answers.get("what") in LISTS, query="order"),
        Step("only", Pick(), lambda answers: answers.get("order") in FILTERS, query="only"),
    )
    return Form("papers", steps, ways_out=(CANCEL,))


def opened(desk: Desk, argument: str) -> Session:
    """What a door or a command names: SK-2026-0147, 147, dn-7, DN-2026-0007; `finish` looks whether it is in reach."""
    sought = argument.strip()[:60]
    return Session(form="papers", answers={"what": ONE, "code": sought} if sought else {})


# --- what is offered ------------------------------------------------------------------------------------------------------------


def what(desk: Desk, session: Session) -> Offering:
    items = [
        Item(ONE, "papers-one"),
        Item("list-reports", "papers-list-reports"),
        Item("photos", "papers-photos"),
        Item("list-nominations", "papers-list-nominations"),
        Item("list-commendation", "papers-list-commendation"),
    ]
    return Offering(items)


def papers(desk: Desk, session: Session) -> Offering:
    """Everything that can be made of the report or file."""
    about, _, number = str(session.answers["about"]).partition(":")
    if about == "report":
        row = exporting_about.report(desk.db, number, desk.person.id, desk.today)
        if row is None:
            raise Refused("no-paper")
        names = f"{row['code']}: {shorten(row['title'], 120)}"
        fitting = [
            each for each in word_forms() if each.about == about and row["kind"] in (each.kinds or (row["kind"],))
        ]
        items = [_paper(desk, each.code, about, row["id"]) for each in fitting]
        return Offering([_paper(desk, REPORT_PDF, about, row["id"]), *items], {"about": names})
    return _of_file(desk, session, number)


def _of_file(desk: Desk, session: Session, number: str) -> Offering:
    """The papers of the whole, of each meeting, of each nominee."""
    file = exporting_about.file(desk.db, f"dn-{number}", desk.person.id, desk.today)
    if file is None:
        raise Refused("no-paper")
    fitting = [each for each in word_forms() if not each.kinds or file.kind in each.kinds]
    whole = [_paper(desk, each.code, "nomination", file.id) for each in fitting if each.about == "nomination"]
    held = [
        _paper(desk, each.code, "meeting", meeting, show_day(day))
        for meeting, day in file.meetings
        for each in fitting
        if each.about == "meeting"
    ]
    people = [
        _paper(desk, each.code, "nominee", who, shorten(name, NAME))
        for who, name, collective in file.nominees
        for each in fitting
        if each.about == "nominee" and each.collective == collective
    ]
    items = [*whole, _paper(desk, FILE_PDF, "nomination", file.id), *held, *people]
    return Offering(page_of(session, items), {"about": file.code})


def _paper(desk: Desk, code: str, about: str, number: int, of: str = "") -> Item:
    """A paper by its name, with whose it is."""
    name = shorten(desk.say(f"paper-{code}"), 58 - len(of) - 2 if of else 58)
    args = {"name": name, "of": of}
    return Item(f"{code}:{about}:{number}", "papers-paper-of" if of else "papers-paper", args=args)


def years(desk: Desk, session: Session) -> Offering:
    found = exporting.years(desk.db, desk.person.id, desk.today)
    listed = list(dict.fromkeys([desk.today.year, *found]))[:20]
    items = [Item(str(year), "papers-year", args={"year": str(year)}) for year in listed]
    every = [Item(EVERY, "papers-every-year")] if session.answers["what"] in OF_REPORTS else []
    return Offering([*items, *every])


def order(desk: Desk, session: Session) -> Offering:
    """How many lines it would have, and what would narrow it."""
    what, wanted = session.answers["what"], wanted_of(session)
    count = counted(desk, what, wanted)
    items = [Item("make", "papers-make")] if count is None or count else []
    if what in OF_REPORTS:
        labels = (
            Item("state", "papers-by-state"),
            Item("kind", "papers-by-kind"),
            Item("theme", "papers-by-theme"),
            Item("phase", "papers-by-phase"),
        )
        items += [each for each in labels if not getattr(wanted, each.value)]
    args = {"unit": session.answers["unit"]["name"], "count": -1 if count is None else count}
    return Offering(items, {**args, "narrowed": len(session.answers.get("narrow", {}))})


def counted(desk: Desk, what: str, wanted: Wanted) -> int | None:
    """The lines of a list; None for statistics, which have as many as there are awards."""
    if what in OF_REPORTS:
        return exporting.count(desk.db, desk.person.id, desk.today, wanted)
    if what == "list-nominations":
        return exporting_files.count(desk.db, desk.person.id, desk.today, wanted.year, wanted.unit_id)
    return None


def only(desk: Desk, session: Session) -> Offering:
    """The values of one filter, in the movement's own words."""
    movement, language = desk.catalogue.newest(), desk.person.language
    match session.answers["order"]:
        case "state":
            items = [
                Item("approved", "papers-approved"),
                Item("waiting", "papers-waiting"),
                Item("refused", "papers-refused"),
            ]
        case "kind":
            items = [Item(each.code, words=bilingual(each)) for each in movement.kinds]
        case "theme":
            items = [Item(each.code, words=bilingual(each, "plain")) for each in movement.themes]
        case _:
            names = [bilingual(each, "title")[language] for each in movement.phases]
            named = zip(movement.phases, names, strict=True)
            items = [Item(each.code, "papers-phase", args={"title": shorten(name, 56)}) for each, name in named]
    return Offering(page_of(session, items))


def wanted_of(session: Session) -> Wanted:
    answers = session.answers
    year = str(answers.get("year", ""))
    kept = {"unit_id": answers["unit"]["id"], "year": int(year) if year.isdigit() else 0}
    return Wanted.from_json({**kept, **answers.get("narrow", {})})


# --- what is done ---------------------------------------------------------------------------------------------------------------


def finish(desk: Desk, session: Session) -> Finish:
    answers = session.answers
    if "about" in answers:
        return _one(desk, session)
    if answers["what"] == ONE:
        return Finish(next=_found(desk, answers["code"]))
    if answers["order"] in FILTERS:
        narrow = {**answers.get("narrow", {}), answers["order"]: answers["only"]}
        kept = {name: answers[name] for name in ("what", "unit", "year")}
        return Finish(next=Session(form="papers", answers={**kept, "narrow": narrow}))
    return _list(desk, session)


def _found(desk: Desk, sought: str) -> Session:
    """Raises Refused for what does not exist, and in the same words for what is none of this person's business."""
    who, day = desk.person.id, desk.today
    file = exporting_about.file(desk.db, sought, who, day)
    if file is not None:
        return Session(form="papers", answers={"about": f"nomination:{file.id}"})
    row = exporting_about.report(desk.db, sought, who, day)
    if row is None:
        raise Refused("no-paper")
    return Session(form="papers", answers={"about": f"report:{row['id']}"})


def _one(desk: Desk, session: Session) -> Finish:
    code, about, number = str(session.answers["paper"]).split(":")
    papers(desk, session)  # still within reach?
    _ask(desk, PAPER, {"paper": code, "about": about, "id": int(number)})
    same = Session(form="papers", answers={"about": session.answers["about"]})
    return Finish((Say("papers-begun", {"name": desk.say(f"paper-{code}")}),), same)


def _list(desk: Desk, session: Session) -> Finish:
    what, wanted = session.answers["what"], wanted_of(session)
    if not roles.may(desk.db, desk.person.id, ACT, wanted.unit_id, desk.today):
        raise Refused("role")
    count = counted(desk, what, wanted)
    if count == 0:
        raise Refused("nothing-to-list")
    most = MOST_PHOTOS_OF if what == "photos" else exporting.MOST
    if (count or 0) > most:
        raise Refused("list-too-long", most=most)
    long = what == "photos" or (count or 0) > LONG
    _ask(desk, EXPORT if long else PAPER, {"list": what, "wanted": wanted.as_json()})
    return Finish((Say("papers-begun-long" if long else "papers-begun", {"name": desk.say(f"paper-{what}")}),))


def _ask(desk: Desk, kind: str, about: Mapping[str, Any]) -> None:
    """Raises Refused when this person has enough on its way."""
    who = desk.person.id
    if errands.open_of(desk.db, who, (PAPER, EXPORT)) >= MOST_ASKED:
        raise Refused("papers-busy")
    errands.ask(desk.db, kind, about, who, desk.now, key=f"paper:{who}:{desk.now.isoformat()}:{about}"[:300])


QUERIES = {
    "what": what,
    "papers": papers,
    "own_units": own_units.query(ACT),
    "years": years,
    "order": order,
    "only": only,
}
PAPERS = Conversation("papers", form, finish, queries=QUERIES, lookups=own_units.lookups(ACT), act=ACT)
