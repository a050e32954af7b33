"""A session may be old: of yesterday's role, or of another release. Whatever it claims to be at, nothing of others' units is
shown, done or kept (R21, R45). The same sessions in the hands of who answers for those units do open them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import update
from sqlmodel import SQLModel

from handlers.digest_card import content_of
from storage import deadlines, digests, grants, outbox, people, roles
from storage.deadlines import Due
from storage.digest_counting import Ask, count
from storage.tables import (
    Broadcast,
    Deadline,
    Digest,
    Grant,
    Invitation,
    Outbox,
    QuietDay,
    Report,
    ReportHistory,
    Submission,
    of,
)
from storage.tables import Talk as TalkRow
from tests.talk import ZONE, Room, Talk, joined, sent

HERS, FOREIGN = "cdcs-may-thien-ha", "cdcs-song-van"
AUTHOR, OFFICER = 1, 2
TITLE, NAME, PHONE = "Máy đột lỗ liên hợp", "Nguyễn Văn Lạ", "912 345 678"
SECRETS = (TITLE, NAME, PHONE)
KEPT: tuple[type[SQLModel], ...] = (
    Report,
    ReportHistory,
    Deadline,
    Submission,
    Grant,
    Invitation,
    Broadcast,
    QuietDay,
    Digest,
)


def world(room: Room, unit: str) -> Talk:
    """A report, a digest, a deadline, a role and a lost member of the foreign unit; an officer with every role at `unit`."""
    author = joined(Talk(room), name=NAME)
    officer = joined(Talk(room, address="2"), "Trần Thị Trong", "May Thiên Hà")
    sent(author, title=TITLE)
    now, foreign = room.now, room.unit(FOREIGN)
    with room.store.write() as db:
        people.change(db, AUTHOR, phone="+84912345678")
        people.mark_address(db, ("telegram", "100"), "gone", now)
        lost = {"key": "x", "channel": "telegram", "address": "100", "kind": "reminder", "body": {"text": TITLE}}
        outbox.put(db, [{**lost, "state": "unconfirmed", "due_at": now}])
        span: dict[str, Any] = {"since": date(2026, 1, 1), "until": None, "by": None, "now": now}
        grants.grant(db, AUTHOR, "reviewer", foreign, **span)
        for role in roles.ROLES:
            grants.grant(db, OFFICER, role, room.unit(unit), **span)
        due: dict[str, Any] = {"movement": "kh24-2023", "year": 2026, "duty": "nominate", "level": "", "award": ""}
        new = Due(id=0, unit_id=foreign, unit_type="cdcs", due=date(2026, 12, 20), **due)
        deadlines.add(db, new, who=None, now=now)
        ask = Ask((foreign,), "daily", now - timedelta(days=3), now + timedelta(hours=1))
        counted = count(db, [ask], date(2026, 11, 22), ZONE, {})[ask]
        digests.keep(db, counted, content_of(counted, {}, ZONE), now)
    return officer


def claims(room: Room) -> Iterator[dict[str, Any]]:
    """Sessions at something of the foreign unit, at each question and just before each end."""
    unit = {"id": room.unit(FOREIGN), "name": "-"}
    pair, sure = f"1-{unit['id']}", {"sure": "yes"}
    yield from ({"form": "view", "subject": 1, "answers": each} for each in ({}, {"act": "whole"}, {"act": "contact"}))
    yield from ({"form": "view", "answers": {"code": each}} for each in ("1", "SK-2026-0001"))
    walk: dict[str, Any] = {"walk": [1]}
    acts = ("whole", "approve", "on-site", "return", "theme")
    yield from ({"form": "review", "subject": 1, "answers": {**walk, "act": act}} for act in acts)
    yield from (
        {"form": "review", "subject": 1, "answers": walk},
        {"form": "review", "answers": {**walk, "which": "1"}},
    )
    yield {"form": "review-return", "subject": 1, "answers": {**walk, "kind": "initiative", "questions": ["title"]}}
    yield {"form": "review-refuse", "subject": 1, "answers": {**walk, "reason": "known", "words": None, **sure}}
    yield {"form": "review-note", "subject": 1, "answers": {**walk, "words": "xem lại"}}
    yield {"form": "review-reopen", "subject": 1, "answers": {**walk, "words": "xem lại"}}
    yield {"form": "review-bulk", "answers": {"lines": [["1", "-"]], "which": ["1"], "act": "approve", **sure}}
    yield {"form": "undo", "subject": 1}
    yield {"form": "complete", "answers": {"which": "1"}}
    given_up = {"report": 1, "code": "-", "step": 1, "asked": ["title"], "old": {}, "title": "Bộ gá", "send": "send"}
    yield {"form": "complete", "answers": given_up}
    figures: tuple[dict[str, Any], ...] = ({}, {"figure": "new"}, {"figure": "new", "report": "1"})
    yield from ({"form": "digest", "subject": 1, "answers": each} for each in figures)
    yield {"form": "digest", "answers": {"which": "1"}}
    yield from ({"form": "take-back", "subject": 1, "answers": each} for each in ({}, {"act": "take", **sure}))
    yield {"form": "invite", "answers": {"which": "1"}}
    given: dict[str, Any] = {"which": "new", "role": "leader", "unit": unit, "until": "open"}
    yield {"form": "invite", "answers": {**given, "save": "invite"}}
    for act in ("withdraw", "owing", "preview", "due"):
        yield {"form": "deadlines", "answers": {"which": "1", "act": act, "due": "2026-12-01", **sure}}
    yield {"form": "submission", "answers": {"which": pair, **sure}}
    yield {"form": "submission", "answers": {"which": "done", "marked": pair, **sure}}
    told: dict[str, Any] = {
        "duty": "register",
        "award": "any",
        "level": "any",
        "unit": unit,
        "due": "2026-12-01",
        "year": "2026",
    }
    told |= {"unit_type": {"code": "", "vi": "-", "en": "-"}, "leads": [1]}
    yield from ({"form": "new-deadline", "answers": each} for each in (told, {**told, "save": "save"}))
    yield from ({"form": "delivery", "answers": {"act": each}} for each in ("all", "people", "row:1"))
    yield {"form": "broadcast", "answers": {"words": "x" * 20, "unit": unit, **sure}}
    yield from ({"form": "my-reports", "answers": each} for each in ({"which": "1"}, {"which": "1", "act": "withdraw"}))
    yield {"form": "withdraw", "subject": 1, "answers": sure}
    yield {"form": "calendar", "answers": {"act": "add", "first": "2026-12-01", "last": "2026-12-01", "name": "-x-"}}


def kept(room: Room) -> list[Any]:
    return [room.rows(each) for each in KEPT] + [room.rows(Outbox, key="x")]


def opens(room: Room, talk: Talk, claim: dict[str, Any], words: str) -> bool:
    """Does the session show or change anything of the foreign unit?"""
    before = kept(room)
    with room.store.write() as db:
        db.execute(update(of(TalkRow)).where(of(TalkRow).c.person_id == OFFICER).values(session=claim))
    talk.says(words)
    said = "\n".join([talk.text, *talk.labels])
    return any(secret in said for secret in SECRETS) or kept(room) != before


def test_a_session_opens_nothing_of_others_whatever_it_claims_r21_r45(tmp_path: Path) -> None:
    room = Room(tmp_path)
    talk = world(room, HERS)
    every = [(claim, words) for claim in claims(room) for words in ("/tieptuc", "1")]
    assert [each for each in every if opens(room, talk, *each)] == []


def test_the_same_sessions_open_it_for_who_answers_for_the_unit_r21(tmp_path: Path) -> None:
    """Or the test above would hold for a house in which nothing opens."""
    opened = set()
    for number, name in enumerate(("view", "review", "digest", "take-back", "deadlines", "submission", "delivery")):
        (tmp_path / str(number)).mkdir()
        room = Room(tmp_path / str(number))
        talk = world(room, "nb")
        opened |= {name for claim in claims(room) if claim["form"] == name and opens(room, talk, claim, "/tieptuc")}
    assert opened == {"view", "review", "digest", "take-back", "deadlines", "submission", "delivery"}
