"""Vietnamese text, table by table: R69–R75, R77 and the hard cases H1–H5 of the requirements."""

import unicodedata
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.vietnamese import (
    Day,
    clean,
    expand,
    find_phone,
    fold,
    given_name,
    graphemes,
    hide_phones,
    mask_phone,
    name_case,
    name_sort_key,
    rank,
    read_day,
    read_money,
    read_number,
    read_ordinal,
    read_phone,
    read_quantity,
    say_money,
    shorten,
    show,
    show_day,
    show_number,
    show_phone,
    sort_key,
    spell_number,
    strip_emoji,
    untelex,
)

H1 = (
    "Nghiên cứu, thiết kế, chế tạo và ứng dụng thiết bị gá kẹp đa năng kết hợp hệ thống cảnh báo quá tải tự động "
    "phục vụ công tác lắp đặt, căn chỉnh, tháo dỡ ván khuôn thép định hình cho trụ cầu cao trên 25 m trong điều kiện "
    "mặt bằng chật hẹp, thời tiết bất lợi, nhằm bảo đảm chất lượng, rút ngắn tiến độ, tiết kiệm chi phí, an toàn lao "
    "động và bảo vệ môi trường tại gói thầu XL-03 dự án đường ven sông giai đoạn 2"
)
H2 = (
    "sk cua to em: che them cai phieu rot be tong cho do roi vai, truoc moi xe rot mat 25p gio con 15p, ko ton tien "
    "may vi dung thung phuy cu. a c xem giup e dc ko a, sdt 0900 000 001"
)
H3 = (
    "Apply Kaizen 5S cho Line 3: setup time 45 → 28 min, OEE +6,5%, scrap rate 2.1% → 1.4% (target Q4 < 1%), "
    "saving ~ 1.2 tỷ/year"
)
BUILDER = "👷\u200d♂\ufe0f"
H4 = f"🔥🔥 ae ca đêm {BUILDER} tự chế xe kéo cáp 💪 500m còn 2h thay vì 5h 😂 ảnh trc/sau 👇"
H5 = "Nhóm: Ng. T. Hoa 40%, Nguyễn Thị Hoà 40% và tập thể tổ KCS 30%, LĐLĐ TP Tam Điệp, làm từ 2/2025"
HARD_CASES = [H1, H2, H3, H4, H5]
ACHIEVEMENT_1 = "Còn 3 thợ, 3 giờ/lồng; 210 lồng giảm 4.410 giờ công ≈ 198,45 triệu đồng; không tai nạn"

TODAY = date(2025, 11, 12)  # a Wednesday
bounded = settings(deadline=None, max_examples=150)
any_text = st.text(st.characters(exclude_categories=()), max_size=80)  # lone surrogates too
awkward = st.text(
    st.sampled_from(
        "aệĐÐð \n\r\t\u0301\u0323\u0302\u200d\ufe0f\u20e3👷♂1🏽🇻🇳\u202e\ufeff\u00a0\u2028\ud83d\udc77ก\u0e35\x00"
    ),
    max_size=60,
)


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


# --- clean text (R69) ---


@pytest.mark.parametrize("text", [*HARD_CASES, ACHIEVEMENT_1, "Sáng kiến", "a\n\nb", ""])
def test_clean_leaves_good_text_alone_and_makes_nfd_the_same_r69(text: str) -> None:
    assert clean(text) == text
    assert clean(nfd(text)) == text


def test_one_line_has_the_same_visible_length_in_nfc_and_nfd_r69() -> None:
    line = "Công ty Cổ phần Xây lắp Sông Vân: tiết kiệm 198,45 triệu đồng"
    assert len(nfd(line)) > len(line)
    assert graphemes(nfd(line)) == graphemes(line) == len(line)


CLEANED = {
    "Liên ĐOÀN với Ð lạ": ("Liên Ðoàn, ðiện", "Liên Đoàn, điện"),
    "controls": ("a\x00b\x07c\x1bd\x7fe\x9f", "abcde"),
    "tabs and line ends": ("a\tb\r\nc\rd\x0be\u2028f\x85g", "a b\nc\nd\ne\nf\ng"),
    "bidi": ("a\u202egpj.exe\u202c \u2067b\u2069\u200f", "agpj.exe b"),
    "zero width": ("\ufeffs\u200bá\u2060ng\u00ad kiến", "sáng kiến"),
    "a mark after a zero width": ("a\u200b\u0301", "á"),
    "surrogates": ("a\ud800b\udc00", "ab"),
    "surrogate pair": ("\ud83d\udc77", "👷"),
    "private and non-characters": ("a\ue000\ufdd0\uffff\U000fffff\U0001fffeb", "ab"),
    "spaces": ("  a   b \u00a0 c  \n  d  ", "a b c\n d"),
    "blank lines": ("a\n\n\n\n \n\nb", "a\n\nb"),
    "emoji joined": (f"a {BUILDER} 👍🏽 1\ufe0f\u20e3 🇻🇳", f"a {BUILDER} 👍🏽 1\ufe0f\u20e3 🇻🇳"),
    "joiners elsewhere": ("a\u200db\ufe0f\u200d 👷\u200d", "ab 👷"),
    "a pile of marks": ("z" + "\u0335" * 500 + "x", "z" + "\u0335" * 4 + "x"),
    "markup is only text": ("<b>{{ x }}</b> =1+1", "<b>{{ x }}</b> =1+1"),
    "nothing": ("\u200b \u3164\n", ""),
}


@pytest.mark.parametrize(("text", "expected"), CLEANED.values(), ids=CLEANED)
def test_clean_r69(text: str, expected: str) -> None:
    assert clean(text) == expected


@bounded
@given(any_text | awkward, st.integers(1, 30) | st.just(4000))
def test_clean_is_idempotent_bounded_and_never_raises_r69(text: str, limit: int) -> None:
    cleaned = clean(text, limit=limit)
    assert clean(cleaned, limit=limit) == cleaned
    assert len(cleaned) <= limit
    assert unicodedata.is_normalized("NFC", cleaned)
    cleaned.encode()  # fit for the database


@pytest.mark.parametrize(
    "text", ["a" * 1_000_000, "a\u0301" * 500_000, "\u0301" * 1_000_000, "👷\u200d" * 500_000, " " * 10**6]
)
def test_clean_bounds_a_megabyte(text: str) -> None:
    assert len(clean(text)) <= 4000


def test_clean_never_cuts_inside_a_visible_character() -> None:
    assert clean("ab" + BUILDER, limit=4) == "ab"
    assert clean("ab🇻🇳🇻🇳", limit=5) == "ab🇻🇳"
    assert clean("ab cd", limit=3) == "ab"
    assert clean(nfd("ệệệ"), limit=2) == "ệệ"


GRAPHEMES = {
    BUILDER: 1,
    "👍🏽": 1,
    "🇻🇳🇻🇳": 2,
    "1\ufe0f\u20e3": 1,
    "a\r\nb": 3,
    "ệ": 1,
    nfd("Đường"): 5,
    "🔥🔥": 2,
    "": 0,
}


@pytest.mark.parametrize(("text", "count"), GRAPHEMES.items())
def test_graphemes_r69(text: str, count: int) -> None:
    assert graphemes(text) == count


def test_shorten_makes_a_short_name_of_a_huge_title_h1() -> None:
    assert shorten(H1, 30) == "Nghiên cứu, thiết kế, chế tạo…"
    assert shorten(H1, 1000) == H1
    assert shorten("một\nhai", 20) == "một hai"
    assert shorten("Nghiêngnghiêng", 6) == "Nghiê…"
    assert shorten("một hai ba", 8) == "một hai…"
    assert shorten(BUILDER * 5, 3) == BUILDER * 2 + "…"


@bounded
@given(any_text, st.integers(1, 20))
def test_shorten_keeps_its_width(text: str, width: int) -> None:
    assert graphemes(shorten(clean(text), width)) <= width


STRIPPED = {
    H4: "ae ca đêm tự chế xe kéo cáp 500m còn 2h thay vì 5h ảnh trc/sau",
    H3: H3,
    "✅ Đồng ý": "Đồng ý",
    "1\ufe0f\u20e3 Sáng kiến": "1 Sáng kiến",
    "🇻🇳 a 👍🏽 b ❤\ufe0f\n🏗\ufe0f c": "a b\nc",
    "© Báo Công™ m²": "© Báo Công™ m²",
    "⬅\ufe0f Quay lại": "Quay lại",
}


@pytest.mark.parametrize(("text", "expected"), STRIPPED.items())
def test_strip_emoji_h4(text: str, expected: str) -> None:
    assert strip_emoji(text) == expected


# --- searching (R48, R70, R77) ---

FOLDED = {
    "LIÊN ĐOÀN Lao động": "lien doan lao dong",
    "Thuỷ": "thuy",
    "Thủy": "thuy",
    "hoà": "hoa",
    "hòa": "hoa",
    "Ðiện": "dien",
    "  Nguyễn \n Hương ": "nguyen huong",
    "ƠƯĂÂÊÔ": "ouaaeo",
    "Straße ﬁ": "strasse fi",
    "6.800 m²": "6.800 m²",
}


@pytest.mark.parametrize(("text", "folded"), FOLDED.items())
def test_fold_r70(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert fold(nfd(text)) == folded


@bounded
@given(any_text | awkward)
def test_fold_is_the_same_for_nfd_and_folds_once_r70(text: str) -> None:
    folded = fold(clean(text))
    assert fold(nfd(clean(text))) == folded
    assert fold(folded) == folded


RANKS = [
    ("hoà", "Hoà", 0),
    (nfd("Hoà"), "hoà", 0),
    ("tam", "Tam Điệp", 1),
    ("Điệp", "Tam Điệp", 2),
    ("hoà", "hòa", 3),
    ("lien doan lao dong", "Liên đoàn Lao động", 3),
    ("lien doan", "Liên đoàn Lao động", 4),
    ("dong", "Liên đoàn Lao động", 5),
    ("dong lien", "Liên đoàn Lao động", 5),
    ("tam điệp", "TP Tám Diệp", 5),
    ("xyz", "Liên đoàn", 9),
    ("", "Liên đoàn", 9),
]


@pytest.mark.parametrize(("query", "candidate", "place"), RANKS)
def test_rank_puts_exact_accents_first_r70(query: str, candidate: str, place: int) -> None:
    assert rank(query, candidate) == place


EXPANDED = {
    "ldld": "lien doan lao dong",
    "cdcs cty cp song van": "cong doan co so cong ty co phan song van",
    "cdn": "cong doan nganh",
    "cd": "cong doan",
    "tp hoa lu": "thanh pho hoa lu",
    "h yen khanh": "huyen yen khanh",
    "x van tra": "xa van tra",
    "p. dong thuong": "phuong dong thuong",
    "kcn": "khu cong nghiep",
    "cty tnhh": "cong ty trach nhiem huu han",
    "sk": "sang kien",
    "bv": "benh vien",
    "sdt": "so dien thoai",
    "trc": "truoc",
}


@pytest.mark.parametrize(("query", "meaning"), EXPANDED.items())
def test_expand_writes_abbreviations_out_r48_r77(query: str, meaning: str) -> None:
    variants = expand(query)
    assert variants[:2] == [query, meaning]
    assert len(variants) == len(set(variants)) <= 8


def test_expand_gives_every_meaning_and_the_short_form_r48_r77() -> None:
    assert expand("sk") == ["sk", "sang kien", "suc khoe"]
    assert expand("dc") == ["dc", "duoc", "dia chi", "dong chi"]
    assert expand("cong doan co so song van") == ["cong doan co so song van", "cdcs song van"]
    assert expand("vitamin h") == ["vitamin h"]  # a place's letter only before its name
    assert expand("") == [""]
    assert len(expand("cd " * 500)) <= 8


TELEX = {
    "sangs kieens": "sáng kiến",
    "Sangs Kieens": "Sáng Kiến",
    "SANGS KIEENS": "SÁNG KIẾN",
    "ddoongf ys": "đồng ý",
    "quay laij": "quay lại",
    "bor qua": "bỏ qua",
    "ddeer sau": "để sau",
    "huyr": "hủy",
    "trowr laij": "trở lại",
    "guwir baif": "gửi bài",
    "dduwowcj": "được",
    "dduowcj": "được",
    "nuwowcs": "nước",
    "tieengs vieetj": "tiếng việt",
    "moo hinhf": "mô hình",
    "nguyeenx vawn thawngs": "nguyễn văn thắng",
    "quys giuwx gif": "quý giữ gì",
    "hoaf hoanf hoaif": "hòa hoàn hoài",
    "nghieengx": "nghiễng",
    "khoong": "không",
}


@pytest.mark.parametrize(("typed", "meant"), TELEX.items())
def test_untelex_r77(typed: str, meant: str) -> None:
    assert untelex(typed) == meant


UNTOUCHED = [
    *HARD_CASES,
    "quay lai bo qua de sau huy dong y",
    "class taxi box gas is press scrap OEE TW kWh xls",
    "xong ra su xe rua sua xuong trong xanh",
    "https x86 5s 3rd",
]


@pytest.mark.parametrize("text", UNTOUCHED)
def test_untelex_leaves_ordinary_words_alone_r77(text: str) -> None:
    assert untelex(text) == text


# --- sorting and names (R71, R72) ---

IN_ORDER = [
    ["An", "Ăn", "Âu", "Bình", "Dung", "Đỗ", "Em", "Ên", "Ổn", "Ơn", "Ung", "Ưng", "Yên"],
    ["ma", "Ma", "mà", "mả", "mã", "má", "mạ", "mai", "mă", "mâ", "mb"],
    ["Hoa", "Hòa", "Hoan", "Hoàn", "Hoàng"],
    ["Cụm 1", "Cụm 2", "Cụm CĐCS"],
    ["a b", "a-b", "a1", "aa"],
]


@pytest.mark.parametrize("words", IN_ORDER)
def test_sort_key_follows_the_vietnamese_alphabet_r71(words: list[str]) -> None:
    backwards = list(reversed(words))
    assert sorted(backwards, key=sort_key) == words
    assert sorted(map(nfd, backwards), key=sort_key) == list(map(nfd, words))


def test_people_are_sorted_by_ten_then_ho_then_dem_r71() -> None:
    people = [
        "Trần Thị Ngọc Ánh",
        "Bùi Văn Dũng",
        "Lê Văn Dũng",
        "lê xuân dũng",
        "Vũ Đình Khải",
        "Đỗ Minh Quân",
        "Phạm Yến",
    ]
    backwards = list(reversed(people))
    assert sorted(backwards, key=name_sort_key) == people
    assert sorted(["", "Âu", "An"], key=name_sort_key) == ["", "An", "Âu"]


@bounded
@given(any_text)
def test_sort_keys_never_raise(text: str) -> None:
    assert isinstance(sort_key(text), str)
    assert isinstance(name_sort_key(text), str)


GIVEN_NAMES = {
    "Nguyễn Văn Thắng": "Thắng",
    "  Phạm Thị Thu  Hà ": "Hà",
    "Ng. T. Hoa": "Hoa",
    "Nguyễn Văn Thắng (tổ 3)": "Thắng",
    "Nguyễn Văn Thắng, thợ hàn": "Thắng",
    "Thắng": "Thắng",
    "": "",
    "(a)": "(a)",
    "(" * 100_000: "(" * 100_000,
}


@pytest.mark.parametrize(("name", "ten"), GIVEN_NAMES.items(), ids=lambda value: value[:30])
def test_given_name_r72(name: str, ten: str) -> None:
    assert given_name(name) == ten


CASES = {
    "nguyễn văn thắng": "Nguyễn Văn Thắng",
    "ĐỖ MINH QUÂN": "Đỗ Minh Quân",
    "đỗ  ánh": "Đỗ Ánh",
    "Ng. T. Hoa": "Ng. T. Hoa",
    "Nguyễn văn Thắng": "Nguyễn văn Thắng",
    "h'hen niê": "H'Hen Niê",
    nfd("trần thị ẩn"): "Trần Thị Ẩn",
    "": "",
}


@pytest.mark.parametrize(("typed", "offered"), CASES.items())
def test_name_case_r72(typed: str, offered: str) -> None:
    assert name_case(typed) == offered


# --- phones (R73) ---

PHONES = {
    "0912345678": "+84912345678",
    "0912 345 678": "+84912345678",
    "0912.345.678": "+84912345678",
    "09-1234-5678": "+84912345678",
    "+84912345678": "+84912345678",
    "+84 (0) 912 345 678": "+84912345678",
    "84912345678": "+84912345678",
    "0084 912 345 678": "+84912345678",
    "912345678": "+84912345678",
    "0900 000 001": "+84900000001",
    "0168 1234567": "+84381234567",
    "+84 123 456 7890": "+84834567890",
    "0120.123.4567": "+84701234567",
    "0199 123 4567": "+84591234567",
    "0186 123 4567": "+84561234567",
    "01111234567": None,
    "0212345678": None,
    "091234567": None,
    "09123456789": None,
    "0912 345 678 a": None,
    "không có": None,
    "": None,
    "٠٩١٢٣٤٥٦٧٨": None,
}


@pytest.mark.parametrize(("typed", "number"), PHONES.items())
def test_read_phone_r73(typed: str, number: str | None) -> None:
    assert read_phone(typed) == number


IN_SENTENCES = {
    H2: "+84900000001",
    "gọi em số 0912.345.678 nhé, 15 phút": "+84912345678",
    "sđt 0912345678 25p": "+84912345678",
    "số +84 912 345 678.": "+84912345678",
    "cũ là 01681234567": "+84381234567",
    "(0912) 345 678": "+84912345678",
    "1.0912345678 và 09123456789": None,
    H3: None,
    ACHIEVEMENT_1: None,
}


@pytest.mark.parametrize(("sentence", "number"), IN_SENTENCES.items())
def test_find_phone_r73_h2(sentence: str, number: str | None) -> None:
    assert find_phone(sentence) == number


@bounded
@given(st.from_regex(r"\+84[35789][0-9]{8}", fullmatch=True))
def test_a_shown_phone_reads_back_and_a_masked_one_does_not_r73(number: str) -> None:
    assert read_phone(show_phone(number)) == number
    assert find_phone(f"số {show_phone(number)} ạ") == number
    assert read_phone(mask_phone(number)) is None


@pytest.mark.parametrize(
    ("sentence", "hidden"),
    [
        ("a c xem giup e dc ko a, sdt 0900 000 001", "a c xem giup e dc ko a, sdt 09•• ••• 001"),
        ("gọi +84 912.345.678 hoặc 0987654321", "gọi 09•• ••• 678 hoặc 09•• ••• 321"),
        ("4.410 giờ công, 198,45 triệu, 1.500.000.000 đồng", "4.410 giờ công, 198,45 triệu, 1.500.000.000 đồng"),
        ("", ""),
    ],
)
def test_phones_in_a_sentence_are_masked_r73_h2(sentence: str, hidden: str) -> None:
    assert hide_phones(sentence) == hidden


def test_phones_are_shown_in_groups_and_masked_r73() -> None:
    assert show_phone("+84912345678") == "0912 345 678"
    assert mask_phone("+84912345678") == "09•• ••• 678"
    with pytest.raises(ValueError, match="not a Vietnamese mobile number") as error:
        mask_phone("0912345678")
    assert "0912345678" not in str(error.value)


# --- days (R74); today is 12/11/2025 ---

DAYS = {
    "07/08": "07/08/2025",
    "5/9": "05/09/2025",
    "5-9": "05/09/2025",
    "12/11": "12/11/2025",
    "13/11": "13/11/2024",
    "20-11": "20/11/2024",
    "20.11.2025": "20/11/2025",
    "5/9/25": "05/09/2025",
    "05 / 09 / 2025": "05/09/2025",
    "2025-09-05": "05/09/2025",
    "1/1/2030": "01/01/2030",
    "29/2": "29/02/2024",
    "ngày 05 tháng 9": "05/09/2025",
    "ngày 5 tháng 9 năm 2025": "05/09/2025",
    "ngay 5 thang 9 nam 2025": "05/09/2025",
    "5 tháng chín 2025": "05/09/2025",
    "ngày 5/9 năm 2025": "05/09/2025",
    "mùng 2/9": "02/09/2025",
    "thứ sáu, 5/9 ạ": "05/09/2025",
    "từ ngày 5/9/2025 đến nay": "05/09/2025",
    "hôm nay": "12/11/2025",
    "sáng nay": "12/11/2025",
    "hôm qua": "11/11/2025",
    "hom qua": "11/11/2025",
    "tối qua": "11/11/2025",
    "hôm kia": "10/11/2025",
    "3 ngày trước": "09/11/2025",
    "cách đây 2 tuần": "27/10/2025–02/11/2025",
    "0 ngày trước": "12/11/2025",
    "tuần trước": "03/11/2025–09/11/2025",
    "tuần này": "10/11/2025–16/11/2025",
    "tháng trước": "tháng 10/2025",
    "tháng này": "tháng 11/2025",
    "11 tháng trước": "tháng 12/2024",
    "2/2025": "tháng 02/2025",
    "tháng 2/2025": "tháng 02/2025",
    "tháng 2 năm 2025": "tháng 02/2025",
    "thang 2/25": "tháng 02/2025",
    "làm từ 2/2025": "tháng 02/2025",
    "tháng 3": "tháng 03/2025",
    "tháng 12": "tháng 12/2024",
    "tháng mười một": "tháng 11/2025",
    "tháng năm năm 2024": "tháng 05/2024",
    "tháng tư năm ngoái": "tháng 04/2024",
    "quý IV": "quý IV/2025",
    "quý iii/2024": "quý III/2024",
    "quý 4/2025": "quý IV/2025",
    "Q1 2026": "quý I/2026",
    "quý trước": "quý III/2025",
    "quý tư năm ngoái": "quý IV/2024",
    "năm 2025": "năm 2025",
    "đầu năm nay": "năm 2025",
    "năm ngoái": "năm 2024",
    "2024": "năm 2024",
    "năm học 2025–2026": "năm học 2025–2026",
    "nam hoc 2025-26": "năm học 2025–2026",
    "năm học 2025-2027": None,
    "31/02/2025": None,
    "29/02/2025": None,
    "31/4": None,
    "8/25": None,
    "2/25": None,
    "00/00": None,
    "tháng 13": None,
    "quý 5": None,
    "5/9/0025": None,
    "9999": None,
    "1.500": None,
    "chưa rõ": None,
    "": None,
    "5/9 " * 1000: None,
}


@pytest.mark.parametrize(("typed", "shown"), DAYS.items(), ids=lambda value: str(value)[:30])
def test_read_day_r74(typed: str, shown: str | None) -> None:
    when = read_day(typed, TODAY)
    assert (when and show(when)) == shown
    assert read_day(nfd(typed), TODAY) == when
    assert read_day(fold(typed), TODAY) == when


def test_days_are_as_long_as_what_was_told_r74() -> None:
    assert read_day("07/08", TODAY) == Day(date(2025, 8, 7), date(2025, 8, 7), "day")
    assert read_day("tháng 2/2024", TODAY) == Day(date(2024, 2, 1), date(2024, 2, 29), "month")
    assert read_day("quý IV", TODAY) == Day(date(2025, 10, 1), date(2025, 12, 31), "quarter")
    assert read_day("năm 2025", TODAY) == Day(date(2025, 1, 1), date(2025, 12, 31), "year")
    assert read_day("năm học 2025–2026", TODAY) == Day(date(2025, 9, 1), date(2026, 8, 31), "school-year")


@bounded
@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), any_text)
def test_a_shown_day_reads_back_and_no_text_raises_r74(day: date, text: str) -> None:
    assert read_day(show_day(day), TODAY) == Day(day, day, "day")
    without_year = read_day(f"{day.day}/{day.month}", TODAY)
    assert without_year is not None
    assert without_year.day <= TODAY
    read_day(text, day)


# --- numbers (R75) ---

NUMBERS = {
    "1.500": "1500",
    "1.234.567": "1234567",
    "1,234,567": "1234567",
    "1 500 000": "1500000",
    "1,5": "1.5",
    "2.1": "2.1",
    "2,100": "2.1",
    "0.500": "0.5",
    "1234.567": "1234.567",
    "1.234,5": "1234.5",
    "1,234.5": "1234.5",
    "6,5%": "6.5",
    "+6,5 %": "6.5",
    "-3": "-3",
    "khoảng 30": "30",
    "0": "0",
    "1.2.3": None,
    "1.23,4": None,
    "20.11.2025": None,
    "1,5 tỷ": None,
    "9" * 31: None,
    "9" * 10**6: None,
    "": None,
    "ba": None,
}


@pytest.mark.parametrize(("typed", "value"), NUMBERS.items(), ids=lambda value: str(value)[:30])
def test_read_number_r75(typed: str, value: str | None) -> None:
    assert read_number(typed) == (None if value is None else Decimal(value))


QUANTITIES = {
    "4.410 giờ công": ("4410", "giờ công"),
    "28.200 kWh/năm": ("28200", "kWh/năm"),
    "25p": ("25", "p"),
    "giảm 12 ngày": ("12", "ngày"),
    "giảm 18 ngày chờ; sai số 1,8 %": ("18", "ngày chờ"),
    "OEE +6,5%, scrap": ("6.5", "%"),
    "45 → 28 min": ("45", ""),
    "3-5 ngày": ("3", ""),
    "-12 ngày": ("-12", "ngày"),
    nfd("1,5 giờ"): ("1.5", "giờ"),
    "6.800 m²": ("6800", "m²"),
    ACHIEVEMENT_1: ("3", "thợ"),
    "20.11.2025 được 5 bộ": ("5", "bộ"),
    "không có số": None,
    "": None,
}


@pytest.mark.parametrize(("typed", "expected"), QUANTITIES.items(), ids=lambda value: str(value)[:30])
def test_read_quantity_r75(typed: str, expected: tuple[str, str] | None) -> None:
    assert read_quantity(typed) == (expected and (Decimal(expected[0]), expected[1]))


SHOWN = {
    1500: "1.500",
    0: "0",
    -1234567: "-1.234.567",
    Decimal("1234.5"): "1.234,5",
    Decimal("1.50"): "1,5",
    Decimal("1E+3"): "1.000",
    Decimal("-0.0"): "0",
    Decimal("198.45"): "198,45",
}


@pytest.mark.parametrize(("value", "shown"), SHOWN.items())
def test_show_number_r75(value: Decimal | int, shown: str) -> None:
    assert show_number(value) == shown


SPELLED = {
    0: "không",
    5: "năm",
    10: "mười",
    11: "mười một",
    14: "mười bốn",
    15: "mười lăm",
    20: "hai mươi",
    21: "hai mươi mốt",
    24: "hai mươi tư",
    25: "hai mươi lăm",
    100: "một trăm",
    105: "một trăm linh năm",
    111: "một trăm mười một",
    115: "một trăm mười lăm",
    1_000: "một nghìn",
    1_005: "một nghìn không trăm linh năm",
    1_050: "một nghìn không trăm năm mươi",
    1_500: "một nghìn năm trăm",
    15_000: "mười lăm nghìn",
    1_000_005: "một triệu không trăm linh năm",
    180_000_000: "một trăm tám mươi triệu",
    180_450_000: "một trăm tám mươi triệu bốn trăm năm mươi nghìn",
    1_200_000_000: "một tỷ hai trăm triệu",
    1_005_000_000: "một tỷ không trăm linh năm triệu",
    1_500_000_000_000: "một nghìn năm trăm tỷ",
    10**18: "một tỷ tỷ",
    -21: "âm hai mươi mốt",
}


@pytest.mark.parametrize(("n", "words"), SPELLED.items())
def test_spell_number_r75(n: int, words: str) -> None:
    assert spell_number(n) == words


ORDINALS = {
    "1": 1,
    "1.": 1,
    "1)": 1,
    "(2)": 2,
    "#3": 3,
    "số 2": 2,
    "so 2": 2,
    "câu 3": 3,
    "chọn số 4": 4,
    "2 ạ": 2,
    "2\ufe0f\u20e3": 2,
    "một": 1,
    "mot": 1,
    "Hai": 2,
    "HAI": 2,
    nfd("bốn"): 4,
    "mười": 10,
    "thứ nhất": 1,
    "thu nhat": 1,
    "thứ nhì": 2,
    "thứ tư": 4,
    "số ba": 3,
    "hai ạ": 2,
    "12": 12,
    "0": 0,
    "bà": None,
    "tu": None,
    "từ": None,
    "1 2": None,
    "1,5 tỷ": None,
    "5/9": None,
    "xin chào": None,
    "1000": None,
    "": None,
    "1" * 1000: None,
}


@pytest.mark.parametrize(("typed", "number"), ORDINALS.items(), ids=lambda value: str(value)[:30])
def test_read_ordinal(typed: str, number: int | None) -> None:
    assert read_ordinal(typed) == number


# --- money (R75) ---

MONEY = {
    "1,5 tỷ": 1_500_000_000,
    "1,5 tỉ": 1_500_000_000,
    "1.5 ty": 1_500_000_000,
    "180tr": 180_000_000,
    "180 tr.": 180_000_000,
    "180 trđ": 180_000_000,
    "180 triệu đồng": 180_000_000,
    "1tr5": 1_500_000,
    "1tr25": 1_250_000,
    "1tr250": 1_250_000,
    "1 triệu 5": 1_500_000,
    "200k": 200_000,
    "200 K": 200_000,
    "2 tỷ rưỡi": 2_500_000_000,
    "2 ty ruoi": 2_500_000_000,
    "tỷ rưỡi": 1_500_000_000,
    "nửa tỷ": 500_000_000,
    "2 tỷ 3": 2_300_000_000,
    "1 ty 2": 1_200_000_000,
    "hai tỷ ba": 2_300_000_000,
    "1 tỷ 200 triệu": 1_200_000_000,
    "1 tỷ 200 triệu 500 nghìn": 1_200_500_000,
    "1 tỷ hai trăm triệu": 1_200_000_000,
    "năm trăm nghìn": 500_000,
    "5 củ": 5_000_000,
    "5 cu": 5_000_000,
    "3 lít": 300_000,
    "5 trieu": 5_000_000,
    "5 ngàn": 5_000,
    "500 nghìn đồng": 500_000,
    "1.500": 1_500,
    "1.500 triệu": 1_500_000_000,
    "198,45 triệu": 198_450_000,
    "~ 1.2 tỷ/year": 1_200_000_000,
    "36,4 triệu/tháng": 36_400_000,
    "180.000.000đ": 180_000_000,
    "180.000.000 ₫": 180_000_000,
    "36.400.000 VND": 36_400_000,
    "36,400,000 VNĐ": 36_400_000,
    "200,000đ": 200_000,
    "1 000 000": 1_000_000,
    "420.000 đ/m³": 420_000,
    "36,4 triệu 1 tháng": 36_400_000,
    "5 triệu một năm": 5_000_000,
    "200 triệu năm 2025": 200_000_000,
    "1 tỉ rưỡi đồng": 1_500_000_000,
    "khoảng 5 triệu": 5_000_000,
    "tiết kiệm được khoảng 5 triệu ạ": 5_000_000,
    "không tốn": 0,
    "không tốn tiền ạ": 0,
    "ko mat tien": 0,
    "miễn phí": 0,
    "0": 0,
    "0đ": 0,
    # one amount in a sentence
    H3: 1_200_000_000,
    "Cả năm lợi ước 145 triệu đồng, rút ngắn 12 ngày": 145_000_000,
    "8 tháng thưởng 200k mỗi ý tưởng": 200_000,
    "thực tế đó là 5 triệu đồng": 5_000_000,
    # not one clear amount
    "giảm 198,45 triệu đồng; trừ 18 triệu": None,
    "10-15 triệu": None,
    "10 đến 15 triệu": None,
    "240 → 95 triệu": None,
    "5 nghìn giờ công": None,
    "được 3 k anh": None,
    "2 triệu 5 người": None,
    "5 triệu lít": None,
    "200 lít xăng": None,
    "3 giờ": None,
    "1,5": None,
    "2.1": None,
    "-5 triệu": None,
    "−5 triệu": None,
    "âm 5 triệu": None,
    "1 triệu 2 tỷ": None,
    "9999999 tỷ": None,
    "1" * 29: None,
    "9" * 10**6: None,
    "$500": None,
    "5k usd": None,
    "500 đô la": None,
    "công ty": None,
    "tỷ": None,
    "chưa rõ": None,
    "không biết": None,
    "": None,
    H2: None,
    H4: None,
    H5: None,
}


@pytest.mark.parametrize(("typed", "amount"), MONEY.items(), ids=lambda value: str(value)[:30])
def test_read_money_r75(typed: str, amount: int | None) -> None:
    assert read_money(typed) == amount
    assert read_money(nfd(typed)) == amount
    assert read_money(fold(typed)) == amount


def test_money_is_read_back_in_figures_and_words_r75() -> None:
    assert say_money(180_000_000) == "180.000.000 đồng (một trăm tám mươi triệu đồng)"
    assert say_money(0) == "0 đồng (không đồng)"


@bounded
@given(st.integers(0, 10**15))
def test_what_is_said_reads_back_r75(n: int) -> None:
    assert read_money(show_number(n)) == n
    assert read_money(say_money(n)) == n
    assert read_money(f"{show_number(Decimal(n) / 10**6)} triệu đồng") == n
    words = spell_number(n)
    assert words == " ".join(words.split())


@bounded
@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=4))
def test_a_shown_number_reads_back_r75(value: Decimal) -> None:
    # "1,234" alone and "0.500" follow the rules of R75; what we show never has a single dot that means decimals.
    assert read_number(show_number(value)) == value


@bounded
@given(any_text | st.text("0123456789.,-−– tỷriệukđồngnăm/thángquývà", max_size=60))
def test_no_reader_raises_on_any_text(text: str) -> None:
    readers: list[Callable[[str], object]] = [
        read_money,
        read_number,
        read_quantity,
        read_ordinal,
        read_phone,
        find_phone,
    ]
    for reader in [*readers, untelex, strip_emoji, given_name, name_case, graphemes, clean, fold]:
        reader(text)
    read_day(text, TODAY)
    rank(text, text[::-1])
    expand(fold(text))
