"""Random talks: whatever a person does, in whatever order, they are answered, and what is filed is whole.

Between any two messages the session is written to the database and read back, as always.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers import menu
from handlers.forms import Session
from storage.movement import find
from storage.tables import ReportAuthor, ReportBenefit, ReportHistory, ReportPhoto, ReportTag, ReportUnit
from tests.talk import ANSWERS, LABEL, MOVEMENT, QUESTIONS, TEXTS, Room, Talk, joined, picture

NASTY = (
    "",
    " ",
    "?",
    "1",
    "2.",
    "hai",
    "99",
    "-1",
    "0",
    "không",
    "Bỏ qua",
    "quay lai",
    "Để sau",
    "huỷ",
    "xong",
    "{{ x }}",
    "{ $name }",
    "=1+1",
    "<b>&amp;</b>",
    "'; DROP TABLE report; --",
    "\x00\x1b[31m",
    "\u202eabc\u202c",
    "\ud83d",
    "ẢẢẢ" * 900,
    "a" * 30_000,
    "9" * 500,
    "110 %, 3 %",
    "An 60 %, Bình 40 %",
    "1, 3, 3, 99",
    "31/2/2026",
    "hôm qua",
    "1/1/0001",
    "99999999999 tỷ tỷ",
    "song van",
    "LĐLĐ TP Tam Điệp",
    "sk cua to em: che them cai phieu rot be tong cho do roi vai",
    "👷‍♂️🔥",
    "\n\n\n",
)
COMMANDS = tuple(f"/{name}" for name in menu.COMMANDS)
GOOD = {  # a fitting answer by the name of the step that waits; others take their first option
    **ANSWERS,
    "name": "Lê Văn Tám",
    "author_name": "Lê Văn Tám",
    "authors": "An 60 %, Bình 40 %",
    "collective_name": "Tổ hàn 3",
    "benefit_money": "180tr",
    "benefit_how": "ước tính",
    "recognition_document": "12/QĐ",
    "unit": "Xây lắp Sông Vân",
    "phone": "0912 345 678",
}

number = st.integers(0, 20)
good = st.tuples(st.just("answers well"), number)
act = st.one_of(
    good,
    good,
    good,
    st.tuples(st.just("taps"), number),
    st.tuples(st.just("taps"), number),
    st.tuples(st.just("types a label"), number),
    st.tuples(st.just("types"), st.integers(0, len(NASTY) - 1)),
    st.tuples(st.just("commands"), number),
    st.tuples(st.just("sends a photo"), number),
    st.tuples(st.just("taps an old button"), number),
    st.tuples(st.just("sends something else"), number),
)


@pytest.fixture(scope="module")
def one_room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """One room for all examples: each talk is another person's."""
    room = Room(Path(tmp_path_factory.mktemp("random")))
    yield room
    room.store.close()


def perform(talk: Talk, what: str, which: int) -> None:
    options = talk.heard[-1].options if talk.heard else ()
    match what:
        case "taps" if options:
            talk.taps_token(options[which % len(options)].token)
        case "types a label" if options:
            talk.says(options[which % len(options)].label.lower())
        case "types":
            talk.says(NASTY[which])
        case "commands":
            talk.says(COMMANDS[which % len(COMMANDS)])
        case "sends a photo":
            send_a_photo(talk, which)
        case "taps an old button":
            talk.taps_token(f"{talk.session.serial - 1}:{which}")
        case "sends something else":
            talk.sends(("unreadable", "edited", "message")[which % 3], contact="" if which % 2 else "+84912345678")
        case _:
            answer_well(talk, which)


def send_a_photo(talk: Talk, which: int) -> None:
    photo = (
        talk.promised_photo("sau") if which % 7 == 6 else talk.photo(picture(which % 12), ("", "trước", "2")[which % 3])
    )
    talk.hands_over(photo, text=photo.caption if which % 2 else "")


def answer_well(talk: Talk, which: int) -> None:
    """What a willing member would answer, so that talks get far."""
    labels = talk.labels
    wanted = [
        TEXTS.say(language, name)
        for name in ("summary-send", "photos-done", "option-agree")
        for language in ("vi", "en")
    ]
    if label := next((each for each in wanted if each in labels and which % 4), ""):
        talk.says(label)
        return
    step = talk.waiting if talk.heard else ""
    if step in GOOD:
        talk.says(GOOD[step])
    elif step == "photos":
        talk.sends_photo(picture(which % 12))
    else:
        talk.says(str(1 + which % 3))


def check_reply(talk: Talk) -> None:
    assert talk.heard, talk.transcript[-1]
    for each in talk.heard:
        assert each.text.strip()
        labels = [option.label for option in each.options]
        assert all(labels)
        assert len(labels) == len(set(labels)), labels
    session = talk.session
    assert Session.from_json(session.as_json()) == session
    assert len(session.album) <= 10
    if session.form:
        assert talk.waiting


def check_reports(room: Room, seen: int) -> None:
    """What was filed holds nothing of a branch not taken, and everything its kind requires."""
    for report in room.reports()[seen:]:
        kind = find(MOVEMENT.kinds, report["kind"])
        asked = {question.name: question.required for question in kind.questions}
        number = report["id"]
        for name in (*ANSWERS,):
            if name == "title" and "subject" in asked:
                continue
            assert asked.get(name) is not None or report[name] is None, (name, report[name])
            assert not asked.get(name) or report[name] not in (None, ""), name
        if asked.get("photos"):
            assert 1 <= len(room.rows(ReportPhoto, report_id=number)) <= 10
        if report["recognition"] != "recognised":
            assert (report["recognition_level"], report["recognition_document"]) == (None, None)
        if not room.rows(ReportBenefit, report_id=number):
            assert report["benefit_how"] is None
        check_authors(report, room.rows(ReportAuthor, report_id=number))
        chain = room.rows(ReportUnit, report_id=number)
        assert chain[0]["unit_id"] == report["unit_id"]
        assert len({row["slogan"] for row in room.rows(ReportTag, report_id=number)}) <= 9
        assert room.rows(ReportHistory, report_id=number)[-1]["to_state"] == report["state"]


def check_authors(report: dict[str, Any], authors: list[dict[str, Any]]) -> None:
    match report["authorship"]:
        case "self":
            assert [author["agreed"] for author in authors] == ([] if report["kind"] == "exemplar" else ["self"])
        case "other":
            assert [author["agreed"] for author in authors] == ["declared"]
        case "several":
            assert {author["agreed"] for author in authors} == {"declared"}
        case "collective":
            assert [author["collective"] for author in authors] == [True]


def walk(room: Room, talk: Talk, acts: list[tuple[str, int]]) -> None:
    seen = len(room.reports())
    for what, which in acts:
        perform(talk, what, which)
        check_reply(talk)
    talk.says("/menu")
    assert (talk.session.form, talk.waiting) == ("menu", "act") or talk.session.form == "join"
    check_reports(room, seen)


QUIET = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


@settings(max_examples=20, deadline=None, derandomize=True, database=None, suppress_health_check=QUIET)
@given(acts=st.lists(act, min_size=10, max_size=30))
def test_a_member_may_do_anything_in_any_order(one_room: Room, acts: list[tuple[str, int]]) -> None:
    talk = joined(Talk(one_room, address=str(one_room.number())))
    walk(one_room, talk, acts)


@settings(max_examples=10, deadline=None, derandomize=True, database=None, suppress_health_check=QUIET)
@given(acts=st.lists(act, min_size=5, max_size=30), language=st.sampled_from(("vi", "en")))
def test_a_stranger_may_do_anything_in_any_order(one_room: Room, acts: list[tuple[str, int]], language: str) -> None:
    walk(one_room, Talk(one_room, address=str(one_room.number()), language=language), acts)


@settings(max_examples=18, deadline=None, derandomize=True, database=None, suppress_health_check=QUIET)
@given(
    kind=st.sampled_from(sorted(LABEL)),
    acts=st.lists(st.one_of(good, good, good, act), min_size=20, max_size=35),
)
def test_reports_made_by_wandering_members_are_whole(one_room: Room, kind: str, acts: list[tuple[str, int]]) -> None:
    talk = joined(Talk(one_room, address=str(one_room.number()))).says("/baocao", LABEL[kind], "1")
    walk(one_room, talk, acts)


def test_the_willing_member_gets_there(one_room: Room) -> None:
    """The walks above would prove nothing if they never came to an end."""
    before = len(one_room.reports())
    for kind in LABEL:
        talk = joined(Talk(one_room, address=str(one_room.number()))).says("/baocao", LABEL[kind], "1")
        for turn in range(len(QUESTIONS[kind]) + 4):
            answer_well(talk, 4 * turn + 1)
    assert len(one_room.reports()) >= before + len(LABEL)
