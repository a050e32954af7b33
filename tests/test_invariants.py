"""`./run doctor --deep`: a true story has no fault, and every way of tampering with it is found (R20, R45, R56, R57)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, delete, insert, update

from storage import (
    decisions,
    grants,
    invariants,
    meetings,
    nomination_opening,
    nominations,
    nominees,
    people,
    reports,
    units,
)
from storage.award_tables import Award, Meeting, Nomination, NominationHistory, Nominee, Vote
from storage.decisions import Deciding
from storage.meetings import Attendance
from storage.nominees import Subject
from storage.store import Store
from storage.tables import Grant, Report, ReportAuthor, ReportHistory, of
from tests.databases import Scene
from tests.talk import TODAY, ZONE, Room, load

DAY = TODAY.astimezone(ZONE).date()
SOON = TODAY + timedelta(hours=1)
SENDER, NEAR, FAR = 1, 2, 3  # who sent it; a reviewer at the commune; the province's standing unit


def person(db: Connection, name: str, unit: int) -> int:
    place = ("web", name)
    who = people.meet(db, [place], {}, TODAY)[place].id
    people.join(db, who, name=name, author_class="worker", unit_id=unit, phone=None, now=TODAY)
    return who


def _tell(store: Store) -> None:
    """A report and a file that have gone all their way."""
    load(store)
    with store.read() as db:
        base, commune, province = (units.by_code(db, code) for code in ("cdcs-may-thien-ha", "cd-xa-yen-khanh", "nb"))
    assert base is not None and commune is not None and province is not None
    since: dict[str, Any] = {"since": date(2026, 1, 1), "until": None, "by": None, "now": TODAY - timedelta(days=1)}
    who: dict[str, Any] = {"now": SOON, "today": DAY}
    with store.write() as db:
        assert [person(db, name, base) for name in ("An", "Bình", "Chi")] == [SENDER, NEAR, FAR]
        grants.grant(db, NEAR, "reviewer", commune, **since)
        grants.grant(db, FAR, "standing", province, **since)
        filing = reports.Filing("initiative", "SK", 1, base, [base], DAY, {"title": "Biến tần quạt hút"})
        number, _ = reports.send(db, filing, who=SENDER, now=TODAY, today=DAY)
        reports.move(db, number, "receive", who=NEAR, **who)
        reports.move(db, number, "return", who=NEAR, note="Mong anh bổ sung ảnh", **who)
        reports.move(db, number, "complete", who=SENDER, **who)
        reports.move(db, number, "forward", who=NEAR, **who)
        reports.move(db, number, "recall", who=NEAR, **who)
        reports.move(db, number, "forward", who=NEAR, **who)
        reports.move(db, number, "approve", who=FAR, **who)
        opened: dict[str, Any] = {
            "movement_id": 1,
            "year": 2026,
            "kind": "ad-hoc",
            "authority": "ldld-tinh",
            "unit_id": commune,
        }
        file, _ = nomination_opening.open_file(db, **opened, who=NEAR, **who)
        subject = Subject(base, "An", "bk-ldld", author_class="worker", person_ref=SENDER)
        nominee = nominees.add(db, file, subject, reports=[number], who=NEAR, **who)
        nominations.move(db, file, "forward", who=NEAR, **who)
        nominations.move(db, file, "to-council", who=FAR, **who)
        there = Attendance("council", DAY, "Hội trường", "Chi", "Bình", members=9, present=7, written=1)
        meeting = meetings.enter(db, file, there, who=FAR, **who)
        meetings.ballot(db, meeting, {nominee: (7, 0, 1)}, who=FAR, **who)
        said = Deciding("12/QĐ-LĐLĐ", DAY, "Chi", "Đã có thành tích xuất sắc")
        decisions.decide(db, said, [file], {nominee: "bk-ldld"}, reason="Hội đồng nhất trí", who=FAR, **who)


TOLD = Scene(_tell)


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Room]:
    room = Room(tmp_path, TOLD)
    yield room
    room.store.close()


def found(room: Room) -> set[str]:
    with room.store.read() as db:
        return {fault.promise for fault in invariants.faults(db, ZONE)}


def test_a_true_story_keeps_every_promise(story: Room) -> None:
    assert found(story) == set()
    with story.store.read() as db:
        assert invariants.looked_at(db) == "8 steps of reports, 5 of files, 1 awards, 1 votes"


report, step, author, held = of(Report), of(ReportHistory), of(ReportAuthor), of(Grant)
file, file_step, nominee, award = of(Nomination), of(NominationHistory), of(Nominee), of(Award)
LOST = "a state changed without its history"
OUTSIDE = "somebody acted outside their scope"
TAMPERED: dict[str, tuple[Any, set[str]]] = {
    "a state set by hand": (update(report).values(state="refused"), {LOST}),
    "a step deleted": (delete(step).where(step.c.act == "return"), {LOST}),
    "the last step deleted": (delete(step).where(step.c.act == "approve"), {LOST}),
    "every step deleted": (delete(step), {"a report without its history"}),
    "a desk moved by hand": (
        update(report).values(desk_unit_id=report.c.unit_id),
        {"a report moved to another desk without its history"},
    ),
    "no reason": (
        update(step).where(step.c.act == "return").values(note=""),
        {"a return or refusal without its reason"},
    ),
    "a step to elsewhere": (
        update(step).where(step.c.act == "receive").values(to_state="approved"),
        {"an act that led elsewhere", LOST},
    ),
    "taken back to where it never was": (
        update(step).where(step.c.act == "recall").values(detail={"undoes": 1}),
        {"a step taken back to where it never was"},
    ),
    "approved by its author": (
        insert(author).values(report_id=1, position=1, name="Chi", person_id=FAR, collective=False, agreed=""),
        {"somebody acted on a report of their own"},
    ),
    "in another unit's name": (update(step).where(step.c.act == "approve").values(unit_id=1), {OUTSIDE}),
    "an act nobody knows": (
        update(step).where(step.c.act == "receive").values(act="bless"),
        {"an act that was not legal"},
    ),
    "a role given afterwards": (
        update(held).where(held.c.person_id == FAR).values(granted_at=SOON + timedelta(days=1)),
        {OUTSIDE},
    ),
    "a role that had ended": (
        update(held).where(held.c.person_id == NEAR).values(ended_at=TODAY - timedelta(minutes=1)),
        {OUTSIDE},
    ),
    "a file decided by hand": (update(file).values(state="refused"), {LOST, "an award without its decision"}),
    "a file's history deleted": (delete(file_step), {"a file without its history"}),
    "an award without its nominee's mark": (
        update(nominee).values(state="proposed"),
        {"an award without its decision"},
    ),
    "an award deleted": (delete(award), {"somebody awarded without an award"}),
    "more votes than members": (update(of(Vote)).values(yes=8), {"more votes than members"}),
    "fewer members than there were": (update(of(Meeting)).values(members=7), {"more votes than members"}),
}


@pytest.mark.parametrize("way", TAMPERED)
def test_what_was_tampered_with_is_found(story: Room, way: str) -> None:
    statement, expected = TAMPERED[way]
    with story.store.write() as db:
        db.execute(statement)
    assert found(story) == expected
