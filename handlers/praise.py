"""Praise at once (R34): whoever was awarded, the authors behind an award, and their unit's officers are told of a decision;
and whoever's award is revoked is told so with respect (R57). One message a person, after their quiet hours.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial

from handlers.desk import Desk
from handlers.file_words import named
from handlers.words import Option, Outgoing
from storage import awarded, calendar, outbox, people, preferences, roles, units
from storage.awarded import Awarded, Listed
from storage.awards import honours
from storage.vietnamese import shorten, show_day

NAMED = 8  # awards in one message
NAME, WORDING = 80, 400  # visible characters
OWN, BEHIND, OFFICER = "own", "behind", "officer"  # why somebody hears of an award, in the order of importance
KIND = "notice"

Heard = Mapping[str, Sequence[Awarded]]  # why → which awards


def tell(desk: Desk, about: Listed) -> int:
    """Queue the praise for a decision that was just entered; gives how many are told."""
    given = awarded.awards_of(desk.db, about.id)
    told = _whom(desk, given)
    places, wishes = people.places_of(desk.db, told), preferences.read(desk.db, told)
    known, house = people.known(desk.db, told), calendar.read(desk.db, desk.zone)
    names = units.names_of(desk.db, {each.unit_id for each in given}, desk.today)
    rows = [
        {
            "key": f"decision:{about.id}:{who}",
            "channel": places[who][0],
            "address": places[who][1],
            "kind": KIND,
            "body": message(desk, known[who].language, about, why, names).as_json(),
            "due_at": house.next_open(desk.now, wishes[who].quiet),
        }
        for who, why in told.items()
        if who in places and who in known
    ]
    outbox.put(desk.db, rows)
    return len(rows)


def _whom(desk: Desk, given: Sequence[Awarded]) -> dict[int, dict[str, list[Awarded]]]:
    """person → why → the awards they hear of; of one award nobody hears twice."""
    behind = awarded.authors_behind(desk.db, [each.nominee_id for each in given if each.person_ref is None])
    officers = roles.responsible(desk.db, "receive", {each.unit_id for each in given}, desk.today)
    told: dict[int, dict[str, list[Awarded]]] = {}
    for each in given:
        own = set() if each.person_ref is None else {each.person_ref}
        authors = behind.get(each.nominee_id, set())
        duty = set(officers[each.unit_id]) - own - authors - {desk.person.id}  # who entered it knows
        for why, persons in ((OWN, own), (BEHIND, authors), (OFFICER, duty)):
            for who in persons:
                told.setdefault(who, {}).setdefault(why, []).append(each)
    return told


def message(desk: Desk, language: str, about: Listed, why: Heard, names: Mapping[int, str]) -> Outgoing:
    """One message: one's own award in full, with what the certificate says; those of others in lines."""
    say = partial(desk.texts.say, language)
    parts = []
    for each in why.get(OWN, ()):
        award = named(honours().awards, each.award, language)
        wording = shorten(each.wording, WORDING)
        parts.append(
            say("praise-own", name=each.name, award=award, decision=_cited(say, language, about), wording=wording)
        )
    for reason in (BEHIND, OFFICER):
        rows = why.get(reason, ())
        if rows:
            lines = [_line(say, language, each, names) for each in rows[:NAMED]]
            more = [say("praise-more", count=len(rows) - NAMED)] if len(rows) > NAMED else []
            said = {"count": len(rows), "decision": _cited(say, language, about), "lines": "\n".join([*lines, *more])}
            parts.append(say("praise-behind" if reason == BEHIND else "praise-officer", **said))
    return Outgoing("\n\n".join(parts), (Option("go:vinhdanh:", say("praise-open")),))


def _line(say: partial[str], language: str, each: Awarded, names: Mapping[int, str]) -> str:
    award = named(honours().awards, each.award, language)
    return say("praise-line", name=shorten(each.name, NAME), unit=names.get(each.unit_id, "-"), award=award)


def _cited(say: partial[str], language: str, about: Listed) -> str:
    """ "Quyết định số 125/QĐ-LĐLĐ ngày 20/11/2026 của Liên đoàn Lao động tỉnh"."""
    authority = named(honours().authorities, about.authority, language)
    return say("decision-cited", number=about.number, day=show_day(about.day), authority=authority)


def tell_revoked(desk: Desk, about: Listed, each: Awarded, by: str, day: date, why: str) -> None:
    """Whoever holds the award hears of its revocation, and their unit's officers do."""
    officers = set(roles.responsible(desk.db, "receive", [each.unit_id], desk.today)[each.unit_id]) - {desk.person.id}
    persons = officers if each.person_ref is None else officers | {each.person_ref}
    places, wishes = people.places_of(desk.db, persons), preferences.read(desk.db, persons)
    known, house = people.known(desk.db, persons), calendar.read(desk.db, desk.zone)
    rows = []
    for who in sorted(persons & places.keys() & known.keys()):
        say = partial(desk.texts.say, known[who].language)
        args = {
            "name": shorten(each.name, NAME),
            "award": named(honours().awards, each.award, known[who].language),
            "decision": _cited(say, known[who].language, about),
            "by": by,
            "day": show_day(day),
            "why": shorten(why, WORDING),
        }
        text = say("revoked-own", **args) if who == each.person_ref else say("revoked-officer", **args)
        place = {"channel": places[who][0], "address": places[who][1]}
        due = house.next_open(desk.now, wishes[who].quiet)
        rows.append(
            {"key": f"revoked:{each.id}:{who}", **place, "kind": KIND, "body": Outgoing(text).as_json(), "due_at": due}
        )
    outbox.put(desk.db, rows)
