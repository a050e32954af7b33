"""A subject for a nomination file: with one tap from the unit's approved reports, or named (R29, R33)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers import own_units, subject_steps
from handlers.desk import Conversation, Desk, Finish, Offering
from handlers.forms import CANCEL, Answers, Form, Item, Refused, Say, Session, Step
from handlers.my_reports import page_of
from handlers.nominate import file_of
from handlers.report_form import bilingual
from handlers.steps import Choice, Pick, Unit
from storage import nomination_reading, nominees, units
from storage.awards import honours
from storage.nomination_reading import Candidate
from storage.nominations import ACT, Closed, IllegalMove, NotTheirs
from storage.nominees import Subject
from storage.vietnamese import shorten

OTHER, DONE = "other", "done"
YES_NO = (Item("yes", "nominee-site-yes"), Item("no", "nominee-site-no"))


def form(desk: Desk, session: Session) -> Form:
    newest = desk.catalogue.newest()
    classes = [Item(each.code, words=bilingual(each)) for each in newest.author_classes if each.individual]

    def named(answers: Answers) -> bool:
        return answers.get("who") == OTHER

    def person(answers: Answers) -> bool:
        return named(answers) and answers.get("subject") == "person"

    steps = (
        Step("who", Pick(), query="candidates"),
        Step("unit", Unit(), when=named, query="own_units"),
        *subject_steps.steps(named),
        Step("class", Choice(tuple(classes)), when=person),
        Step("site", Choice(YES_NO), when=person),
        Step("award", Pick(), query="awards", when=lambda answers: answers.get("who") != DONE),
    )
    return Form("new-nominee", steps, ways_out=(CANCEL,))


def candidates(desk: Desk, session: Session) -> Offering:
    """Authors of the unit's approved reports who are not in the file yet."""
    row = file_of(desk, session.subject)
    found = nomination_reading.candidates(desk.db, row, desk.person.id, desk.today)
    items = [
        Item(str(each.author_id), "new-nominee-line", args={"name": shorten(each.name, 34), "code": each.code})
        for each in found
    ]
    rest = [Item(OTHER, "new-nominee-other"), Item(DONE, "new-nominee-done")]
    return Offering([*page_of(session, items), *rest], {"code": row["code"], "count": len(items)})


def candidate(desk: Desk, row: Mapping[str, Any], answers: Answers) -> Candidate | None:
    """The author that was tapped, looked up again. Raises Refused when they cannot be taken any more."""
    if answers.get("who") == OTHER:
        return None
    found = nomination_reading.candidates(desk.db, row, desk.person.id, desk.today)
    one = next((each for each in found if str(each.author_id) == answers.get("who")), None)
    if one is None:
        raise Refused("no-such-nominee")
    return one


def awards(desk: Desk, session: Session) -> Offering:
    row = file_of(desk, session.subject)
    one = candidate(desk, row, session.answers)
    collective = one.collective if one else session.answers["subject"] != "person"
    codes = nominees.awards_of(row["kind"], row["authority"], collective=collective)
    name = one.name if one else session.answers.get("name", session.answers["unit"]["name"])
    return Offering(
        [Item(each, words=bilingual(honours().award(each))) for each in codes],
        {"name": shorten(name, 80), "count": len(codes)},
    )


def subject_of(desk: Desk, answers: Answers, one: Candidate | None) -> Subject:
    if one is not None:
        return Subject(
            unit_id=one.unit_id,
            name=one.name,
            award=answers["award"],
            collective=one.collective,
            author_class=one.author_class,
            person_ref=one.person_id,
            on_site=one.on_site,
        )
    told = subject_steps.answered(desk, answers)
    return Subject(
        unit_id=told.unit_id,
        name=told.name,
        award=answers["award"],
        collective=told.kind != "person",
        author_class=answers.get("class", ""),
        subject_unit_id=told.subject_unit_id,
        person_ref=told.person_ref,
        on_site=answers.get("site") == "yes",
    )


def finish(desk: Desk, session: Session) -> Finish:
    row = file_of(desk, session.subject)
    again = Session(form="nominate", answers={"which": str(row["id"])})
    if session.answers["who"] == DONE:
        return Finish(next=again)
    one = candidate(desk, row, session.answers)
    new = subject_of(desk, session.answers, one)
    try:
        number = nominees.add(
            desk.db,
            row["id"],
            new,
            reports=[one.report_id] if one else (),
            who=desk.person.id,
            now=desk.now,
            today=desk.today,
        )
    except nominees.Ended as error:
        heirs = units.names_of(desk.db, error.heirs, desk.today).values()
        said = {"count": len(heirs), "heirs": shorten(", ".join(heirs), 300)}
        return Finish((Say("new-nominee-ended", said),), again)
    except nominees.Twice:
        return Finish((Say("new-nominee-twice", {"name": shorten(new.name, 80)}),), again)
    except nominees.Enough:
        return Finish((Say("new-nominee-enough", {"most": nominees.MOST}),), again)
    except NotTheirs as error:
        return Finish((Say("nominate-not-theirs", {"why": error.why}),), again)
    except (nominees.Unfit, IllegalMove, Closed):
        return Finish((Say("nominate-changed"),), again)
    words = nominees.proposed_merits(desk.db, number)
    if words:
        nominees.describe(desk.db, number, merits=words, who=desk.person.id, now=desk.now, today=desk.today)
    done = Say("new-nominee-added", {"name": shorten(new.name, 80), "merits": "yes" if words else "no"})
    return Finish((done,), Session(form="nominee", subject=number))


NEW_NOMINEE = Conversation(
    "new-nominee",
    form,
    finish,
    queries={"candidates": candidates, "own_units": own_units.query(ACT), "awards": awards},
    lookups=own_units.lookups(ACT),
    act=ACT,
)
