"""/vinhdanh: the honour list of one's province, for everybody: names, unit, award, decision; nothing personal (R34)."""

from __future__ import annotations

from handlers import file_words
from handlers.desk import Conversation, Desk, Finish, Offering
from handlers.file_words import number_of
from handlers.forms import Form, Item, Refused, Session, Step
from handlers.steps import Pick
from storage import commendation, units
from storage.vietnamese import shorten, show_day

PAGE = 8  # lines of a page: one message on every channel
NAME, UNIT, NUMBER = 70, 60, 30  # visible characters
YEARS = 8


def form(desk: Desk, session: Session) -> Form:
    steps = (
        Step("year", Pick(), query="years"),
        Step("turn", Pick(), query="page"),
    )
    return Form("honours", steps)


def province(desk: Desk) -> int:
    """The province of the person's own unit. Raises Refused."""
    if desk.person.unit_id is None:
        raise Refused("honours-unit")
    return commendation.province_of(desk.db, desk.person.unit_id, desk.today)


def years(desk: Desk, session: Session) -> Offering:
    where = province(desk)
    found = commendation.years(desk.db, where, desk.today)[:YEARS]
    items = [Item(str(year), "honours-year", args={"year": str(year), "count": count}) for year, count in found]
    return Offering(items, {"unit": units.name_of(desk.db, where, desk.today), "count": len(items)})


def page(desk: Desk, session: Session) -> Offering:
    year, since = number_of(session.answers["year"]), number_of(session.hold.get("at", 0)) * PAGE
    where = province(desk)
    counts = dict(commendation.years(desk.db, where, desk.today))
    if year not in counts:
        raise Refused("honours-none")
    rows = commendation.honoured(desk.db, where, year, desk.today, since=since, most=PAGE)
    names = units.names_at(desk.db, dict.fromkeys({each.unit_id for each in rows}), desk.today)
    lines = [
        desk.say(
            "honours-line",
            place=place,
            name=shorten(each.name, NAME),
            unit=shorten(names.get(each.unit_id, ""), UNIT) or "-",
            award=file_words.award_name(desk, each.award),
            number=shorten(each.number, NUMBER),
            day=show_day(each.day),
        )
        for place, each in enumerate(rows, since + 1)
    ]
    more = [Item(f"page:{since // PAGE + 1}", "list-more")] if since + PAGE < counts[year] else []
    said = {"year": str(year), "count": counts[year], "lines": "\n".join(lines)}
    return Offering([*more, Item("years", "honours-years")], said)


def finish(desk: Desk, session: Session) -> Finish:
    return Finish(next=Session(form="honours"))


HONOURS = Conversation("honours", form, finish, queries={"years": years, "page": page})
