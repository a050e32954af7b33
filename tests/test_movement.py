"""The Plan as data, and what may be asked of it (R1–R8, R10–R14, R40, R42, R44, R69)."""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from storage import movement
from storage.movement import Movement, MovementError, anniversaries, find, from_json, parse, phase_on, starter, to_json

STARTER = Path(movement.__file__).parent / "starter"
PLAN = starter()
TOML = (STARTER / "movement.toml").read_text(encoding="utf-8")
SEVEN = ["title", "before", "solution", "result", "place", "first_use", "photos"]


# --- the Plan ---------------------------------------------------------------------------------------------------------


def test_head_of_the_plan_r1_r2_r42_r44() -> None:
    assert (PLAN.code, PLAN.version, PLAN.number, PLAN.issued_on) == ("kh24-2023", 1, "24/KH-LĐLĐ", date(2023, 4, 28))
    assert PLAN.title == "Đẩy mạnh phát triển kết cấu hạ tầng đồng bộ, hiện đại; thực hành tiết kiệm, chống lãng phí"
    assert (PLAN.signed_for, PLAN.signer_title, PLAN.signer) == (
        "TM. BAN THƯỜNG VỤ",
        "PHÓ CHỦ TỊCH THƯỜNG TRỰC",
        "Trần Kim Long",
    )
    assert [(base.number, base.issued_on) for base in PLAN.bases] == [
        ("305/KH-TLĐ", date(2023, 3, 31)),
        ("18/KH-UBND", date(2023, 2, 6)),
    ]
    assert PLAN.recipients[3] == "LĐLĐ H, TP và CDN, Trường TC (qua Website LĐLĐ tỉnh)"
    assert [body.code for body in PLAN.bodies] == [f"B{n}" for n in range(1, 12)]


def test_codes_of_themes_criteria_and_statements_r5_r13_r14() -> None:
    assert [theme.code for theme in PLAN.themes] == [
        *("III.1.a", "III.1.b", "III.1.c", "III.1.d"),
        *("III.2.a", "III.2.b", "III.2.c"),
        *("III.3.a", "III.3.b", "III.3.c"),
    ]
    assert [(rule.code, rule.author_class) for rule in PLAN.criteria] == [
        *((f"IV.1.1.{letter}", "collective") for letter in "abcdefgh"),
        ("IV.1.2.a", "official"),
        ("IV.1.2.b", "worker"),
    ]
    assert [said.code for said in PLAN.statements] == [
        *("PRE.1", "PRE.2", "I.1.a", "I.1.b", "I.1.c", "I.2.a", "I.2.b", "IV.1.0", "IV.2"),
        *(f"V.{n}" for n in range(9)),
        *(f"VI.1.{letter}" for letter in "abcdef"),
        *(f"VI.2.{letter}" for letter in "abc"),
        "END",
    ]


@pytest.mark.parametrize(
    ("table", "code", "words"),
    [
        (
            "themes",
            "III.1.c",
            "Thi đua lao động sáng tạo, phát huy sáng kiến, cải tiến kỹ thuật, nâng cao chất lượng các",
        ),
        (
            "themes",
            "III.3.b",
            "tăng cường phối hợp giám sát việc thực hiện các quy định của pháp luật và của tổ chức công",
        ),
        ("criteria", "IV.1.1.d", "lập dự án, thiết kế, thi công xây dựng các công trình kết cấu hạ tầng và tiết kiệm"),
        (
            "criteria",
            "IV.1.2.b",
            "nghiên cứu, chuyên giao, ứng dụng công nghệ hiện đại",
        ),  # the Plan's slip for "chuyển giao"
        ("statements", "PRE.1", "đồng bộ, hiện đại thực hành tiết kiệm, chống lãng phí"),  # once without ";"
        ("statements", "V.4", "(Thi đua 5 nhất - Chất lượng tốt nhất, Tiến độ nhanh nhất, Chi phí tiết kiệm nhất,"),
        ("statements", "V.6", "Thực hiện các thủ tục đơn giản trong công tác khen thưởng đảm bảo kịp thời"),
        ("statements", "VI.1.f", "gắn biển công trình chào mừng Đại hội công đoàn các cấp nhiệm kỳ 2023-2028."),
    ],
)
def test_the_plan_keeps_its_own_words(table: str, code: str, words: str) -> None:
    text = find(getattr(PLAN, table), code).text
    assert words in text


def test_slogans_are_five_bests_and_three_savings_and_other_r11() -> None:
    groups = {group.code: group.open for group in PLAN.slogan_groups}
    assert groups == {"5-nhat": False, "3-tiet-kiem": True}
    assert [slogan.label for slogan in PLAN.slogans] == [
        "Chất lượng tốt nhất",
        "Tiến độ nhanh nhất",
        "Chi phí tiết kiệm nhất",
        "Thi công an toàn nhất",
        "Nhiều sáng kiến hiệu quả nhất",
        "Tiết kiệm sức lao động",
        "Tiết kiệm thời giờ",
        "Tiết kiệm tiền của",
        "Tiết kiệm khác",
    ]


@pytest.mark.parametrize(
    ("kind", "prefix", "questions", "optional"),
    [
        ("initiative", "SK", SEVEN, []),
        ("model", "MH", SEVEN, []),
        ("exemplar", "DH", ["subject", "solution", "result", "place", "photos"], ["photos"]),
        ("work", "CT", SEVEN, ["before"]),
        ("policy", "CS", ["title", "document_no", "document_date", "solution", "result"], []),
    ],
)
def test_kinds_and_their_questions_r6_r8_r40(kind: str, prefix: str, questions: list[str], optional: list[str]) -> None:
    one = find(PLAN.kinds, kind)
    assert one.prefix == prefix
    assert [question.name for question in one.questions] == questions
    assert [question.name for question in one.questions if not question.required] == optional


def test_benefits_levels_and_author_classes_r7_r10_r12() -> None:
    eight = ["money", "labour", "time", "material", "energy", "environment", "quality", "safety"]
    assert [kind.code for kind in PLAN.benefit_kinds] == eight
    assert [level.code for level in PLAN.recognition_levels] == ["base", "province", "ministry", "national"]
    assert [(who.code, who.individual) for who in PLAN.author_classes] == [
        ("collective", False),
        ("official", True),
        ("worker", True),
    ]


# --- days -------------------------------------------------------------------------------------------------------------

EARLIER_RULE = parse(TOML.replace('boundary_day_belongs_to = "later"', 'boundary_day_belongs_to = "earlier"'))


@pytest.mark.parametrize(
    ("rule", "day", "phase"),
    [
        (PLAN, date(2023, 2, 2), None),
        (PLAN, date(2023, 2, 3), "gd1"),  # before the Plan was signed, and counted
        (PLAN, date(2025, 2, 2), "gd1"),
        (PLAN, date(2025, 2, 3), "gd2"),
        (EARLIER_RULE, date(2025, 2, 3), "gd1"),
        (EARLIER_RULE, date(2025, 2, 4), "gd2"),
        (PLAN, date(2030, 2, 3), "gd2"),
        (PLAN, date(2030, 2, 4), None),
    ],
)
def test_phase_of_a_day_r3(rule: Movement, day: date, phase: str | None) -> None:
    found = phase_on(rule, day)
    assert (found.code if found else None) == phase


@pytest.mark.parametrize(
    ("year", "days"),
    [
        (
            2025,
            [
                ("03/02", "dang", 95),
                ("28/07", "cong-doan", 96),
                ("19/08", "cach-mang", 80),
                ("02/09", "quoc-khanh", 80),
            ],
        ),
        (
            2029,
            [
                ("03/02", "dang", 99),
                ("28/07", "cong-doan", 100),
                ("19/08", "cach-mang", 84),
                ("02/09", "quoc-khanh", 84),
            ],
        ),
        (1930, [("28/07", "cong-doan", 1)]),
        (1929, []),
    ],
)
def test_anniversaries_are_computed_r4(year: int, days: list[tuple[str, str, int]]) -> None:
    assert [(day.strftime("%d/%m"), occasion.code, years) for day, occasion, years in anniversaries(PLAN, year)] == days


def test_the_anniversaries_a_phase_names_are_those_of_its_text_r4() -> None:
    for phase in PLAN.phases:
        for named in phase.occasions:
            years = {occasion.code: years for _, occasion, years in anniversaries(PLAN, named.year)}[named.occasion]
            occasion = find(PLAN.occasions, named.occasion)
            assert f"/{occasion.month}/{named.year})" in phase.text.replace("/0", "/")
            assert f"{years} năm" in phase.text


# --- reading ----------------------------------------------------------------------------------------------------------


def test_json_gives_the_same_movement_back() -> None:
    assert from_json(to_json(PLAN)) == PLAN
    assert json.loads(to_json(PLAN))["issued_on"] == "2023-04-28"


def test_a_file_in_nfd_becomes_nfc_r69() -> None:
    assert parse(unicodedata.normalize("NFD", TOML)) == PLAN


def edited(**changes: Any) -> dict[str, Any]:
    """The Plan's data with changes by path: `themes__0__code="x"`; None takes the field away."""
    data: dict[str, Any] = json.loads(to_json(PLAN))
    for path, value in changes.items():
        *way, last = path.split("__")
        place: Any = data
        for step in way:
            place = place[int(step) if isinstance(place, list) else step]
        if value is None:
            del place[last]
        else:
            place[int(last) if isinstance(place, list) else last] = value
    return data


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"number": None}, "the movement: the field “number” is missing."),
        ({"colour": "red"}, "the movement: the field “colour” is not known."),
        ({"number": 24}, "the movement: number must be a text."),
        ({"number": " "}, "the movement: number is empty or has spaces around it."),
        ({"version": True}, "the movement: version must be a whole number."),
        ({"version": 0}, "the movement: versions begin at 1."),
        ({"code": "kế hoạch"}, "the movement: the code “kế hoạch” is not plain ASCII."),
        ({"issued_on": "28/04/2023"}, "the movement: issued_on must be a day such as 2025-02-03."),
        ({"themes": "III"}, "the movement: themes must be a list."),
        ({"themes__0": "III"}, "the movement: themes no. 1 must be a table of fields."),
        ({"themes__0__plain": None}, "the movement: themes III.1.a: the field “plain” is missing."),
        ({"themes__0__code": "III.1.đ"}, "themes: the code “III.1.đ” is not plain ASCII."),
        ({"themes__1__code": "III.1.a"}, "themes: the code “III.1.a” stands there 2 times."),
        ({"themes__0__group": "X"}, "themes III.1.a: there is no “X” to refer to."),
        ({"themes__0__plain": "d" * 41}, f"themes III.1.a: “{'d' * 41}” is longer than 40 characters."),
        ({"slogans__0__group": "X"}, "slogans 5n-chat-luong: there is no “X” to refer to."),
        ({"criteria__0__author_class": "X"}, "criteria IV.1.1.a: there is no “X” to refer to."),
        ({"statements__0__bodies__0": "X"}, "statements PRE.1: there is no “X” to refer to."),
        ({"phases__0__occasions__0__occasion": "tet"}, "phases gd1: there is no “tet” to refer to."),
        ({"occasions__0__day": 29}, "occasions dang: 29/2 is no day of every year."),
        ({"boundary_day_belongs_to": "both"}, "boundary_day_belongs_to must be “earlier” or “later”, not “both”."),
        ({"phases": []}, "phases: a movement has at least one."),
        ({"phases__0__ends": "2023-01-01"}, "phases gd1: it ends before it begins."),
        ({"phases__0__ends": "2025-02-04"}, "phases gd2: it shares more than one day with gd1."),
        ({"kinds": []}, "kinds: a movement has at least one."),
        ({"kinds__0__prefix": "sk"}, "kinds: the prefix “sk” is not two to four capitals A–Z."),
        ({"kinds__0__prefix": "MH"}, "kinds: the prefix “MH” stands there 2 times."),
        ({"kinds__0__questions__0__name": "age"}, "kinds initiative: there is no question “age”."),
        (
            {"kinds__0__questions__0__required": "yes"},
            "the movement: kinds initiative: questions no. 1: required must be true or false.",
        ),
        ({"kinds__0__questions__1__name": "title"}, "kinds initiative: a question stands there twice."),
        ({"kinds__2__questions__0__name": "before"}, "kinds exemplar: it must ask for a title or a subject."),
    ],
)
def test_an_error_is_one_sentence_that_names_the_place(changes: dict[str, Any], sentence: str) -> None:
    with pytest.raises(MovementError) as fault:
        from_json(json.dumps(edited(**changes)))
    assert str(fault.value) == sentence


@pytest.mark.parametrize(
    ("read", "text", "begins"),
    [
        (parse, "code = ", "The movement is not well-formed TOML: "),
        (parse, "issued_on = 2025-02-30", "The movement is not well-formed TOML: "),
        (parse, "", "the movement: the field “code” is missing."),
        (from_json, "{", "The kept movement is not well-formed JSON: "),
        (from_json, "[]", "the movement must be a table of fields."),
    ],
)
def test_what_is_no_movement_at_all(read: Any, text: str, begins: str) -> None:
    with pytest.raises(MovementError) as fault:
        read(text)
    assert str(fault.value).startswith(begins)


def test_find_says_which_code_is_missing() -> None:
    with pytest.raises(KeyError, match=re.escape("III.9.z")):
        find(PLAN.themes, "III.9.z")
