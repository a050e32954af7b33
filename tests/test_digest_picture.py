"""The digest's picture (R27): what is told is drawn, inside the margins, with our fonts, the same each time."""

from __future__ import annotations

import io
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from PIL import Image

from handlers.papers.digest_picture import TEMPLATE, WIDTH, Card, compiled, draw, told

MARGIN = 56  # px
WHITE, DARK, LIGHT = (255, 255, 255), (15, 68, 120), (123, 167, 211)

DAYS = ("31/8", "7/9", "14/9", "21/9", "28/9", "5/10", "12/10", "19/10", "26/10", "2/11", "9/11", "16/11")
WEEKS = tuple(zip(DAYS, (3, 5, 0, 8, 12, 9, 14, 11, 7, 16, 21, 18), strict=True))
UNITS = (("Xây lắp Sông Vân", 12), ("Ban QLDA Tràng Xuân", 9), ("CĐ xã Vân Trà", 7), ("CĐ phường Đông Thượng", 0))
THEMES = (("Cải tiến kỹ thuật, hợp lý hoá sản xuất", 14), ("An toàn, vệ sinh lao động", 9), ("Tiết kiệm", 6))
LONG = "CĐCS Ban Quản lý dự án đầu tư xây dựng công trình giao thông Tràng Xuân, cụm số"
UPPER = "LIÊN ĐOÀN LAO ĐỘNG – KỸ THUẬT, NHỮNG ĐIỀU ĐỔI MỚI Ở CỬA NGÕ TỈNH, ẪN HIỂN SẮC MÀU QUỶ THUỶ ỄN ỴY"
FIGURES = (("Báo cáo mới", "18"), ("Được công nhận", "9"), ("Đơn vị có báo cáo", "7/12"), ("Giá trị làm lợi", "1,2 tỷ"))

FULL = Card(
    heading="Bản tin tuần",
    unit="Công đoàn các KCN Sông Đào",
    span="10/11 – 16/11/2026",
    figures=FIGURES,
    bars_title="Báo cáo theo đơn vị",
    bars=UNITS,
    weeks_title="12 tuần qua",
    weeks=WEEKS,
    themes_title="Theo nội dung thi đua",
    themes=THEMES,
    waiting="Đang chờ xem: 3 báo cáo, lâu nhất từ 12/11",
    foot="Số liệu lúc 07:30 ngày 17/11/2026",
)
BARE = replace(FULL, figures=(), bars=(), weeks=(), themes=(), waiting="", foot="")
LONGEST = tuple((f"{LONG} {n}", 31 - 2 * n) for n in range(12))
HOSTILE = (
    '#import "@preview/x:1.0.0": *',
    '#panic("x")',
    "]) } #sys",
    "\\u{41} \\",
    "\" ' ` `` ```",
    "$x$ $",
    "<b>b</b> <label> @label",
    "*b* _i_ = h - l // c /* c",
    "x" * 400,
    "Ễ" * 400,
    "a-b/c" * 80,
    "w " * 200,
    "\ud800 \x00\u202e\u200b\u00ad\ufeff",
    "👷‍♂️🇻🇳1️⃣",
    "中文 ไทย ខ្មែร العربية",
    "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L" * 9,
    "\n\n\t \u2028",
    "",
)

CARDS = {
    "full": FULL,
    "bare": BARE,
    "few": replace(FULL, figures=FIGURES[:2], bars=UNITS[:2], weeks=WEEKS[-4:], themes=THEMES[:2]),
    "only waiting": replace(BARE, waiting=FULL.waiting),
    "one week": replace(FULL, weeks=WEEKS[-1:]),
    "one bar": replace(BARE, bars=UNITS[:1]),
    "three weeks": replace(FULL, weeks=WEEKS[-3:], figures=FIGURES[:3]),
    "no reports": replace(FULL, bars=tuple((u, 0) for u, _ in UNITS), weeks=tuple((day, 0) for day in DAYS)),
    "one figure": replace(BARE, figures=FIGURES[3:]),
    "province": replace(
        FULL,
        figures=(("Báo cáo mới", "12.345"), ("Được công nhận", "9.876"), ("Giá trị làm lợi", "1.234,5 tỷ")),
        bars=(("LĐLĐ TP Hoa Lư", 12_345), ("CĐ ngành Y tế", 1)),
        weeks=tuple((day, n * 997) for day, n in WEEKS),
    ),
    "long names": replace(FULL, unit=UPPER, bars=LONGEST[:3], waiting=FULL.waiting * 4),
    "everything": replace(FULL, unit=LONG, bars=LONGEST, themes=LONGEST),
    "more than everything": replace(FULL, bars=LONGEST * 9, weeks=WEEKS * 9, themes=LONGEST * 9, figures=FIGURES * 9),
    "capitals": replace(BARE, bars=((UPPER, 2), (UPPER, 1))),
    "huge number": replace(FULL, bars=(("A", 10**40), ("B", 1)), weeks=tuple((day, 10**40) for day in DAYS)),
    "long dates": replace(FULL, weeks=tuple((f"Tuần thứ {n} của năm 2026", n) for n in range(12))),
    "english": replace(
        FULL,
        heading="Weekly digest",
        unit="Trade Union of Sông Đào Industrial Parks",
        figures=(("New reports", "18"), ("Recognised", "9"), ("Units that reported", "7/12")),
        weeks=WEEKS[-8:],
        waiting="Waiting for review: 3 reports, the oldest since 12 Nov",
    ),
}


def opened(card: Card) -> Image.Image:
    with Image.open(io.BytesIO(draw(card))) as picture:
        assert picture.format == "PNG"
        return picture.convert("RGB")


def body(picture: Image.Image) -> Image.Image:
    """All below the dark heading."""
    top = next(y for y in range(picture.height) if picture.getpixel((0, y)) == WHITE)
    return picture.crop((0, top, WIDTH, picture.height))


def lengths(picture: Image.Image, colour: tuple[int, int, int]) -> list[int]:
    """The lengths of the bars of a colour, from the top: a bar starts at the margin and is as thick as it is long or less."""
    found, above = [], 0
    for y in range(picture.height):
        row = picture.crop((MARGIN, y, WIDTH - MARGIN, y + 1)).tobytes()
        long = next((x for x in range(len(row) // 3) if tuple(row[3 * x : 3 * x + 3]) != colour), len(row) // 3)
        if long >= 8 and not above:
            found.append(long)
        above = long if long >= 8 else 0
    return found


@pytest.mark.parametrize("name", CARDS)
def test_a_card_is_drawn_with_our_fonts_and_inside_the_margins(name: str) -> None:
    png, warnings = compiled(CARDS[name], TEMPLATE)
    assert warnings == []
    with Image.open(io.BytesIO(png)) as picture:
        assert (picture.format, picture.width) == ("PNG", WIDTH)
        below = body(picture.convert("RGB"))
    for left, right in ((0, MARGIN), (WIDTH - MARGIN, WIDTH)):
        assert below.crop((left, 0, right, below.height)).getcolors() == [(MARGIN * below.height, WHITE)]


def test_another_font_is_noticed() -> None:
    _, warnings = compiled(FULL, TEMPLATE.replace(b"Be Vietnam Pro", b"Be Vietnam Con"))
    assert warnings == ["unknown font family: be vietnam con"]


@pytest.mark.parametrize(
    "part",
    ["figures", "bars", "weeks", "themes", "waiting", "foot", "span", "bars_title", "weeks_title", "themes_title"],
)
def test_a_part_without_data_takes_no_room(part: str) -> None:
    """Of a card that is drawn roomily with and without it."""
    few = CARDS["few"]
    assert opened(replace(few, **{part: type(getattr(few, part))()})).height < opened(few).height


@pytest.mark.parametrize("part", ["bars", "weeks", "themes"])
def test_a_title_without_its_part_is_not_drawn(part: str) -> None:
    titled: dict[str, Any] = {f"{part}_title": "Không có gì"}
    assert draw(replace(BARE, **titled)) == draw(BARE)


def test_nearly_every_card_is_short_enough_for_a_messenger() -> None:
    """8 units and 5 themes in 12 weeks with every part: a picture beyond 2,000 px would be shown smaller."""
    eight = tuple((f"CĐCS Công ty Sông Đào số {n}", n) for n in range(8))
    assert opened(replace(FULL, bars=eight, themes=eight[:5])).height <= 2000
    assert opened(replace(FULL, bars=LONGEST, themes=LONGEST)).height <= 2500


def test_bars_are_as_long_as_their_counts() -> None:
    full = WIDTH - 2 * MARGIN
    bars = tuple((f"CĐCS {n}", n) for n in (12_345, 6_173, 100, 1, 0))
    assert lengths(body(opened(replace(BARE, bars_title="", bars=bars))), DARK) == [full, 484, 8, 8]


def test_few_weeks_are_bars_and_the_last_stands_out() -> None:
    picture = body(opened(replace(BARE, weeks_title="", weeks=(("2/11", 4), ("9/11", 2), ("16/11", 1)))))
    assert (lengths(picture, LIGHT), lengths(picture, DARK)) == ([968, 484], [242])


@pytest.mark.parametrize("count", [4, 12])
def test_many_weeks_are_columns_as_high_as_their_counts(count: int) -> None:
    weeks = (*((day, 2) for day in DAYS[: count - 2]), ("9/11", 0), ("16/11", 1))
    picture = body(opened(replace(BARE, weeks_title="", weeks=weeks)))
    slot = (WIDTH - 2 * MARGIN) / count
    high = [
        sum(
            picture.getpixel((round(MARGIN + (at + 0.5) * slot - 0.3 * min(slot, 180)), y)) == colour
            for y in range(400)
        )
        for at, colour in ((0, LIGHT), (count - 3, LIGHT), (count - 2, LIGHT), (count - 1, DARK))
    ]
    assert high[0] == high[1]
    assert (high[0] > 150, high[2]) == (True, 0)
    assert abs(high[0] - 2 * high[3]) <= 4  # the line they stand on covers a little of each


def test_a_long_name_takes_two_lines_at_most() -> None:
    one, two, four = (opened(replace(BARE, bars=((name, 1),))).height for name in ("Sông Vân", LONG, "Sông Vân " * 40))
    assert one < two == four


def test_numbers_are_grouped_as_vietnamese_write_them() -> None:
    assert [row["value"] for row in told(CARDS["province"])["bars"]] == ["12.345", "1"]


@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_is_only_text(text: str) -> None:
    card = Card(
        text,
        text,
        text,
        ((text, text),) * 4,
        text,
        ((text, 1),),
        text,
        ((text, 1),) * 5,
        text,
        ((text, 1),),
        text,
        text,
    )
    png, warnings = compiled(card, TEMPLATE)
    assert warnings == []
    with Image.open(io.BytesIO(png)) as picture:
        assert picture.width == WIDTH
        below = body(picture.convert("RGB"))
    assert below.crop((0, 0, MARGIN, below.height)).getcolors() == [(MARGIN * below.height, WHITE)]
    assert below.crop((WIDTH - MARGIN, 0, WIDTH, below.height)).getcolors() == [(MARGIN * below.height, WHITE)]


@pytest.mark.parametrize(
    ("written", "meant"),
    [("#{1+1}", "2"), ("$x$", "x"), ("<b>b</b>", "b"), ("\\u{41}", "A"), ("*b*", "b"), ("a // b", "a")],
)
def test_markup_is_shown_as_it_was_written(written: str, meant: str) -> None:
    assert draw(replace(BARE, unit=written)) != draw(replace(BARE, unit=meant))


@pytest.mark.parametrize(
    "same",
    [
        unicodedata.normalize("NFD", FULL.unit),
        f"👷 {FULL.unit} 🎉",
        f"  {FULL.unit}\n",
        FULL.unit.replace(" ", " \u200b"),
    ],
    ids=["decomposed", "emoji", "spaces", "invisible"],
)
def test_text_is_cleaned_before_it_is_drawn(same: str) -> None:
    assert draw(replace(BARE, unit=same)) == draw(BARE)


def test_the_same_card_gives_the_same_bytes_in_every_thread() -> None:
    cards = [CARDS[name] for name in ("full", "few", "province", "one week")]
    once = [draw(card) for card in cards]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(draw, cards * 3)) == once * 3
