"""A new nomination file (R29): of which kind, for which unit, to which authority, in which year. An ad-hoc one is asked less
(R30): it belongs to the year that runs."""

from __future__ import annotations

from handlers import own_units
from handlers.desk import Conversation, Desk, Finish, Offering
from handlers.file_words import number_of
from handlers.forms import CANCEL, Answers, Form, Item, Refused, Say, Session, Step
from handlers.report_form import bilingual
from handlers.steps import Choice, Pick, Text, Unit
from storage import lanes, nomination_opening, nominations
from storage.awards import honours
from storage.nominations import ACT

TITLE = Text(least=2, most=200, line=True)


def form(desk: Desk, session: Session) -> Form:
    movements = [Item(str(each.id), words=bilingual(each.movement, "short")) for each in desk.catalogue.open]
    kinds = [Item(kind, words=bilingual(honours().kind(kind))) for kind in lanes.lanes()]
    years = [Item(str(each), "unit-name", args={"name": str(each)}) for each in (desk.today.year, desk.today.year - 1)]

    def of_a_year(answers: Answers) -> bool:
        kind = answers.get("kind")
        return kind in lanes.lanes() and lanes.lanes()[str(kind)].closes

    def thematic(answers: Answers) -> bool:
        return answers.get("kind") in ("thematic", "ad-hoc")

    steps = (
        Step("kind", Choice(tuple(kinds))),
        Step("movement", Choice(tuple(movements)), when=lambda _: len(movements) > 1),
        Step("unit", Unit(), query="own_units"),
        Step("authority", Pick(), query="authorities"),
        Step("year", Choice(tuple(years)), when=of_a_year),
        Step("title", TITLE, when=thematic, required=False),
    )
    return Form("new-file", steps, ways_out=(CANCEL,))


def authorities(desk: Desk, session: Session) -> Offering:
    """Those at the unit's own level or above that give something in such a file."""
    answers = session.answers
    found = nomination_opening.authorities(desk.db, answers["unit"]["id"], desk.today, answers["kind"])
    return Offering([Item(each.code, words=bilingual(each)) for each in found], {"unit": answers["unit"]["name"]})


def finish(desk: Desk, session: Session) -> Finish:
    answers = session.answers
    year = int(answers.get("year", desk.today.year))
    newest = max(each.id for each in desk.catalogue.open)
    try:
        number, code = nomination_opening.open_file(
            desk.db,
            movement_id=number_of(answers.get("movement", newest)),
            year=year,
            kind=answers["kind"],
            authority=answers["authority"],
            unit_id=answers["unit"]["id"],
            title=answers.get("title") or "",
            who=desk.person.id,
            now=desk.now,
            today=desk.today,
        )
    except nominations.NotTheirs:
        raise Refused("role") from None
    except nomination_opening.NotOffered:
        raise Refused("file-not-offered") from None
    except nomination_opening.Enough:
        return Finish((Say("new-file-enough", {"most": nomination_opening.MOST_A_UNIT}),))
    row = nominations.standing(desk.db, number)
    moved = row is not None and row["year"] != year
    late = [Say("nominate-next-year", {"old": str(year), "year": str(row["year"])})] if row and moved else []
    return Finish((Say("new-file-done", {"code": code}), *late), Session(form="new-nominee", subject=number))


NEW_FILE = Conversation(
    "new-file",
    form,
    finish,
    queries={"own_units": own_units.query(ACT), "authorities": authorities},
    lookups=own_units.lookups(ACT),
    act=ACT,
)
