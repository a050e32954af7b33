"""/vinhdanh for everybody and /thongke for staff: what was awarded, revoked ones left out (R34, R46, R57)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import update

from bot.channels.gateway import Limits, fit
from storage import commendation
from storage.award_tables import Award
from storage.commendation import total
from storage.tables import Person, of
from tests.honouring import COMMUNE, DAY, HONG_LAM, SONG_VAN, honoured, officer, say, who
from tests.talk import Room, Talk, joined

POOREST = Limits(text=2000, buttons=False, photos=False, files=False)


def revoke(room: Room, number: int) -> None:
    with room.store.write() as db:
        db.execute(update(of(Award)).where(of(Award).c.id == number).values(revoked_on=DAY))


def test_everybody_reads_the_honour_list_of_their_province_r34(room: Room) -> None:
    talk = joined(Talk(room))
    talk.says("/vinhdanh").hears_words("chưa có khen thưởng nào được ghi tại đây")
    honoured(room, {"name": "Nguyễn Văn Thắng"}, day=date(2025, 12, 1), number="9/QĐ")
    names = [f"Tổ thi công số {number}" for number in range(1, 11)]
    honoured(room, *({"name": name, "collective": True} for name in names), unit=HONG_LAM, code="DN-2026-0002")
    revoke(room, 3)
    talk.says("/vinhdanh")
    assert talk.labels[:2] == ["Năm 2026 · 9 khen thưởng", "Năm 2025 · 1 khen thưởng"]
    talk.says("1").hears_words(
        "Vinh danh năm 2026 (9 khen thưởng):",
        "1. Tổ thi công số 1, CĐCS Bệnh viện Hồng Lam [MẪU]: Bằng khen của BCH LĐLĐ tỉnh (125/QĐ-LĐLĐ, 20/11/2026)",
    )
    assert "Tổ thi công số 2," not in talk.text  # revoked
    talk.taps(say("list-more")).hears_words("9. Tổ thi công số 10,")
    assert say("list-more") not in talk.labels
    talk.taps(say("honours-years")).says("2").hears_words("1. Nguyễn Văn Thắng")


def test_a_page_of_the_longest_names_is_one_message_everywhere_r38(room: Room) -> None:
    name = "Tập thể Ban Chấp hành Công đoàn cơ sở Công ty cổ phần xây lắp và thương mại " * 3
    honoured(room, *({"name": f"{number} {name}", "collective": True, "award": "gk-cap-tren"} for number in range(9)))
    talk = joined(Talk(room, limits=POOREST)).says("/vinhdanh", "1")
    assert len(fit(talk.heard[-1], POOREST)) == 1
    assert talk.says("1").heard[-1].text.count("\n") == 1  # the ninth


@pytest.mark.parametrize("year", ["2019", "abc", "0", "9" * 40])
def test_a_year_that_was_not_offered_is_no_year(room: Room, year: str) -> None:
    honoured(room, {"name": "Nguyễn Văn Thắng"})
    talk = joined(Talk(room)).says("/vinhdanh", year)
    assert "Nguyễn Văn Thắng" not in talk.text


def test_who_has_no_unit_is_asked_to_choose_one(room: Room) -> None:
    talk = joined(Talk(room))
    with room.store.write() as db:
        db.execute(update(of(Person)).where(of(Person).c.id == who(talk)).values(unit_id=None))
    talk.says("/vinhdanh").hears("refused-honours-unit")


# --- counting -----------------------------------------------------------------------------------------------------------


def several(room: Room) -> None:
    honoured(
        room,
        {"name": "Thắng", "author_class": "worker", "on_site": True},
        {"name": "Ánh", "author_class": "official"},
        {"name": "Tổ 1", "collective": True, "award": "co-ldld"},
        {"name": "Dung", "author_class": "worker"},
    )
    tld: dict[str, Any] = {
        "authority": "tld",
        "kind": "ad-hoc",
        "code": "DN-2026-0002",
        "unit": HONG_LAM,
        "number": "7/QĐ-TLĐ",
    }
    honoured(room, {"name": "Hà", "award": "bang-ldst", "author_class": "worker"}, **tld)
    revoke(room, 4)


def test_commendation_is_counted_by_everything_r46(room: Room) -> None:
    several(room)
    talk = officer(room)
    with room.store.read() as db:
        counted = commendation.count(db, who(talk), "papers", 2026, DAY)
        at_one = commendation.count(db, who(talk), "papers", 2026, DAY, room.unit(SONG_VAN))
        assert commendation.count(db, who(talk), "papers", 2025, DAY) == []
    assert (total(counted), total(at_one)) == (4, 3)
    assert [total(counted, form=form) for form in ("certificate", "flag", "creative-labour")] == [2, 1, 1]
    assert [total(counted, authority=each) for each in ("ldld-tinh", "tld")] == [3, 1]
    assert [total(counted, collective=False, author_class=each) for each in ("worker", "official")] == [2, 1]
    assert (total(counted, collective=True), total(counted, on_site=True), total(counted, kind="ad-hoc")) == (1, 1, 1)
    talk.says("/thongke", "1").hears_words(
        "Khen thưởng năm 2026 của các đơn vị anh/chị phụ trách: 4, không tính phần đã thu hồi.",
        "• Hình thức: cờ thi đua 1; bằng khen 2; Bằng Lao động sáng tạo 1",
        "• Cấp quyết định: Tổng Liên đoàn Lao động Việt Nam 1; Liên đoàn Lao động tỉnh 3",
        "• Đối tượng: tập thể 1; công nhân lao động 2; cán bộ, công chức, viên chức 1",
        "• Trực tiếp sản xuất: trực tiếp trên công trình 1",
    )


def test_only_ones_own_units_are_counted_r21(room: Room) -> None:
    several(room)
    talk = officer(room, "leader", HONG_LAM).says("/thongke", "1").hears_words("của các đơn vị anh/chị phụ trách: 1,")
    assert "bằng khen" not in talk.text
    officer(room, unit=COMMUNE, address="201").says("/thongke", "1").hears_words("chưa có khen thưởng nào được ghi")
    joined(Talk(room, address="202")).says("/thongke").hears("refused-role")


def test_in_english(room: Room) -> None:
    several(room)
    talk = officer(room)
    talk.language = "en"
    talk.says("/caidat").taps(say("settings-language")).says("English", "/thongke", "1")
    talk.hears_words("Commendation 2026 in the units you answer for: 4", "• Awarded: collectives 1; workers 2")
    talk.says("/vinhdanh", "1").hears_words("Honoured in 2026 (4 awards):")
