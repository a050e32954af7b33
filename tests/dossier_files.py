"""A nomination file of eight with its council's meeting, written straight into the tables: what papers are tested with."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Connection, insert, select
from sqlmodel import SQLModel

from storage.award_tables import Meeting, Nomination, Nominee, NomineeReport, Vote
from storage.tables import Movement, Person, of
from tests.talk import Room

PERSONS = (
    ("Nguyễn Văn Thắng [MẪU]", "cdcs-song-van", True),
    ("Phạm Thị Thu Hà [MẪU]", "cdcs-trang-xuan", False),
    ("Vũ Đình Khải [MẪU]", "cdcs-bich-van", True),
    ("Lê Thị Mai Hương [MẪU]", "cd-xa-van-tra", False),
    ("Bùi Văn Dũng [MẪU]", "cdcs-may-thien-ha", False),
)
GROUPS = (
    ("Tổ công đoàn đội thi công 3 [MẪU]", "cdcs-non-xanh"),
    ("CĐCS Công ty TNHH Giày Rừng Xanh [MẪU]", "cdcs-rung-xanh"),
    ("Công đoàn phường Đông Thượng [MẪU]", "cd-phuong-dong-thuong"),
)
DETAILS = {
    "birth_date": "1985-03-05",
    "sex": "male",
    "home": "xã Yên Khánh, tỉnh Ninh Bình",
    "post": "Tổ trưởng tổ hàn",
    "qualification": "Trung cấp nghề hàn",
    "duties": "Phụ trách tổ hàn 12 người tại bãi gia công thép.",
}
MERITS = "Chế tạo bộ gá xoay hàn lồng thép, giảm 4.410 giờ công, làm lợi 180,45 triệu đồng; hai năm liền không xảy ra tai nạn."


def add(db: Connection, model: type[SQLModel], **values: Any) -> int:
    number: int = db.execute(insert(of(model)).returning(of(model).c.id).values(**values)).scalar_one()
    return number


def file_of_eight(
    room: Room,
    reports: dict[int, list[int]] | None = None,
    kind: str = "thematic",
    authority: str = "ubnd-tinh",
    **changed: Any,
) -> dict[str, Any]:
    """Three collectives and five persons at the province's desk, a council that voted; ids by name.

    `reports`: report ids by place in the list; `changed`: columns of the file.
    """
    units = {code: room.unit(code) for _, code, *_ in (*PERSONS, *GROUPS)} | {"nb": room.unit("nb")}
    with room.store.write() as db:
        who = db.execute(select(of(Person).c.id)).scalars().first() or add(db, Person, created_at=room.now)
        movement = db.execute(select(of(Movement).c.id)).scalars().first()
        file = add(
            db,
            Nomination,
            **{
                "code": "DN-2026-0007",
                "movement": "kh24-2023",
                "movement_id": movement,
                "year": 2026,
                "kind": kind,
                "authority": authority,
                "unit_id": units["nb"],
                "desk_unit_id": units["nb"],
                "state": "council",
                "waits_since": room.now,
                "person_id": who,
                "opened_at": room.now,
                "changed_at": room.now,
                **changed,
            },
        )
        listed = [(name, code, False, site) for name, code, site in PERSONS]
        listed += [(name, code, True, False) for name, code in GROUPS]
        award = {"ubnd-tinh": "bk-ubnd", "tld": "bk-tld"}.get(authority, "bk-ldld")
        nominees = [
            add(
                db,
                Nominee,
                nomination_id=file,
                position=place,
                name=name,
                subject_key=f"name:{place}",
                unit_id=units[code],
                award=award,
                collective=collective,
                on_site=site,
                author_class="collective" if collective else "worker",
                details=DETAILS if place == 1 else {},
                merits=MERITS if place == 1 else "",
            )
            for place, (name, code, collective, site) in enumerate(listed, 1)
        ]
        for place, numbers in (reports or {}).items():
            for number in numbers:
                add(db, NomineeReport, nominee_id=nominees[place - 1], report_id=number)
        meeting = add(
            db,
            Meeting,
            nomination_id=file,
            kind="council",
            unit_id=units["nb"],
            day=date(2026, 11, 20),
            place="Phòng họp tầng 2, LĐLĐ tỉnh",
            chair="Vũ Thị Hoài An [MẪU]",
            secretary="Đặng Văn Tuyên [MẪU]",
            members=9,
            present=8,
            present_names="Vũ Thị Hoài An [MẪU], Đặng Văn Tuyên [MẪU]",
            absent="Ngô Đức Mạnh [MẪU], đi công tác",
            written=1,
            minutes="Thường trực báo cáo hồ sơ.\nHội đồng thảo luận & thống nhất.",
            person_id=who,
            at=room.now,
        )
        for place, number in enumerate(nominees):
            add(db, Vote, meeting_id=meeting, nominee_id=number, yes=8 - place, no=place, written_yes=place % 2)
    return {"file": file, "nominees": nominees, "meeting": meeting, "person": who}
