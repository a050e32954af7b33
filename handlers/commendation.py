"""/thongke: commendation counted (R46): how many, which form, which level, collectives and individuals, workers and officials."""

from __future__ import annotations

from collections.abc import Sequence

from handlers import file_words
from handlers.desk import Conversation, Desk, Finish, Offering
from handlers.file_words import number_of
from handlers.forms import Form, Item, Session, Step
from handlers.steps import Pick
from storage import commendation
from storage.awards import honours
from storage.commendation import Counted, total

ACT = "papers"
YEARS = 5  # back from this one


def form(desk: Desk, session: Session) -> Form:
    steps = (
        Step("year", Pick(), query="years"),
        Step("act", Pick(), query="table"),
    )
    return Form("commendation", steps)


def years(desk: Desk, session: Session) -> Offering:
    this = desk.today.year
    return Offering([Item(str(each), "unit-name", args={"name": str(each)}) for each in range(this, this - YEARS, -1)])


def table(desk: Desk, session: Session) -> Offering:
    year = number_of(session.answers["year"])
    counted = commendation.count(desk.db, desk.person.id, ACT, year, desk.today)
    said = {"year": str(year), "count": total(counted), "lines": "\n".join(lines(desk, counted)) or "-"}
    return Offering([Item("years", "commendation-years")], said)


def lines(desk: Desk, counted: Sequence[Counted]) -> list[str]:
    """By what is counted, only what there is."""
    groups = {
        "form": {
            desk.say("commendation-form", form=form): total(counted, form=form)
            for form in dict.fromkeys(each.form for each in honours().awards)
        },
        "level": {
            file_words.authority_name(desk, each.code): total(counted, authority=each.code)
            for each in honours().authorities
        },
        "kind": {file_words.kind_name(desk, each.code): total(counted, kind=each.code) for each in honours().kinds},
        "who": {
            desk.say("commendation-collectives"): total(counted, collective=True),
            desk.say("commendation-workers"): total(counted, collective=False, author_class="worker"),
            desk.say("commendation-officials"): total(counted, collective=False, author_class="official"),
            desk.say("commendation-others"): total(counted, collective=False, author_class=""),
        },
        "place": {desk.say("commendation-on-site"): total(counted, on_site=True)},
    }
    found = []
    for group, numbers in groups.items():
        said = [desk.say("commendation-number", what=what, count=count) for what, count in numbers.items() if count]
        if said:
            found.append(
                desk.say("summary-line", label=desk.say("commendation-group", group=group), answer="; ".join(said))
            )
    return found


def finish(desk: Desk, session: Session) -> Finish:
    return Finish(next=Session(form="commendation"))


COMMENDATION = Conversation("commendation", form, finish, queries={"years": years, "table": table}, act=ACT)
