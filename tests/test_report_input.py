"""What people type, send and paste into a report: kept clean, shown literally, always answered (R69)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.talk import ANSWERS, LABEL, QUESTIONS, TEXTS, Room, Talk, filled, joined, picture, sent


def say(name: str, **args: Any) -> str:
    return TEXTS.say("vi", name, **args)


# --- what people type ------------------------------------------------------------------------------------------------------

NASTY = [
    "{{ 7 * 7 }} {% raw %}",
    "{ $name } { notice }",
    "=1+1",
    "<script>alert(1)</script> & <b>",
    "'; DROP TABLE report; --",
    "%s %d {0} {title}",
    "\\u0000 \\n",
    "🔥🔥 👷‍♂️ 💪",
    "Hoàng Sa – Trường Sa “là của” … ≈ 5 m² → 4,5",
    "x" * 900,
]


@pytest.mark.parametrize("text", NASTY)
def test_whatever_is_typed_is_kept_literally_and_shown_literally_r69(room: Room, text: str) -> None:
    talk = filled(joined(Talk(room)), "policy", title=text, solution=text)
    assert " ".join(text.split())[:80] in talk.text
    talk.taps(say("summary-send"))
    (report,) = room.reports()
    assert (report["title"], report["solution"]) == (text, text)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Gá\x00 xo\x07ay\x1b[31m", "Gá xoay[31m"),
        ("\u202egá\u202c xoay\u2066!\u2069", "gá xoay!"),
        ("gá\ud800 xoay\udfff", "gá xoay"),
        ("\ud83d\udd25 gá xoay", "🔥 gá xoay"),
        ("ga\u0301 xoay", "gá xoay"),
        ("gá\u200bxoay\ufeff", "gáxoay"),
        ("gá\r\nxoay", "gá xoay"),
        ("  gá \t xoay  ", "gá xoay"),
    ],
)
def test_what_cannot_be_seen_does_not_come_in_r69(room: Room, text: str, kept: str) -> None:
    sent(joined(Talk(room)), "policy", title=text)
    assert [report["title"] for report in room.reports()] == [kept]


def test_ten_thousand_characters_are_kept_as_a_story_and_refused_as_a_title(room: Room) -> None:
    long = ("Tận dụng vành xe rùa. " * 500)[:10_000].strip()
    talk = joined(Talk(room)).says("/baocao", LABEL["policy"], "1", long)
    talk.hears(
        "misread-too-long", length="9.999" if len(long) == 9_999 else f"{len(long):,}".replace(",", "."), most="1.000"
    )
    talk.says("Phụ cấp", "12/TB", "15/3/2026", long, "Được lợi").taps(say("summary-send"))
    assert [report["solution"] for report in room.reports()] == [long]


def test_a_megabyte_gets_an_answer(room: Room) -> None:
    talk = (
        joined(Talk(room))
        .says("/baocao", LABEL["policy"], "1", "á" * 1_000_000)
        .hears_words("em chỉ giữ được 1.000", "Câu 1/5")
    )
    talk.says("Phụ cấp", "12/TB", "15/3/2026", "a " * 500_000).hears_words("Câu 4/5")


EACH_STEP = [*QUESTIONS["initiative"][:-1], "photos", "send"]


@pytest.mark.parametrize("step", EACH_STEP)
@pytest.mark.parametrize("kind", ["unreadable", "edited"])
def test_stickers_and_edits_get_a_kind_answer_and_the_same_question(room: Room, step: str, kind: Any) -> None:
    talk = joined(Talk(room)).says("/baocao", LABEL["initiative"], "1")
    for name in EACH_STEP[: EACH_STEP.index(step)]:
        talk.sends_photo(picture(1)).taps(say("photos-done")) if name == "photos" else talk.says(ANSWERS[name])
    before, text = talk.session.answers, talk.text
    talk.sends(kind, text="đã sửa").hears(kind)
    assert talk.session.answers == before
    assert talk.text.splitlines()[-1] == text.splitlines()[-1]


@pytest.mark.parametrize("step", EACH_STEP)
def test_emptiness_at_any_question_is_answered_with_it(room: Room, step: str) -> None:
    talk = joined(Talk(room)).says("/baocao", LABEL["initiative"], "1")
    for name in EACH_STEP[: EACH_STEP.index(step)]:
        talk.sends_photo(picture(1)).taps(say("photos-done")) if name == "photos" else talk.says(ANSWERS[name])
    last = talk.text.splitlines()[-1]
    for empty in ("", "   ", "\n\n", "\u200b", "\x00", "\u202e"):
        talk.says(empty)
        assert talk.text.splitlines()[-1] == last
        assert talk.text.startswith("Em chưa") or "Mời anh/chị" in talk.text
