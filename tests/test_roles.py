"""Who may do what where: the table of roles and acts, the reach of a grant, and who answers for a unit (R21, R41, R45)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from itertools import count, product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, delete, event, insert, select, update

from storage import grants, invitations, ledger, outbox, people, register, roles, units
from storage.register_decisions import Decision
from storage.register_events import Newcomer, dissolve, merge, split, transfer
from storage.store import Store
from storage.tables import (
    Address,
    Audit,
    Grant,
    Invitation,
    Outbox,
    Person,
    Reminder,
    Unit,
    UnitParent,
    UnitSuccession,
    of,
)
from storage.tree import under
from storage.vault import VAULT, new_key
from tests.databases import new_address

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)
TODAY = date(2026, 11, 22)
BEFORE = date(2020, 1, 1)
KEY = new_key()
SERIAL = count(1)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder: Path = tmp_path_factory.mktemp("roles")
    VAULT.unlock(KEY)
    store = Store(new_address(folder))
    store.create()
    with store.write() as db:
        register.load_starter(db, NOW)
    yield store
    store.close()


class Undo(Exception):
    """Ends a transaction that is not to be kept."""


@contextmanager
def undone(store: Store) -> Iterator[Connection]:
    with suppress(Undo), store.write() as db:
        yield db
        raise Undo


@pytest.fixture
def db(store: Store) -> Iterator[Connection]:
    """The starter, in a transaction that is undone."""
    VAULT.unlock(KEY)
    with undone(store) as db:
        yield db


def number(db: Connection, code: str) -> int:
    found = units.by_code(db, code)
    assert found is not None, code
    return found


def somebody(db: Connection, *, joined: bool = True, state: str = "open") -> int:
    """A person with one address."""
    values = {"name": "A", "created_at": NOW, "joined_at": NOW if joined else None}
    who: int = db.execute(insert(of(Person)).returning(of(Person).c.id), values).scalar_one()
    place = {"channel": "telegram", "address": f"r{next(SERIAL)}", "person_id": who, "state": state, "seen_at": NOW}
    db.execute(insert(of(Address)), place)
    return who


def given_to(db: Connection, role: str, code: str, who: int | None = None, **more: Any) -> int:
    """Somebody with this role at this unit; gives the person."""
    holder = somebody(db) if who is None else who
    more = {"since": BEFORE, "until": None, "by": None, "now": NOW, **more}
    grants.grant(db, holder, role, number(db, code), **more)
    return holder


def reached(db: Connection, who: int, act: str = "read", day: date = TODAY) -> set[int]:
    return set(db.execute(select(roles.reach(who, act, day).c.unit_id)).scalars())


def codes(db: Connection, numbers: set[int]) -> set[str]:
    known = dict(db.execute(select(of(Unit).c.id, of(Unit).c.code)).all())
    return {known[each] for each in numbers}


def last_grant(db: Connection) -> int:
    found: int = db.execute(select(of(Grant).c.id).order_by(of(Grant).c.id.desc()).limit(1)).scalar_one()
    return found


def audited(db: Connection, *acts: str) -> list[tuple[str, int | None, str, str]]:
    log = of(Audit)
    query = select(log.c.act, log.c.person_id, log.c.subject, log.c.note).where(log.c.act.in_(acts)).order_by(log.c.id)
    return [(act, who, subject, note) for act, who, subject, note in db.execute(query)]


# --- the table ------------------------------------------------------------------------------------------------------------

MAY = {
    # read receive review judge score register nominate papers council decide sign submit lend deadlines calendar invite
    # delivery broadcast daily weekly monthly
    "reviewer": "1 1 1 1 0 1 1 1 0 0 0 1 1 0 0 0 1 0 1 0 0",
    "standing": "1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 0 1 1 1 1 0",
    "publicity": "0 0 0 0 0 0 0 0 0 0 0 0 1 0 0 0 0 1 0 0 0",
    "council": "1 0 0 1 0 0 0 1 1 0 0 0 1 0 0 0 0 0 0 0 1",
    "leader": "1 0 0 0 0 1 1 1 0 0 0 1 1 0 0 0 0 0 0 1 1",
    "admin": "0 0 0 0 0 0 0 0 0 0 1 0 0 0 1 1 1 0 0 0 0",
}


@pytest.mark.parametrize("role", roles.ROLES)
def test_each_role_may_do_exactly_this_r21(db: Connection, role: str) -> None:
    who = given_to(db, role, "cdcs-song-van")
    here, elsewhere = number(db, "cdcs-song-van"), number(db, "cdcs-may-thien-ha")
    expected = {act for act, yes in zip(roles.ACTS, MAY[role].split(), strict=True) if yes == "1"}
    assert roles.acts_of(db, who, TODAY) == expected
    assert {act for act in roles.ACTS if roles.may(db, who, act, here, TODAY)} == expected
    assert [act for act in roles.ACTS if roles.may(db, who, act, elsewhere, TODAY)] == []


def test_the_table_speaks_of_roles_and_acts_that_exist() -> None:
    assert set(MAY) == set(roles.ROLES)
    assert set().union(*roles.ACTS.values()) == set(roles.ROLES)
    assert set(roles.DUTY.values()) <= set(roles.ACTS)


def test_several_roles_add_up_each_in_its_own_units(db: Connection) -> None:
    who = given_to(db, "reviewer", "cdcs-song-van")
    given_to(db, "publicity", "cd-xa-yen-khanh", who)
    assert codes(db, reached(db, who, "read")) == {"cdcs-song-van"}
    assert codes(db, reached(db, who, "broadcast")) == {"cd-xa-yen-khanh", "cdcs-may-thien-ha"}
    assert reached(db, who, "invite") == set()


# --- reach ------------------------------------------------------------------------------------------------------------------


def test_a_grant_reaches_the_unit_and_all_below_it_and_nobody_else(db: Connection) -> None:
    assert codes(db, reached(db, given_to(db, "reviewer", "cdcs-song-van"))) == {"cdcs-song-van"}
    assert codes(db, reached(db, given_to(db, "reviewer", "cum-truong-hoc-2"))) == {
        "cum-truong-hoc-2",
        "cdcs-mam-non-may-trang",
        "cdcs-tieu-hoc-suoi-ngoc",
        "cdcs-thcs-doi-thong",
        "cdcs-thpt-ben-sen",
    }
    assert reached(db, somebody(db)) == set()


def test_the_province_reaches_what_went_into_it_r41(db: Connection) -> None:
    """Living units, and those that ended: what was filed there is found by who answers for it now."""
    found = codes(db, reached(db, given_to(db, "reviewer", "nb")))
    assert {"nb", "nb-cu", "ha-nam", "nam-dinh", "h-yen-khanh", "tp-ninh-binh", "tp-hoa-lu", "vien-chuc"} <= found
    assert {"cdcs-song-van", "cdcs-may-thien-ha", "cdcs-thuy-an", "cum-td-xp-1", "cum-td-1"} <= found
    assert "tld" not in found


@pytest.mark.parametrize(
    ("at", "unit", "day", "reaches"),
    [
        # transferred on 05/09/2025: in the old parent's reach before, in the new one's after
        ("nb", "cdcs-may-thien-ha", date(2025, 9, 4), True),
        ("cd-xa-yen-khanh", "cdcs-may-thien-ha", date(2025, 9, 4), False),
        ("cd-xa-yen-khanh", "cdcs-may-thien-ha", date(2025, 9, 5), True),
        # in the district until its last day; the district's officer does not follow it to the province
        ("h-yen-khanh", "cdcs-may-thien-ha", date(2025, 6, 30), True),
        ("h-yen-khanh", "cdcs-may-thien-ha", date(2025, 7, 1), False),
        # a merger: nothing before it, what went in after it
        ("tp-hoa-lu", "tp-ninh-binh", date(2024, 12, 31), False),
        ("tp-hoa-lu", "tp-ninh-binh", date(2025, 1, 1), True),
        ("tp-hoa-lu", "h-hoa-lu", date(2025, 1, 1), True),
        ("nb", "h-hoa-lu", TODAY, True),  # two steps: Hoa Lư went into the city, the city's successor is the province
        # a split: each half finds what the whole had filed, and not the other half
        ("cdcs-thuy-an-1", "cdcs-thuy-an", date(2024, 9, 30), False),
        ("cdcs-thuy-an-1", "cdcs-thuy-an", date(2024, 10, 1), True),
        ("cdcs-thuy-an-2", "cdcs-thuy-an", TODAY, True),
        ("cdcs-thuy-an-1", "cdcs-thuy-an-2", TODAY, False),
        # an ended unit stays below the one it hung under last
        ("tp-tam-diep", "cdcs-thuy-an", TODAY, True),
    ],
)
def test_reach_is_of_the_day_r41(db: Connection, at: str, unit: str, day: date, *, reaches: bool) -> None:
    who = given_to(db, "reviewer", at)
    assert roles.may(db, who, "read", number(db, unit), day) is reaches
    assert (unit in codes(db, reached(db, who, day=day))) is reaches


def test_what_happens_to_units_moves_with_them_at_once_r41(db: Connection) -> None:
    """The events themselves: transferred away from one officer, merged, split."""
    first, second = given_to(db, "reviewer", "cd-xa-yen-khanh"), given_to(db, "reviewer", "cd-xa-vu-ban")
    moved, day = number(db, "cdcs-may-thien-ha"), date(2026, 11, 1)
    transfer(db, Decision("x-1", day), [moved], number(db, "cd-xa-vu-ban"))
    assert [roles.may(db, who, "read", moved, day - timedelta(days=1)) for who in (first, second)] == [True, False]
    assert [roles.may(db, who, "read", moved, day) for who in (first, second)] == [False, True]
    halves = [Newcomer(f"half-{each}", f"Half {each}", "cdcs", number(db, "cd-xa-vu-ban")) for each in (1, 2)]
    one, other = split(db, Decision("x-2", date(2026, 11, 2)), moved, halves)
    assert {moved, one, other} <= reached(db, second)
    assert moved not in reached(db, first)
    joint = Newcomer("joint", "Joint", "cdcs", number(db, "cd-xa-yen-khanh"))
    whole = merge(db, Decision("x-3", date(2026, 11, 3)), [one, other], joint)
    assert {moved, one, other, whole} <= reached(db, first)


@pytest.mark.parametrize(
    ("since", "until", "day", "holds"),
    [
        (date(2026, 11, 22), None, date(2026, 11, 21), False),
        (date(2026, 11, 22), None, date(2026, 11, 22), True),
        (BEFORE, date(2026, 11, 22), date(2026, 11, 22), True),
        (BEFORE, date(2026, 11, 22), date(2026, 11, 23), False),
        (date(2026, 11, 22), date(2026, 11, 22), date(2026, 11, 22), True),
    ],
)
def test_a_grant_holds_from_its_first_to_its_last_day(
    db: Connection, since: date, until: date | None, day: date, *, holds: bool
) -> None:
    who = given_to(db, "reviewer", "cdcs-song-van", since=since, until=until)
    here = number(db, "cdcs-song-van")
    assert bool(reached(db, who, day=day)) is holds
    assert bool(roles.acts_of(db, who, day)) is holds
    assert bool(roles.grants_of(db, who, day)) is holds
    assert bool(roles.staff(db, "read", day)) is holds
    assert bool(roles.responsible(db, "read", [here], day)[here]) is holds


def test_a_role_taken_back_is_gone_at_once_and_logged_r45(db: Connection) -> None:
    admin = given_to(db, "admin", "nb")
    who = given_to(db, "reviewer", "cdcs-song-van", by=admin)
    grant, here = last_grant(db), number(db, "cdcs-song-van")
    assert roles.may(db, who, "read", here, TODAY)
    assert grants.end(db, grant, by=admin, now=NOW)
    assert not roles.may(db, who, "read", here, TODAY)
    assert (roles.acts_of(db, who, TODAY), roles.grants_of(db, who, TODAY)) == (frozenset(), [])
    assert grants.end(db, grant, by=admin, now=NOW) is False
    told = [each for each in audited(db, "grant", "end-grant") if each[2] == f"person:{who}"]
    assert told == [
        ("grant", admin, f"person:{who}", f"reviewer unit:{here} 2020-01-01–"),
        ("end-grant", admin, f"person:{who}", f"reviewer unit:{here}"),
    ]


def test_a_circle_in_imported_data_ends(db: Connection) -> None:
    first, second = number(db, "nb"), number(db, "cdcs-song-van")
    db.execute(insert(of(UnitParent)).values(unit_id=first, parent_id=second))
    who = given_to(db, "reviewer", "cdcs-song-van")
    assert {first, second} <= reached(db, who)
    assert roles.responsible(db, "broadcast", [second], TODAY) == {second: []}


def test_two_reaches_fit_into_one_query(db: Connection) -> None:
    who = given_to(db, "reviewer", "nb")
    mine, below = roles.reach(who, "read", TODAY), under([number(db, "cd-xa-yen-khanh")], TODAY)
    both = select(mine.c.unit_id).where(mine.c.unit_id.in_(select(below.c.unit_id)))
    assert codes(db, set(db.execute(both).scalars())) >= {"cd-xa-yen-khanh", "cdcs-may-thien-ha"}


def test_only_living_units_inside_are_given_back(db: Connection) -> None:
    who = given_to(db, "admin", "nb")
    asked = [number(db, each) for each in ("cdcs-song-van", "h-yen-khanh", "tld", "nb")]
    assert codes(db, roles.living(db, who, "invite", asked, TODAY)) == {"cdcs-song-van", "nb"}
    assert roles.living(db, who, "read", asked, TODAY) == set()
    assert roles.living(db, who, "invite", [], TODAY) == set()


# --- the same by brute force, on any dated tree -----------------------------------------------------------------------------

DAYS = [date(2026, 1, 1) + timedelta(days=each) for each in range(6)]
UNITS = 7
a_day, a_unit, open_day = st.sampled_from(DAYS), st.integers(1, UNITS), st.none() | st.sampled_from(DAYS)
span = st.tuples(a_unit, a_unit, open_day, open_day)  # unit, its parent, since, until: circles and overlaps, too
trees = st.fixed_dictionaries(
    {
        "ended": st.dictionaries(a_unit, a_day, max_size=4),
        "parents": st.lists(span, max_size=14),
        "heirs": st.lists(st.tuples(a_unit, st.none() | a_unit), max_size=5),
    }
)


def closure(tree: dict[str, Any], roots: set[int], day: date) -> set[int]:
    """Reach as it is meant, edge by edge."""
    ended = {each: last for each, last in tree["ended"].items() if last < day}
    edges = {(heir, gone) for gone, heir in tree["heirs"] if gone in ended and heir is not None}
    for below, above, since, until in tree["parents"]:
        on = ended.get(below, day)
        if (since is None or since <= on) and (until is None or on <= until):
            edges.add((above, below))
    found = set(roots)
    while more := {below for above, below in edges if above in found} - found:
        found |= more
    return found


def plant(db: Connection, tree: dict[str, Any]) -> dict[int, int]:
    """The tree in the database; gives the id of each unit."""
    ids: dict[int, int] = {}
    for each in range(1, UNITS + 1):
        values = {"code": f"t-{next(SERIAL)}", "type": "cdcs", "ended": tree["ended"].get(each)}
        ids[each] = db.execute(insert(of(Unit)).returning(of(Unit).c.id), values).scalar_one()
    spans = [
        {"unit_id": ids[below], "parent_id": ids[above], "since": since, "until": until}
        for below, above, since, until in tree["parents"]
    ]
    if spans:
        db.execute(insert(of(UnitParent)), spans)
    happened: int = db.execute(select(of(UnitSuccession).c.event_id).limit(1)).scalar_one()
    pairs = {(ids[gone], ids[heir] if heir else None) for gone, heir in tree["heirs"]}
    if pairs:
        rows = [{"event_id": happened, "from_id": gone, "to_id": heir} for gone, heir in pairs]
        db.execute(insert(of(UnitSuccession)), rows)
    return ids


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tree=trees, roots=st.sets(a_unit, min_size=1, max_size=2), day=a_day)
def test_reach_is_the_closure_of_the_days_tree(store: Store, tree: dict[str, Any], roots: set[int], day: date) -> None:
    with undone(store) as db:
        ids = plant(db, tree)
        who, expected = somebody(db), {ids[each] for each in closure(tree, roots, day)}
        for each in roots:
            grants.grant(db, who, "reviewer", ids[each], since=BEFORE, until=None, by=None, now=NOW)
        assert reached(db, who, day=day) == expected
        below = under([ids[each] for each in roots], day)
        assert set(db.execute(select(below.c.unit_id)).scalars()) == expected
        # who is reached has somebody who answers for them, and nobody else has
        answers = roles.responsible(db, "read", ids.values(), day)
        assert {each for each, held in answers.items() if who in held} == expected


# --- who answers for a unit -------------------------------------------------------------------------------------------------


def answers_for(db: Connection, code: str, act: str = "receive", day: date = TODAY) -> list[int]:
    here = number(db, code)
    return roles.responsible(db, act, [here], day)[here]


def test_those_at_the_unit_answer_before_those_above(db: Connection) -> None:
    far, near = given_to(db, "reviewer", "nb"), given_to(db, "standing", "cd-xa-yen-khanh")
    given_to(db, "leader", "cdcs-may-thien-ha")  # may not receive
    assert answers_for(db, "cdcs-may-thien-ha") == [near]
    assert answers_for(db, "cdcs-song-van") == [far]
    at, beside = given_to(db, "reviewer", "cdcs-may-thien-ha"), given_to(db, "standing", "cdcs-may-thien-ha")
    assert answers_for(db, "cdcs-may-thien-ha") == [at, beside]
    assert answers_for(db, "cdcs-may-thien-ha", "deadlines") == [beside]
    assert answers_for(db, "tld") == []


def test_an_ended_units_successors_answer_for_it_r41(db: Connection) -> None:
    one, two = given_to(db, "reviewer", "cdcs-thuy-an-1"), given_to(db, "reviewer", "cdcs-thuy-an-2")
    assert answers_for(db, "cdcs-thuy-an") == [one, two]


@pytest.mark.parametrize(("joined", "state"), [(True, "gone"), (False, "open")])
def test_who_cannot_be_reached_is_passed_over(db: Connection, *, joined: bool, state: str) -> None:
    above = given_to(db, "reviewer", "nb")
    given_to(db, "reviewer", "cdcs-song-van", somebody(db, joined=joined, state=state))
    assert answers_for(db, "cdcs-song-van") == [above]
    assert set(roles.staff(db, "receive", TODAY)) == {above}


def test_one_open_address_is_enough(db: Connection) -> None:
    who = given_to(db, "reviewer", "cdcs-song-van", somebody(db, state="gone"))
    place = {"channel": "web", "address": f"r{next(SERIAL)}", "person_id": who, "state": "open", "seen_at": NOW}
    db.execute(insert(of(Address)), place)
    assert answers_for(db, "cdcs-song-van") == [who]


def test_nobody_answers_where_nobody_is(db: Connection) -> None:
    assert answers_for(db, "cdcs-song-van") == []
    assert roles.responsible(db, "receive", [], TODAY) == {}


def test_the_number_of_queries_does_not_grow_with_units_or_people(db: Connection) -> None:
    said: list[str] = []

    def hear(connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        said.append(statement)

    every = list(db.execute(select(of(Unit).c.id)).scalars())
    event.listen(db, "before_cursor_execute", hear)
    counted = []
    for some in (every[:1], every):
        given_to(db, "reviewer", "nb")
        said.clear()
        roles.responsible(db, "receive", some, TODAY)
        counted.append(len(said))
    event.remove(db, "before_cursor_execute", hear)
    assert counted == [2, 2]
    assert len(every) > 50


# --- invitations -----------------------------------------------------------------------------------------------------------


def invited(db: Connection, role: str = "reviewer", unit: str = "cdcs-song-van", by: int | None = None) -> str:
    return invitations.invite(db, role, number(db, unit), since=TODAY, until=None, by=by, now=NOW)


def test_an_invitation_gives_its_role_once_r21_r45(db: Connection) -> None:
    admin, who = given_to(db, "admin", "nb"), somebody(db)
    here = number(db, "cdcs-song-van")
    code = invitations.invite(db, "reviewer", here, since=TODAY, until=date(2026, 12, 31), by=admin, now=NOW)
    opened = invitations.open_invitation(db, code, who, NOW)
    assert opened is not None
    assert (opened.role, opened.unit_id, opened.since, opened.until) == ("reviewer", here, TODAY, date(2026, 12, 31))
    assert invitations.held_for(db, who, NOW) == opened
    assert roles.acts_of(db, who, TODAY) == frozenset()  # opened is not accepted
    given = invitations.accept(db, who, opened.id, NOW)
    assert [(each.id, each.role, each.unit_id, each.until) for each in roles.grants_of(db, who, TODAY)] == [
        (given, "reviewer", here, date(2026, 12, 31))
    ]
    assert audited(db, "invite") == [("invite", admin, f"unit:{here}", "reviewer")]
    assert audited(db, "grant")[-1] == ("grant", admin, f"person:{who}", f"reviewer unit:{here} {TODAY}–2026-12-31")
    assert invitations.held_for(db, who, NOW) is None
    assert invitations.accept(db, who, opened.id, NOW) is None
    assert invitations.open_invitation(db, code, who, NOW) is None
    assert invitations.open_invitation(db, code, somebody(db), NOW) is None


def test_an_invitation_belongs_to_the_first_who_opens_it(db: Connection) -> None:
    code, first, second = invited(db), somebody(db), somebody(db)
    opened = invitations.open_invitation(db, code, first, NOW)
    assert opened is not None
    assert invitations.open_invitation(db, code, second, NOW) is None
    assert invitations.accept(db, second, opened.id, NOW) is None
    invitations.decline(db, second, opened.id, NOW)
    assert invitations.open_invitation(db, code, first, NOW) == opened  # again, as often as they like
    assert invitations.accept(db, first, opened.id, NOW) is not None


def test_an_invitation_held_by_somebody_who_joined_as_another_is_free(db: Connection) -> None:
    """A stranger opens it, then links their address to the person they are on another channel."""
    code, stranger, member = invited(db), somebody(db, joined=False), somebody(db)
    assert invitations.open_invitation(db, code, stranger, NOW) is not None
    assert invitations.open_invitation(db, code, member, NOW) is None
    db.execute(update(of(Address)).where(of(Address).c.person_id == stranger).values(person_id=member))
    assert invitations.open_invitation(db, code, member, NOW) is not None


def test_an_invitation_is_good_for_seven_days(db: Connection) -> None:
    code, who = invited(db), somebody(db)
    last = NOW + invitations.LIVES
    assert timedelta(days=7) == invitations.LIVES
    opened = invitations.open_invitation(db, code, who, last - timedelta(seconds=1))
    assert opened is not None
    assert invitations.held_for(db, who, last) is None
    assert invitations.open_invitation(db, code, who, last) is None
    assert invitations.accept(db, who, opened.id, last) is None
    assert roles.grants_of(db, who, TODAY) == []


def test_a_declined_invitation_gives_nothing_to_anybody(db: Connection) -> None:
    code, who = invited(db), somebody(db)
    opened = invitations.open_invitation(db, code, who, NOW)
    assert opened is not None
    invitations.decline(db, who, opened.id, NOW)
    assert (invitations.held_for(db, who, NOW), invitations.accept(db, who, opened.id, NOW)) == (None, None)
    assert invitations.open_invitation(db, code, somebody(db), NOW) is None
    assert audited(db, "decline")[-1][1:3] == (who, f"invitation:{opened.id}")


def test_with_an_admins_role_go_the_invitations_they_made(db: Connection) -> None:
    admin, who = given_to(db, "admin", "nb"), somebody(db)
    grant = last_grant(db)
    code, others = invited(db, by=admin), invited(db)
    opened = invitations.open_invitation(db, code, who, NOW)
    assert opened is not None
    grants.end(db, grant, by=None, now=NOW)
    assert invitations.accept(db, who, opened.id, NOW) is None
    assert invitations.open_invitation(db, code, who, NOW) is None
    assert invitations.open_invitation(db, others, who, NOW) is not None


def test_another_role_taken_back_leaves_an_admins_invitations(db: Connection) -> None:
    admin = given_to(db, "admin", "nb")
    given_to(db, "standing", "nb", admin)
    code = invited(db, by=admin)
    grants.end(db, last_grant(db), by=None, now=NOW)
    assert invitations.open_invitation(db, code, somebody(db), NOW) is not None


def test_a_role_held_already_is_not_given_twice(db: Connection) -> None:
    who, here = somebody(db), number(db, "cdcs-song-van")

    def give(until: date | None) -> int:
        return grants.grant(db, who, "reviewer", here, since=TODAY, until=until, by=None, now=NOW)

    short = give(date(2026, 12, 31))
    assert give(date(2026, 12, 31)) == short
    assert give(date(2026, 11, 30)) == short
    longer = give(None)
    assert longer != short
    assert give(None) == give(date(2030, 1, 1)) == longer
    grants.end(db, longer, by=None, now=NOW)
    assert give(None) not in (short, longer)


def test_only_a_keyed_mark_of_the_code_is_kept(db: Connection) -> None:
    code = invited(db)
    (row,) = db.execute(select(of(Invitation))).mappings()
    assert code not in str(dict(row))
    assert code not in str(audited(db, "invite"))
    assert len(code) == 8
    assert set(code) <= set(people.CODE_LETTERS)


@pytest.mark.parametrize("wrong", ["ABCD2345", "", "ẢẢẢẢẢẢẢẢ", "\ud83d" * 8, "a" * 10_000])
def test_a_wrong_code_opens_nothing_and_is_counted(db: Connection, wrong: str) -> None:
    invited(db)
    who = somebody(db)
    assert invitations.open_invitation(db, wrong, who, NOW) is None
    assert audited(db, invitations.WRONG) == [(invitations.WRONG, who, f"person:{who}", "")]


def test_after_ten_wrong_codes_an_hour_not_even_the_right_one_opens(db: Connection) -> None:
    code, who = invited(db), somebody(db)
    for each in range(invitations.TRIES):
        assert invitations.may_try(db, who, NOW), each
        assert invitations.open_invitation(db, "ABCD2345", who, NOW + timedelta(seconds=each)) is None
    assert not invitations.may_try(db, who, NOW + timedelta(minutes=1))
    assert invitations.open_invitation(db, code, who, NOW + timedelta(minutes=1)) is None
    assert len(audited(db, invitations.WRONG)) == invitations.TRIES  # what is not tried is not counted
    assert invitations.may_try(db, somebody(db), NOW)  # nobody else waits
    later = NOW + invitations.TRIES_FORGET
    assert invitations.open_invitation(db, code, who, later) is not None


# --- at the top, and what is lost with a role -------------------------------------------------------------------------------


def test_whose_unit_has_ended_is_not_at_the_top_though_nothing_is_above_it_r41(db: Connection) -> None:
    top, merged = given_to(db, "standing", "nb"), given_to(db, "standing", "cdcs-may-thien-ha")
    assert [roles.at_the_top(db, who, "calendar", TODAY) for who in (top, merged)] == [True, False]
    dissolve(db, Decision("x-4", TODAY), [number(db, "cdcs-may-thien-ha")], [number(db, "cdcs-song-van")])
    assert [roles.at_the_top(db, who, "calendar", TODAY) for who in (top, merged)] == [True, False]


def test_what_a_role_was_to_tell_and_has_not_left_is_dropped_with_it_r21(db: Connection) -> None:
    who, other = given_to(db, "reviewer", "nb"), given_to(db, "reviewer", "nb")
    kinds = ("digest-daily", "new-reports", "unreachable", "draft")
    for person, kind in product((who, other), kinds):
        for state in ("due", "sent"):
            key = f"{kind}:{person}:{state}"
            place = {"channel": "web", "address": f"w{person}", "kind": "digest", "body": {"text": ""}, "due_at": NOW}
            outbox.put(db, [{**place, "key": key, "state": state}])
            said = {"kind": kind, "subject": "digest", "person_id": person, "slot": state, "outbox_key": key}
            ledger.enter(db, [{**said, "state": "queued", "planned_for": NOW, "at": NOW}])
    grants.end(db, grants.held_now(db, who)[0], by=None, now=NOW)
    gone = {f"{kind}:{who}:due" for kind in kinds[:3]}
    every = {f"{kind}:{person}:{state}" for kind, person, state in product(kinds, (who, other), ("due", "sent"))}
    assert set(db.execute(select(of(Outbox).c.key)).scalars()) == every - gone
    assert set(db.execute(select(of(Reminder).c.outbox_key)).scalars()) == every - gone


# --- what an admin sees -----------------------------------------------------------------------------------------------------


def test_an_admin_sees_the_roles_of_their_units_and_no_others(db: Connection) -> None:
    admin = given_to(db, "admin", "cd-xa-yen-khanh")
    inside = given_to(db, "reviewer", "cdcs-may-thien-ha")
    later = given_to(db, "leader", "cd-xa-yen-khanh", since=TODAY + timedelta(days=1))
    given_to(db, "reviewer", "cdcs-may-thien-ha", until=TODAY - timedelta(days=1))
    given_to(db, "reviewer", "cdcs-song-van")
    given_to(db, "admin", "nb")
    assert {each.person_id for each in roles.grants_in(db, admin, TODAY)} == {admin, inside, later}
    assert roles.grants_in(db, inside, TODAY) == []
    db.execute(delete(of(Grant)).where(of(Grant).c.person_id == admin))
    assert roles.grants_in(db, admin, TODAY) == []
