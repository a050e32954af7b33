"""The reports of `bench_likeness`: a province's, told in the words of their trades; and copies of some, changed as people do.

Texts are made of a vocabulary of 6,000 two-syllable terms, used as seldom or often as words are (Zipf), a third of each
report's from the sixty of its unit's trade, with set phrases all reports share ("tiết kiệm chi phí"). So two initiatives of a
unit share words, as real ones do. Photos, authors and years are as many as the members' own.
"""

from __future__ import annotations

import random
import unicodedata
from bisect import bisect
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert

from benchmarks.digests_union import KEY
from storage.likeness_marks import Seen, Told, marks_of
from storage.likeness_text import Text, words_of
from storage.store import Store
from storage.tables import Movement, Photo, Report, ReportAuthor, ReportPhoto, Unit, of
from storage.vault import VAULT
from storage.vietnamese import fold

UNITS, TRADES = 2_000, 300
NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)
ONSETS, RHYMES = (
    """b c ch d đ g gi h kh l m n ng nh ph qu r s t th tr v x""".split(),  # noqa: SIM905  - lists of syllables, not of strings
    """a á ả ai ài an ản ang áng ao áo ăn ặng âm ấp ây e ép ét ê ên ếch i ích in ính o ó ọc ôi ổi ôn ống ơ ơi ớp u ú ui ụng
    ư ương ướt ửa""".split(),  # noqa: SIM905
)
SAID = """tiết kiệm chi phí; giảm giờ công; bảo đảm an toàn lao động; nâng cao năng suất; rút ngắn tiến độ; mất nhiều thời gian;
trước đây phải làm bằng tay; còn {n} ngày; giảm {n} triệu đồng một năm; anh em đồng tình; đã áp dụng từ tháng {m};
mỗi ca {n} phút; không phát sinh chi phí; được lãnh đạo đơn vị ghi nhận; dễ làm, dễ nhân rộng; từ {n} người còn {m} người;
không xảy ra tai nạn"""
PHRASES = [" ".join(each.split()) for each in SAID.split(";")]
NAMES = [
    "An",
    "Bình",
    "Cường",
    "Dũng",
    "Hà",
    "Hải",
    "Hạnh",
    "Hoa",
    "Hùng",
    "Hương",
    "Lan",
    "Long",
    "Mai",
    "Minh",
    "Nam",
    "Ngọc",
    "Phúc",
]
FAMILY = [
    "Nguyễn Văn",
    "Nguyễn Thị",
    "Trần Văn",
    "Trần Thị",
    "Lê Văn",
    "Lê Thị",
    "Phạm Văn",
    "Phạm Thị",
    "Vũ Đình",
    "Hoàng Thị",
]
FIELDS = ("title", "before", "solution", "result")
PIECE = 5_000  # reports made at a time


class Tongue:
    """A vocabulary and its use."""

    def __init__(self) -> None:
        rnd = random.Random(1)
        syllables = [onset + rhyme for onset in ONSETS for rhyme in RHYMES]
        self.terms = [" ".join(rnd.sample(syllables, 2)) for _ in range(6_000)]
        self.sums = list(accumulate(1 / (rank + 10) for rank in range(len(self.terms))))
        self.trades = [rnd.sample(self.terms, 60) for _ in range(TRADES)]

    def words(self, rnd: random.Random, trade: int, count: int) -> str:
        said = []
        for _ in range(count):
            roll = rnd.random()
            if roll < 0.33:
                said.append(rnd.choice(self.trades[trade]))
            elif roll < 0.9:
                said.append(self.terms[min(bisect(self.sums, rnd.random() * self.sums[-1]), len(self.terms) - 1)])
            else:
                said.append(rnd.choice(PHRASES).format(n=rnd.randint(2, 99), m=rnd.randint(2, 12)))
        return " ".join(said)

    def report(self, rnd: random.Random, unit: int) -> dict[str, str]:
        trade = unit % TRADES
        lengths = (rnd.randint(3, 5), rnd.randint(6, 15), rnd.randint(15, 60), rnd.randint(8, 20))
        return {name: self.words(rnd, trade, count).capitalize() for name, count in zip(FIELDS, lengths, strict=True)}


# --- changes ------------------------------------------------------------------------------------------------------------------


def unaccented(rnd: random.Random, text: str) -> str:
    return fold(text)


def decomposed(rnd: random.Random, text: str) -> str:
    return unicodedata.normalize("NFD", text)


def reordered(rnd: random.Random, text: str) -> str:
    words = text.split()
    parts = [words[place : place + 12] for place in range(0, len(words), 12)]
    rnd.shuffle(parts)
    return ". ".join(" ".join(part) for part in parts)


def other_figures(rnd: random.Random, text: str) -> str:
    return " ".join(str(rnd.randint(2, 999)) if word.isdigit() else word for word in text.split())


def other_words(rnd: random.Random, text: str, share: float = 0.1) -> str:
    return " ".join(TONGUE.words(rnd, 0, 1) if rnd.random() < share else word for word in text.split())


def many_other_words(rnd: random.Random, text: str) -> str:
    return other_words(rnd, text, 0.25)


def halved(rnd: random.Random, text: str) -> str:
    words = text.split()
    return " ".join(words[: max(3, len(words) // 2)])


Change = Callable[[random.Random, str], str]
CHANGES: dict[str, Change] = {
    "no accents": unaccented,
    "another encoding (NFD)": decomposed,
    "sentences reordered": reordered,
    "other figures": other_figures,
    "one word in ten another": other_words,
    "one word in four another": many_other_words,
    "each answer cut in half": halved,
}
COPIES = 40  # of each change
TONGUE = Tongue()


@dataclass(frozen=True, slots=True)
class Made:
    """A report as it is made: words, author, photos (hash of the file, of the look)."""

    id: int
    unit: int
    words: dict[str, str]
    author: str
    photos: tuple[tuple[str, int], ...]


def copies(size: int) -> dict[int, int]:
    """copy → original: `COPIES` of each change, behind the others, of reports spread evenly over all years."""
    count = COPIES * len(CHANGES)
    return {size + 1 + each: 1 + each * (size // count) for each in range(count)}


def change_of(size: int, copy: int) -> str:
    return list(CHANGES)[(copy - size - 1) % len(CHANGES)]


def made(size: int, number: int) -> Made:
    """The report of this number; a copy is from another unit and by somebody else, with photos of its own."""
    original = copies(size).get(number, number) if number > size else number
    unit = original * 7919 % UNITS
    words = TONGUE.report(random.Random(original), unit)
    rnd = random.Random(-number)
    if original != number:
        change, unit = CHANGES[change_of(size, number)], (unit + 1) % UNITS
        words = {name: change(rnd, text) for name, text in words.items()}
    photos = tuple((f"{rnd.getrandbits(256):064x}", rnd.getrandbits(64) - (1 << 63)) for _ in range(2))
    return Made(number, 1 + unit, words, f"{rnd.choice(FAMILY)} {rnd.choice(NAMES)} {rnd.choice(NAMES)}", photos)


# --- into a database ------------------------------------------------------------------------------------------------------------


def founded(path: Path, size: int) -> None:
    """A database of so many reports and the copies behind them, over five years, marked."""
    VAULT.unlock(KEY)
    store = Store(path)
    store.create()
    with store.unchecked() as db:
        db.execute(insert(of(Movement)).values(id=1, code="m", version=1, content={}, loaded_at=NOW))
        units = [{"id": each, "code": f"u{each}", "type": "cdcs"} for each in range(1, UNITS + 1)]
        db.execute(insert(of(Unit)), units)
        db.exec_driver_sql("CREATE TEMP TABLE loose (mark INTEGER, report_id INTEGER)")
        last = size + len(copies(size))
        for first in range(1, last + 1, PIECE):
            piece = [made(size, number) for number in range(first, min(first + PIECE, last + 1))]
            _enter(db, piece, last)
        db.exec_driver_sql("INSERT INTO report_mark (mark, report_id) SELECT mark, report_id FROM loose ORDER BY 1, 2")
        db.exec_driver_sql("ANALYZE")
    store.close()


def _enter(db: Connection, piece: list[Made], last: int) -> None:
    db.execute(insert(of(Report)), [_row(each, NOW - timedelta(days=5 * 365 * (1 - each.id / last))) for each in piece])
    db.execute(insert(of(ReportAuthor)), [{"report_id": each.id, "position": 1, "name": each.author} for each in piece])
    photos, held, marks = [], [], []
    for each in piece:
        for place, (original, look) in enumerate(each.photos):
            number = each.id * 2 + place
            photo = {"id": number, "channel": "web", "ref": str(number), "original": original, "dhash": look}
            photos.append({**photo, "state": "ready", "problem": "", "tries": 0, "received_at": NOW})
            held.append({"report_id": each.id, "photo_id": number, "position": place, "tag": "", "caption": ""})
        marks += [(mark, each.id) for mark in marks_of(_told(each))]
    db.execute(insert(of(Photo)), photos)
    db.execute(insert(of(ReportPhoto)), held)
    db.exec_driver_sql("INSERT INTO loose VALUES (?, ?)", marks)


def _row(each: Made, at: datetime) -> dict[str, Any]:
    moments = dict.fromkeys(("sent_at", "changed_at", "waits_since"), at)
    kept = {"id": each.id, "code": f"SK-{at.year}-{each.id}", "kind": "initiative", "movement_id": 1, "search_key": ""}
    where = {"unit_id": each.unit, "desk_unit_id": each.unit, "on_day": at.date(), "state": "sent", "turn": 0}
    return {**kept, **where, **moments, **each.words, "authorship": "self", "on_site": False}


def _told(each: Made) -> Told:
    """As `likeness_marks.told` would read it."""
    photos = tuple(Seen(0, original, look) for original, look in each.photos)
    every = Text(words_of(*(each.words[name] for name in FIELDS)))
    words = words_of(each.words["title"]), every, Text(words_of(each.words["solution"]))
    return Told(each.id, *words, each.unit, 2026, None, frozenset({fold(each.author)}), photos)
