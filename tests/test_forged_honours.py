"""A session may claim to be at another unit's file, meeting, decision, hold or registration: nothing of it is shown, done or
kept (R21, R45). The same sessions in the hands of who answers for that unit do something."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import update

from storage import grants, holds, meetings, registrations, roles, signing, templates
from storage.award_tables import (
    Award,
    CriterionMet,
    Decision,
    Hold,
    Meeting,
    Nomination,
    Nominee,
    Override,
    PaperTemplate,
    Recipients,
    Registration,
    Signatory,
    Vote,
    YearClose,
)
from storage.meetings import Attendance
from storage.registrations import Entry
from storage.signing import Signing
from storage.tables import Talk as TalkRow
from storage.tables import of
from tests.honouring import COMMUNE, HONG_LAM, PROVINCE, file, honoured, officer, who
from tests.talk import Room, Talk

SECRETS = ("Trần Thị Lạ", "Tổ thi công bí mật", "Chờ kết luận", "999/QĐ-LĐLĐ", "bí mật.docx")
KEPT = (
    Award,
    CriterionMet,
    Decision,
    Hold,
    Meeting,
    Nomination,
    Nominee,
    Override,
    PaperTemplate,
    Recipients,
    Registration,
    Signatory,
    Vote,
    YearClose,
)
DAY = date(2026, 11, 20)


def world(room: Room, unit: str) -> Talk:
    """Everything there can be at the province, entered by its own officer; and an officer with every role at `unit`."""
    theirs = officer(room, address="900")
    number = file(
        room, {"name": SECRETS[0]}, {"name": SECRETS[1], "collective": True}, unit=HONG_LAM, code="DN-2025-0001"
    )
    honoured(room, {"name": SECRETS[0]}, unit=HONG_LAM, code="DN-2025-0002", number=SECRETS[3])
    by: dict[str, Any] = {"who": who(theirs), "now": room.now}
    where, span = room.unit(PROVINCE), {"since": DAY, "until": None}
    with room.store.write() as db:
        entry = Attendance("council", DAY, "Hội trường", "Bình", "Nam", members=9, present=9)
        meetings.enter(db, number, entry, **by, today=DAY)
        put: dict[str, Any] = {**span, "note": SECRETS[2]}
        holds.put(db, where, "unit:1", SECRETS[0], "press", **put, **by)
        registrations.add(db, Entry("kh24-2023", 2027, where, SECRETS[0], "bk-ldld"), **by)
        signing.appoint(db, where, Signing(SECRETS[0], "CHỦ TỊCH", ""), since=DAY, until=None, **by)
        templates.put(db, where, "minutes", "key", SECRETS[4], **by)
    talk = officer(room, unit=unit, address="901")
    with room.store.write() as db:
        for role in roles.ROLES:
            given: dict[str, Any] = {"since": date(2026, 1, 1), "until": None, "by": None, "now": room.now}
            grants.grant(db, who(talk), role, room.unit(unit), **given)
    return talk


def claims(room: Room) -> Iterator[dict[str, Any]]:
    """Sessions at something of the province, at each question and just before each end."""
    unit, sure = {"id": room.unit(PROVINCE), "name": "-"}, {"sure": "yes"}
    yield from _of_files(unit)
    yield {"form": "meeting", "answers": {"which": "1"}}
    yield {"form": "meeting", "answers": {"which": "1", "act": "council"}}
    there: dict[str, Any] = {"kind": "council", "day": "2026-11-20", "place": "-", "chair": "-", "secretary": "-"}
    yield {"form": "new-meeting", "subject": 1, "answers": {"kind": "council"}}
    yield {"form": "new-meeting", "subject": 1, "answers": {**there, "members": 9, "present": 9}}
    named = {"members": 9, "present": 9, "names": ""}
    yield {"form": "new-meeting", "subject": 1, "answers": {**there, **named, "save": "yes"}}
    for answers in ({}, {"act": "all"}, {"act": "of:1"}, {"act": "of:1", "ballot": [9, 0, 0]}, {"act": "drop", **sure}):
        yield {"form": "votes", "subject": 1, "answers": answers}
    yield {"form": "votes", "subject": 1, "answers": {"act": "minutes", "minutes": "x" * 20}}
    paper = {"how": "give", "number": "1/QĐ", "day": "2026-11-20", "signer": None}
    rest = {"leave": [], "differ": {}, "wording": "x" * 20, "needs": "reason", "reason": "x" * 20}
    yield {"form": "new-decision", "answers": {"files": ["1"]}}
    yield {"form": "new-decision", "answers": {"files": ["1"], **paper}}
    yield {"form": "new-decision", "answers": {"files": ["1"], **paper, **rest, **sure}}
    yield {"form": "new-decision", "answers": {"files": ["1"], "how": "refuse", "why": "x" * 20, **sure}}
    revoking = {"do": "revoke", "by": "2/QĐ", "on": "2026-11-21", "why": "x" * 20, **sure}
    for answers in (
        {},
        {"act": "a:1"},
        {"act": "a:1", "do": "reword", "wording": "x" * 20},
        {"act": "a:1", **revoking},
    ):
        yield {"form": "decision", "answers": {"which": "1", **answers}}
    yield from ({"form": "hold", "answers": {"which": "1", **each}} for each in ({}, sure))
    about: dict[str, Any] = {"unit": unit, "subject": "unit"}
    held = {"kind": "press", "since": "2026-11-20", "until": None, "note": None}
    yield {"form": "hold", "answers": {"which": "new", **about, **held, **sure}}
    yield from ({"form": "register", "answers": {"year": "2027", "which": "1", **each}} for each in ({}, sure))
    yield {"form": "register", "answers": {"year": "2027", "which": "new", **about, "award": "bk-ldld", **sure}}
    yield from ({"form": "signing", "answers": {"unit": unit, **each}} for each in ({}, {"which": "signatory:1"}))
    yield {"form": "signing", "answers": {"unit": unit, "which": "signatory:1", "last": "2026-12-01", **sure}}
    for answers in ({}, {"paper": "minutes"}, {"paper": "minutes", "act": "drop"}, {"paper": "no-such", "act": "take"}):
        yield {"form": "templates", "answers": {"unit": unit, **answers}}
    yield {"form": "templates", "answers": {"unit": unit, "paper": "minutes", "act": "hand-in"}}
    yield {"form": "templates", "answers": {"unit": unit, "paper": "minutes", "act": "drop", **sure}}
    new = {"name": "-", "title": "-", "signs_for": None, "since": "2026-11-20", "until": None}
    yield {"form": "signing", "answers": {"unit": unit, "which": "new-signer", **new, **sure}}
    yield from _last("x" * 20)


def _last(why: str) -> Iterator[dict[str, Any]]:
    """What leaves nothing to do with a file."""
    for act in ("return", "withdraw"):
        yield {"form": "nominate", "answers": {"which": "1", "act": act, "reason": why, "sure": "yes"}}


def _of_files(unit: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The same of nomination files, check-lists and the year's close."""
    sure, why = {"sure": "yes"}, "x" * 20
    for act in ("subjects", "checks", "history", "to-council"):
        yield {"form": "nominate", "answers": {"which": "1", "act": act, "subject": "1", **sure}}
    opened = {"kind": "overall", "unit": unit, "authority": "ldld-tinh", "year": "2025"}
    yield {"form": "new-file", "answers": opened}
    whom = {"unit": unit, "subject": "person", "name": SECRETS[1], "class": "worker", "site": "no", "award": "bk-ldld"}
    yield {"form": "new-nominee", "subject": 1, "answers": {}}
    yield {"form": "new-nominee", "subject": 1, "answers": {"who": "other", **whom}}
    rule = {"rule": "registered", "why": why, "passed": "registered"}
    for act in ("checks", "reports", "site", "merits", "override", "take-back", "leave-out"):
        said = {"reports": ["1"], "merits": why, "reason": why, **rule}
        yield {"form": "nominee", "subject": 1, "answers": {"act": act, **said}}
    yield {"form": "nominee-details", "subject": 1, "answers": {"asked": ["home"], "home": "Xa"}}
    year = {"movement": "kh24-2023", "unit": unit, "year": "2026", "kind": "overall"}
    yield from ({"form": "close-year", "answers": {**year, **each}} for each in ({}, {"act": "close", **sure}))
    for act in ("criterion:IV.1.1.a", "authors"):
        linking = {"what": act, "who": "name:la", "act": "link|IV.1.1.a|1"}
        yield {"form": "checklist", "answers": {"unit": unit, "year": "2026", **linking}}


def at(talk: Talk, session: dict[str, Any]) -> Talk:
    """The talk stands there."""
    with talk.room.store.write() as db:
        db.execute(update(of(TalkRow)).where(of(TalkRow).c.person_id == who(talk)).values(session=session))
    return talk.says("/tieptuc")


@pytest.mark.parametrize(("unit", "shown"), [(COMMUNE, False), (PROVINCE, True)])
def test_what_a_session_claims_is_asked_again_r21(room: Room, unit: str, *, shown: bool) -> None:
    talk = world(room, unit)
    before = [room.rows(each) for each in KEPT]
    said = [at(talk, claim).text for claim in claims(room)]
    changed = before != [room.rows(each) for each in KEPT]
    assert changed is shown
    assert [secret for secret in SECRETS if secret in "\n".join(said)] == (list(SECRETS) if shown else [])
