"""Nomination files as they stand before a council, and the people who work on them; written to the tables, as they are read."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import insert, select, update

from storage import grants, roles
from storage.award_tables import Award, Decision, Nomination, Nominee, NomineeReport
from storage.subjects import key_of
from storage.tables import Movement, Person, Report, of
from tests.talk import TEXTS, Room, Talk, joined

PROVINCE, COMMUNE, SONG_VAN, HONG_LAM = "nb", "cd-xa-yen-khanh", "cdcs-song-van", "cdcs-hong-lam"
OFFICER = "Lê Thị Mai"
DAY = date(2026, 11, 20)  # of a decision


def say(text: str, /, **args: Any) -> str:
    return TEXTS.say("vi", text, **args)


def who(talk: Talk) -> int:
    return talk.who


def appoint(talk: Talk, role: str = "standing", unit: str = PROVINCE) -> Talk:
    """The person gets a role."""
    room = talk.room
    with room.store.write() as db:
        since = date(2026, 1, 1)
        grants.grant(db, who(talk), role, room.unit(unit), since=since, until=None, by=None, now=room.now)
    return talk


def officer(room: Room, role: str = "standing", unit: str = PROVINCE, address: str = "200", **more: Any) -> Talk:
    return appoint(joined(Talk(room, address=address, **more), OFFICER, "Bệnh viện Hồng Lam"), role, unit)


def ends(talk: Talk) -> None:
    """All roles of the person end."""
    with talk.room.store.write() as db:
        for held in roles.grants_of(db, who(talk), talk.room.now.date()):
            grants.end(db, held.id, by=None, now=talk.room.now)


def file(
    room: Room,
    *subjects: dict[str, Any],
    state: str = "council",
    authority: str = "ldld-tinh",
    kind: str = "overall",
    unit: str = SONG_VAN,
    desk: str = PROVINCE,
    code: str = "DN-2026-0001",
) -> int:
    """A nomination file with its nominees: {name, award, unit?, collective?, person_ref?, author_class?, reports?}."""
    with room.store.write() as db:
        movement = db.execute(select(of(Movement).c.id)).scalar()
        row = {
            "code": code,
            "movement": "kh24-2023",
            "movement_id": movement,
            "year": 2026,
            "kind": kind,
            "authority": authority,
            "title": "",
            "unit_id": room.unit(unit),
            "desk_unit_id": room.unit(desk),
            "state": state,
            "turn": 1,
            "waits_since": room.now,
            "rules": 1,
            "person_id": _opener(db, room),
            "opened_at": room.now,
            "changed_at": room.now,
        }
        number: int = db.execute(insert(of(Nomination)).returning(of(Nomination).c.id), row).scalar_one()
        for position, said in enumerate(subjects, 1):
            _nominate(db, room, number, position, dict(said), unit)
    return number


def _opener(db: Any, room: Room) -> int:
    """Whoever is there first; else somebody who never came."""
    first: int | None = db.execute(select(of(Person).c.id).order_by(of(Person).c.id).limit(1)).scalar()
    row = {"name": "Trần Văn Nam", "author_class": "", "language": "vi", "created_at": room.now}
    return first or int(db.execute(insert(of(Person)).returning(of(Person).c.id), row).scalar_one())


def _nominate(db: Any, room: Room, number: int, position: int, said: dict[str, Any], unit: str) -> None:
    where = room.unit(said.pop("unit", unit))
    behind = said.pop("reports", None)
    behind = [_approved(db, room, number, position, where)] if behind is None else behind
    common = {"collective": False, "person_ref": None, "subject_unit_id": None, "author_class": "", "on_site": False}
    row = {"merits": "", "state": "proposed", "award": "bk-ldld", **common, **said}
    refs = {name: row[name] for name in ("person_ref", "subject_unit_id")}
    row |= {"subject_key": key_of(where, row["name"], **refs), "nomination_id": number, "position": position}
    nominee: int = db.execute(
        insert(of(Nominee)).returning(of(Nominee).c.id), {**row, "unit_id": where, "details": None}
    ).scalar_one()
    if behind:
        db.execute(insert(of(NomineeReport)), [{"nominee_id": nominee, "report_id": each} for each in behind])


def _approved(db: Any, room: Room, number: int, position: int, where: int) -> int:
    """An approved, recognised report of the unit, for one nominee."""
    row = {
        "code": f"SK-2026-{number}{position:03d}",
        "kind": "initiative",
        "movement_id": db.execute(select(of(Movement).c.id)).scalar(),
        "person_id": None,
        "unit_id": where,
        "on_day": date(2026, 3, 15),
        "state": "approved",
        "title": f"Bộ gá xoay số {number}-{position}",
        "recognition": "recognised",
        "recognition_level": "base",
        "search_key": "",
        "desk_unit_id": where,
    }
    moments = dict.fromkeys(("sent_at", "changed_at", "waits_since"), room.now)
    return int(db.execute(insert(of(Report)).returning(of(Report).c.id), {**row, **moments}).scalar_one())


def stands(room: Room, number: int, state: str) -> None:
    """The file stands in this state, whatever led there."""
    with room.store.write() as db:
        db.execute(update(of(Nomination)).where(of(Nomination).c.id == number).values(state=state))


def reports_of(room: Room) -> list[int]:
    return [each["id"] for each in room.rows(Report)]


EIGHT = [{"name": f"Tổ thi công số {number}", "collective": True} for number in range(1, 9)]


def honoured(room: Room, *subjects: dict[str, Any], day: date = DAY, number: str = "125/QĐ-LĐLĐ", **more: Any) -> None:
    """Awards as they stand after a decision."""
    before = len(room.rows(Nominee))
    file(room, *({"reports": (), **each} for each in subjects), state="decided", **more)
    new = room.rows(Nominee)[before:]
    authority = more.get("authority", "ldld-tinh")
    with room.store.write() as db:
        row = {"number": number, "day": day, "authority": authority, "signer": "", "unit_id": room.unit(PROVINCE)}
        made = {**row, "person_id": 1, "at": room.now}
        decision: int = db.execute(insert(of(Decision)).returning(of(Decision).c.id), made).scalar_one()
        words = {"decision_id": decision, "wording": "", "revoked_by": "", "revoked_why": ""}
        db.execute(insert(of(Award)), [{**words, "nominee_id": each["id"], "award": each["award"]} for each in new])


def on_the_desk(room: Room) -> None:
    """What the golden conversations of a standing unit begin with: an annual file and an ad hoc one wait for the council."""
    names = ("CĐCS Công ty CP Xây lắp Sông Vân", "Tổ lắp dựng cốt thép số 2")
    file(room, {"name": names[0], "award": "co-ldld", "collective": True}, {"name": names[1], "collective": True})
    doctor = {"name": "Trần Thị Ngọc Ánh", "author_class": "official", "unit": HONG_LAM}
    file(room, doctor, kind="ad-hoc", unit=HONG_LAM, code="DN-2026-0002")


def already_honoured(room: Room) -> None:
    """What the golden conversation about the honour list begins with."""
    honoured(room, {"name": "Phạm Văn Hải", "author_class": "worker"}, day=date(2025, 12, 1), number="98/QĐ-LĐLĐ")
    team = {"name": "Tổ lắp dựng cốt thép số 2", "collective": True, "award": "co-ldld"}
    honoured(room, {"name": "Trần Thị Ngọc Ánh", "author_class": "official"}, team, code="DN-2026-0002")
