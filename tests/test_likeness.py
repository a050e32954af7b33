"""Which reports may be the same: the words however they are written, the photos, the authors (R19, R48, R70)."""

from __future__ import annotations

import io
import random
import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from itertools import combinations
from typing import Any

import pytest
from PIL import Image, ImageEnhance
from sqlalchemy import insert, update

from handlers.rehearsal import achievements
from storage import likeness, likeness_marks, reports
from storage.likeness import LIKELY, STRONG, Like
from storage.likeness_text import Text, sketch, words_of
from storage.likeness_text import alike as alike_texts
from storage.tables import Errand, Photo, ReportMark, ReportPhoto, of
from storage.vietnamese import fold
from tests.talk import Room, Talk, joined, sent

FIELDS = ("title", "before", "solution", "result")
Words = Mapping[str, str]


def samples() -> dict[str, Words]:
    """The demo's achievements, H1–H5 among them, by their number."""
    found: dict[str, Words] = {}
    for each in achievements():
        given = {name: str(each["answers"].get(name) or "") for name in FIELDS}
        found[each["no"]] = given | {"title": given["title"] or str(each.get("title") or "")}
    return found


SAMPLES = samples()
OTHER_WORDS = sorted({word for each in SAMPLES.values() for text in each.values() for word in text.split()})


def unaccented(text: str) -> str:
    return fold(text)


def decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def reordered(text: str) -> str:
    parts = re.split(r"[,;]\s+", text)
    return "; ".join(reversed(parts))


def other_figures(text: str) -> str:
    return re.sub(r"\d+", lambda found: str(int(found[0]) * 3 + 7), text)


def other_words(text: str) -> str:
    """Every eighth word is another one."""
    rnd = random.Random(text)
    return " ".join(rnd.choice(OTHER_WORDS) if place % 8 == 5 else word for place, word in enumerate(text.split()))


def shouted(text: str) -> str:
    return text.upper().replace(" ", "  ")


CHANGES: list[Callable[[str], str]] = [unaccented, decomposed, reordered, other_figures, other_words, shouted]


def alike(one: list[str], other: list[str]) -> float:
    return alike_texts(Text(one), Text(other))


def words(given: Words) -> list[str]:
    return words_of(*given.values())


@pytest.mark.parametrize("change", CHANGES)
def test_the_same_achievement_is_known_again_however_it_is_written_r19_r70(change: Callable[[str], str]) -> None:
    for number, given in SAMPLES.items():
        again = {name: change(text) for name, text in given.items()}
        assert alike(words(given), words(again)) >= LIKELY, number
        marks = [sketch(words_of(each["title"]), words(each)) for each in (given, again)]
        assert len(marks[0] & marks[1]) >= 4, number


def test_different_achievements_are_not_called_alike_r19() -> None:
    """All pairs of the seventeen: none comes near, whatever unit it is from."""
    likeliest = max(alike(words(one), words(other)) for one, other in combinations(SAMPLES.values(), 2))
    assert likeliest < LIKELY / 1.2  # and the same author, unit and photos make none of it likely


@pytest.mark.parametrize(
    ("one", "other", "percent"),
    [("", "", 0), ("abc", "", 0), ("a", "a", 100), ("15/3/2026", "20/4/2025", 100), ("!!!", "???", 0), ("🔥", "🔥", 0)],
)
def test_texts_of_nearly_nothing(one: str, other: str, percent: int) -> None:
    assert alike(words_of(one), words_of(other)) == percent


def test_a_text_has_few_marks_however_long_it_is() -> None:
    long = words_of(*[" ".join(random.Random(n).choices(OTHER_WORDS, k=3000)) for n in range(5)])
    assert len(sketch(long[:20], long)) <= 34


# --- among reports ------------------------------------------------------------------------------------------------------------


def filing(
    room: Room, given: Words, *, unit: str = "cdcs-song-van", on_day: date = date(2026, 3, 15), **more: Any
) -> reports.Filing:
    """A report as a test wants it."""
    with room.store.read() as db:
        movement = next(iter(room.clerk.catalogue(db).movements))
    columns = {name: given.get(name) or None for name in FIELDS}
    title = columns["title"] or "Không tên"
    number = room.unit(unit)
    return reports.Filing("initiative", "SK", movement, number, [number], on_day, {**columns, "title": title}, **more)


def send(room: Room, given: Words, *, days: int = 0, **more: Any) -> int:
    """The first member sends a report with the words that are given."""
    moment = room.now - timedelta(days=days)
    with room.store.write() as db:
        return reports.send(db, filing(room, given, **more), who=1, now=moment, today=moment.date())[0]


def likes(room: Room, number: int) -> list[Like]:
    with room.store.read() as db:
        return likeness.likely(db, number)


@pytest.fixture
def house(room: Room) -> Room:
    """Somebody who reports, and the seventeen achievements, marked."""
    joined(Talk(room))
    for number, given in SAMPLES.items():
        send(room, given, days=400, unit="cdcs-song-van" if int(number.strip("H")) % 2 else "cdcs-may-thien-ha")
    room.runs_errands()
    return room


def test_no_achievement_of_the_demo_is_like_another_r19(house: Room) -> None:
    assert {number: likes(house, number) for number in range(1, 18)} == {number: [] for number in range(1, 18)}


@pytest.mark.parametrize("change", CHANGES)
def test_each_is_found_again_among_all_years_and_units_r19(house: Room, change: Callable[[str], str]) -> None:
    again = [
        send(house, {name: change(text) for name, text in given.items()}, unit="cdcs-trang-xuan")
        for given in SAMPLES.values()
    ]
    found = [likes(house, number) for number in again]
    assert [[like.report_id for like in each] for each in found] == [[number] for number in range(1, 18)]
    strong = [like.score >= STRONG for [like] in found]
    assert sum(strong) >= (17 if change is not other_words else 12)


def test_what_speaks_for_it_is_said(house: Room) -> None:
    number = send(
        house,
        {**SAMPLES["01"], "result": "Nhanh hơn trước nhiều, anh em rất mừng"},
        on_day=date(2025, 3, 15),
        authors=[{"name": "NGUYỄN VĂN  THẮNG"}],
    )
    earlier = send(house, SAMPLES["01"], authors=[{"name": "Nguyễn Văn Thắng"}])
    house.runs_errands()
    like = next(each for each in likes(house, number) if each.report_id == earlier)
    assert (like.author, like.unit, like.years, like.same_photos, like.alike_photos) == (True, True, 1, 0, 0)
    assert like.score > like.text >= 60


def test_withdrawn_reports_are_not_found_and_leave_the_index_r19(house: Room) -> None:
    number = send(house, SAMPLES["05"])
    house.runs_errands()
    assert [like.report_id for like in likes(house, number)] == [5]
    with house.store.write() as db:
        reports.move(db, 5, "withdraw", who=1, now=house.now, today=house.now.date())
    assert likes(house, number) == []
    assert likes(house, 5) == []
    assert house.rows(ReportMark, report_id=5) != []
    house.runs_errands()
    assert house.rows(ReportMark, report_id=5) == []


def test_what_was_sent_before_there_were_marks_is_filled_in_once_in_pieces(
    house: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    marked = house.rows(ReportMark)
    with house.store.write() as db:
        db.execute(of(ReportMark).delete())
        reports.move(db, 3, "withdraw", who=1, now=house.now, today=house.now.date())
        db.exec_driver_sql("DELETE FROM errand")
    monkeypatch.setattr(likeness_marks, "PIECE", 5)

    def start() -> int:
        with house.store.write() as db:
            likeness_marks.begin(db, house.now)
        asked = len(house.rows(Errand))
        house.runs_errands()
        return asked

    assert start() == 1
    assert house.rows(ReportMark) == [row for row in marked if row["report_id"] != 3]
    before = len(house.rows(Errand))
    assert start() == before == 4


# --- photos -------------------------------------------------------------------------------------------------------------------


def drawn(number: int) -> bytes:
    """A picture of its own for each number: large patches, as photos have."""
    rnd = random.Random(number)
    small = Image.frombytes("L", (12, 9), bytes(rnd.randrange(256) for _ in range(108)))
    file = io.BytesIO()
    small.resize((480, 360), Image.Resampling.BICUBIC).convert("RGB").save(file, "JPEG", quality=92)
    return file.getvalue()


def copied(data: bytes) -> bytes:
    """As a messenger passes it on: smaller, brighter, encoded anew."""
    picture = ImageEnhance.Brightness(Image.open(io.BytesIO(data)).resize((320, 240))).enhance(1.1)
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=60)
    return file.getvalue()


def test_photos_that_are_the_same_or_look_alike_are_found_r9_r19(room: Room) -> None:
    """Reports whose words have nothing in common."""
    talks = [joined(Talk(room, address=str(100 + number)), f"Nguyễn Văn {name}") for number, name in enumerate("ABCD")]
    for talk, data, title in zip(
        talks, (drawn(1), drawn(1), copied(drawn(1)), drawn(2)), ("Bơm", "Kệ khuôn", "Lịch máy", "Tủ"), strict=True
    ):
        number = int(talk.address)
        sent(talk, photo=data, **{name: f"{title} {SAMPLES[f'{number % 100 + 2:02}'][name]}" for name in FIELDS})
    room.runs_errands()
    found = likes(room, 1)
    assert [(like.report_id, like.same_photos, like.alike_photos) for like in found] == [(2, 1, 0), (3, 0, 1)]
    assert all(LIKELY <= like.score < STRONG for like in found)  # a reviewer looks; the author is not bothered
    assert likes(room, 4) == []


def test_a_picture_that_looks_like_hundreds_leads_nowhere(room: Room) -> None:
    """A black photo has the hash of every other black photo: it is evidence of nothing, and costs nothing."""
    joined(Talk(room))
    numbers = [send(room, {"title": f"Việc {each}"}) for each in range(12)]
    with room.store.write() as db:
        for number in numbers:
            db.execute(
                insert(of(Photo)).values(
                    id=number,
                    channel="web",
                    ref=str(number),
                    state="ready",
                    dhash=0,
                    tries=0,
                    problem="",
                    received_at=room.now,
                )
            )
            db.execute(
                insert(of(ReportPhoto)).values(report_id=number, photo_id=number, position=1, tag="", caption="")
            )
        marks = [(number, likeness_marks.marks_of(one)) for number, one in likeness_marks.told(db, numbers).items()]
        likeness_marks.put(db, marks)
        black = likeness_marks.of_photos([likeness_marks.Seen(1, None, 0)])[1]
        assert len(likeness.rare(db, black, 12)) == 4
        assert likeness.rare(db, black, 11) == []


def test_a_photo_of_another_sign_bit_is_compared_rightly() -> None:
    """`dhash` is a signed number in the database."""
    top = likeness_marks.Seen(1, None, -1)
    near = likeness_marks.Seen(2, None, -2)
    assert likeness.photos_alike([top], [near]) == ([], [(1, 2)])
    assert len(likeness_marks.of_photos([top])[1] & likeness_marks.of_photos([near])[1]) == 3


def test_sending_writes_one_row_for_it(room: Room) -> None:
    talk = joined(Talk(room))
    sent(talk)
    assert [row["key"] for row in room.rows(Errand)] == ["likeness:1:step:1"]
    assert room.rows(ReportMark) == []
    with room.store.write() as db:
        db.execute(update(of(Photo)).values(dhash=None))
    room.runs_errands()
    assert len(room.rows(ReportMark, report_id=1)) > 10
