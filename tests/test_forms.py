"""The engine of the conversations: the next question is always the first gap, whatever was typed, tapped or changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import pytest

from handlers.authors import Authors, read_authors
from handlers.forms import (
    BACK,
    CANCEL,
    HUMAN,
    LATER,
    MAX_PHOTOS,
    SKIP,
    Form,
    Heard,
    Item,
    Offer,
    Session,
    Step,
    Turn,
    advance,
    chosen,
    current,
    draw,
    progress,
    tag_of,
    ways_out,
)
from handlers.photo_steps import Photos, PhotosBefore
from handlers.steps import Choice, DayStep, Many, Name, Text
from handlers.summary import Summary
from handlers.words import PhotoRef

TODAY = date(2026, 11, 22)

ITEMS = (Item("cat", "cat"), Item("dog", "dog"))
FORM = Form(
    "pets",
    (
        Step("pet", Choice(ITEMS)),
        Step("name", Text(), counted=True),
        Step("purr", Text(), when=lambda answers: answers.get("pet") == "cat", counted=True),
        Step("walks", Text(), when=lambda answers: answers.get("pet") == "dog", required=False, counted=True),
        Step("tricks", Many((Item("sit"), Item("roll"))), extra=True, required=False),
        Step("best", Text(), when=lambda answers: bool(answers.get("tricks"))),
        Step("send", Summary(), shown=False),
    ),
    ways_out=(LATER, CANCEL, HUMAN),
)


@dataclass
class Walker:
    """Walks a form; between two messages the session is written and read back."""

    form: Form = FORM
    session: Session = field(default_factory=Session)
    turn: Turn = field(default_factory=lambda: Turn(Session()))

    def hears(self, text: str = "", value: str = "", photos: tuple[PhotoRef, ...] = ()) -> Walker:
        self.turn = advance(self.form, self.session, Heard(TODAY, text, value, photos))
        self.session = Session.from_json(self.turn.session.as_json())
        assert self.session == self.turn.session
        return self

    def picks(self, *values: str) -> Walker:
        for value in values:
            self.hears(value=value)
        return self

    def types(self, *texts: str) -> Walker:
        for text in texts:
            self.hears(text)
        return self

    @property
    def asked(self) -> str:
        step = current(self.form, self.session)
        return step.name if step else ""

    @property
    def said(self) -> list[str]:
        return [each.name for each in self.turn.says]

    @property
    def counting(self) -> Mapping[str, Any]:
        return self.form.walk(self.session.answers).answers


def at_summary() -> Walker:
    return Walker().picks("cat").types("Mun", "rrr")


# --- the walk ----------------------------------------------------------------------------------------------------------


def test_the_next_question_is_the_first_gap_r18() -> None:
    walker = Walker()
    seen = [walker.asked]
    for value, text in (("cat", ""), ("", "Mun"), ("", "rrr")):
        seen.append(walker.hears(text, value).asked)
    assert seen == ["pet", "name", "purr", "send"]
    assert walker.picks("send").turn.done


def test_answers_of_a_branch_not_taken_never_count() -> None:
    walker = at_summary().picks("page:edit", "edit:pet", "dog")
    assert walker.asked == "walks"
    assert walker.session.answers["purr"] == "rrr"  # kept, should they change their mind
    assert walker.counting == {"pet": "dog", "name": "Mun"}
    walker.picks(BACK, BACK, "cat")
    assert (walker.asked, dict(walker.counting)) == ("send", {"pet": "cat", "name": "Mun", "purr": "rrr"})


def test_back_goes_to_the_answered_step_above_and_deletes_nothing() -> None:
    walker = Walker().picks("cat").types("Mun")
    assert walker.picks(BACK).asked == "name"
    assert walker.picks(BACK).asked == "pet"
    assert walker.picks(BACK).asked == "pet"
    assert dict(walker.counting) == {"pet": "cat", "name": "Mun"}
    assert walker.picks("cat").asked == "purr"


def test_an_edit_comes_straight_back_to_the_summary() -> None:
    walker = at_summary().picks("page:edit", "edit:name")
    assert walker.asked == "name"
    assert walker.types("Miu").asked == "send"
    assert walker.counting["name"] == "Miu"


def test_back_from_an_edit_is_the_summary_again() -> None:
    assert at_summary().picks("page:edit", "edit:name", BACK).asked == "send"
    assert at_summary().picks(BACK).asked == "purr"
    assert at_summary().picks(BACK, BACK).asked == "name"  # walking back from it goes on


def test_back_from_a_page_of_the_summary_is_its_first_page() -> None:
    walker = at_summary().picks("page:more")
    assert walker.session.hold == {"page": "more"}
    assert (walker.picks(BACK).asked, walker.session.hold) == ("send", {})


def test_skipping_is_for_optional_questions_only() -> None:
    walker = Walker().picks("dog").types("Mực")
    assert walker.asked == "walks"
    assert walker.picks(SKIP).asked == "send"
    assert walker.counting["walks"] is None
    refused = Walker().picks("cat").picks(SKIP)
    assert (refused.asked, refused.said) == ("name", ["misread-text"])


def test_extras_are_offered_and_never_forced_r18() -> None:
    walker = at_summary().picks("page:more", "edit:tricks", "sit", "done")
    assert walker.asked == "best"  # what follows from an extra is asked at once
    assert walker.types("sit").asked == "send"
    assert walker.picks("page:edit", "edit:tricks", SKIP).asked == "send"
    assert "best" not in walker.counting


def test_editing_ticks_shows_what_was_ticked() -> None:
    walker = at_summary().picks("page:more", "edit:tricks", "sit", "done").types("sit")
    walker.picks("page:edit", "edit:tricks")
    step = current(FORM, walker.session)
    assert step is not None
    ticked = [item.value for item in step.kind.items(FORM, walker.session) if item.ticked]
    assert ticked == ["sit"]
    assert walker.picks("roll", "done").counting["tricks"] == ["sit", "roll"]


def test_ways_out_depend_on_where_one_stands() -> None:
    def ways(walker: Walker) -> tuple[str, ...]:
        step = current(walker.form, walker.session)
        assert step is not None
        return ways_out(walker.form, walker.session, step)

    assert ways(Walker()) == (LATER, CANCEL, HUMAN)
    assert ways(Walker().picks("cat")) == (BACK, LATER, CANCEL, HUMAN)
    assert ways(Walker().picks("dog").types("Mực")) == (BACK, SKIP, LATER, CANCEL, HUMAN)
    assert [Walker().picks(way).turn.way_out for way in (LATER, CANCEL, HUMAN)] == [LATER, CANCEL, HUMAN]


def test_progress_counts_the_questions_of_the_branch() -> None:
    def of(walker: Walker, name: str) -> tuple[int, int]:
        step = FORM.step(name)
        assert step is not None
        return progress(FORM, walker.session, step)

    cat = Walker().picks("cat")
    assert [of(cat, name) for name in ("pet", "name", "purr", "send")] == [(0, 0), (1, 2), (2, 2), (0, 0)]
    assert of(Walker().picks("dog"), "walks") == (2, 2)


def test_a_form_is_a_table() -> None:
    assert draw(FORM)[2:5] == [
        ("purr", "Text", "counted, conditional"),
        ("walks", "Text", "counted, optional, conditional"),
        ("tricks", "Many", "extra, optional"),
    ]


# --- a new release asks otherwise -----------------------------------------------------------------------------------------


def release(**changed: Step | None) -> Form:
    """FORM with steps replaced, or left out (None); unknown names are put before the summary."""
    steps = [changed.pop(step.name, step) for step in FORM.steps]
    return replace(
        FORM, steps=(*(step for step in steps[:-1] if step), *(s for s in changed.values() if s), FORM.steps[-1])
    )


@pytest.mark.parametrize(
    ("form", "asked"),
    [
        (release(age=Step("age", Text())), "age"),
        (release(age=Step("age", Text(), extra=True, required=False)), "send"),
        (release(purr=None), "send"),
        (release(pet=Step("pet", Choice(ITEMS[1:]))), "pet"),
        (release(name=Step("name", Name())), "send"),
        (release(name=Step("name", DayStep())), "name"),
        (release(name=Step("name", Many((Item("sit"),)))), "name"),
        (release(purr=Step("purr", Choice((Item("loud"),)))), "purr"),
    ],
    ids=["added", "added extra", "removed", "option gone", "still a name", "now a day", "now ticks", "now a choice"],
)
def test_a_talk_goes_on_under_other_questions(form: Form, asked: str) -> None:
    walker = replace(at_summary(), form=form)
    assert walker.asked == asked
    walker.types("hm")  # and never raises
    assert walker.asked


def test_a_question_that_was_skipped_and_is_now_required_is_asked() -> None:
    walker = Walker().picks("dog").types("Mực").picks(SKIP)
    strict = release(walks=Step("walks", Text(), when=lambda answers: answers.get("pet") == "dog"))
    assert replace(walker, form=strict).asked == "walks"


def test_ticks_of_an_option_that_is_gone_are_a_gap_no_more_than_an_extra() -> None:
    walker = at_summary().picks("page:more", "edit:tricks", "roll", "done").types("roll")
    newer = release(tricks=Step("tricks", Many((Item("sit"),)), extra=True, required=False))
    assert replace(walker, form=newer).asked == "send"
    assert dict(newer.walk(walker.session.answers).answers) == {"pet": "cat", "name": "Mun", "purr": "rrr"}


def test_a_session_of_another_release_is_read() -> None:
    body = {**at_summary().session.as_json(), "invented_later": 1}
    assert Session.from_json(body).answers["name"] == "Mun"
    assert Session.from_json({}) == Session()


# --- typed, tapped, told ----------------------------------------------------------------------------------------------------

SHOWN = Session(
    serial=7,
    offered=(
        Offer("a", "Đồng ý"),
        Offer("b", "✓ Không đồng ý"),
        Offer("c", "Lĩnh vực khác"),
        Offer("back", "Quay lại", aside=True),
    ),
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1", "a"),
        ("2.", "b"),
        ("số 2", "b"),
        ("hai", "b"),
        ("Ba", "c"),
        ("2️⃣", "b"),
        ("Đồng ý", "a"),
        ("đồng ý.", "a"),
        ("dong y", "a"),
        ("DONG Y!", "a"),
        ("dodofng ys", None),
        ("ddoongf ys", "a"),
        ("khoong ddoofng ys", "b"),
        ("👍 Đồng ý 👍", "a"),
        ("✅ không đồng ý", "b"),
        ("✓ Không đồng ý", "b"),
        ("linh vuc khac", "c"),
        ("quay lai", "back"),
        ("Quay lại", "back"),
        ("4", None),  # the ways out have no number
        ("0", None),
        ("-1", None),
        ("1,5", None),
        ("đồng", None),
        ("", None),
        ("bà", None),
        ("1 " * 200, None),
        ("✓", None),
        ("...", None),
    ],
)
def test_number_label_and_tones_all_mean_the_same(text: str, value: str | None) -> None:
    assert chosen(SHOWN, text, "") == value


@pytest.mark.parametrize(
    ("token", "value"),
    [
        ("7:0", "a"),
        ("7:3", "back"),
        ("7:4", ""),
        ("6:0", ""),
        ("8:0", ""),
        ("7:-1", ""),
        ("7:", ""),
        ("7", ""),
        (":", ""),
        ("7:٣", ""),
        ("7:" + "9" * 5000, ""),
        ("7:1:2", ""),
        ("nonsense", ""),
    ],
)
def test_a_token_of_another_question_is_an_old_button(token: str, value: str) -> None:
    assert chosen(SHOWN, "", token) == value


# --- photos at any step -----------------------------------------------------------------------------------------------------

ALBUM = Form(
    "album",
    (
        Step("title", Text()),
        Step("photos", Photos()),
        Step(
            "photos_before",
            PhotosBefore(),
            when=lambda answers: bool((answers.get("photos") or {}).get("ask_before")),
            required=False,
        ),
        Step("send", Summary(), shown=False),
    ),
)


def ref(number: int, caption: str = "", **more: Any) -> PhotoRef:
    return PhotoRef(f"r{number}", caption, number, f"sha{number}", **more)


def test_photos_are_kept_at_any_step_for_the_photo_step_r9() -> None:
    walker = Walker(ALBUM).hears(photos=(ref(1, "trước"), ref(2, "sau")))
    assert (walker.asked, walker.said) == ("title", ["photo-kept"])
    assert walker.types("Gá xoay").asked == "photos"
    assert walker.picks("done").asked == "send"
    assert walker.session.answers["photos"] == {"count": 2, "ask_before": False}


def test_words_and_photos_in_one_message_are_both_heard() -> None:
    walker = Walker(ALBUM).hears("Gá xoay", photos=(ref(1),))
    assert (walker.asked, walker.said, walker.session.answers) == ("photos", ["photo-kept"], {"title": "Gá xoay"})


def test_ten_photos_and_the_eleventh_is_refused_kindly() -> None:
    walker = Walker(ALBUM).hears(photos=tuple(ref(number) for number in range(MAX_PHOTOS)))
    assert walker.hears(photos=(ref(99),)).said == ["photo-enough"]
    assert len(walker.session.album) == MAX_PHOTOS


def test_the_same_picture_twice_is_one() -> None:
    walker = Walker(ALBUM).hears(photos=(ref(1),))
    assert walker.hears(photos=(ref(1),)).said == ["photo-again"]
    assert walker.hears(photos=(replace(ref(2), original="sha1"),)).said == ["photo-again"]
    assert [each["photo"] for each in walker.session.album] == [1]


def test_bad_photos_say_what_to_do_and_good_ones_beside_them_stay() -> None:
    walker = Walker(ALBUM).hears(photos=(ref(1), ref(2, problem="damaged"), ref(3)))
    assert sorted(walker.said) == ["photo-damaged", "photo-kept"]
    assert [each["photo"] for each in walker.session.album] == [1, 3]


@pytest.mark.parametrize(
    ("caption", "tag"),
    [
        ("Trước khi làm", "before"),
        ("ảnh trc", "before"),
        ("Trước: lật lồng", "before"),
        ("sau", "after"),
        ("Sau khi cải tiến", "after"),
        ("before", "before"),
        ("After", "after"),
        ("trước/sau", ""),
        ("trước và sau", ""),
        ("", ""),
        ("gá xoay", ""),
    ],
)
def test_a_caption_tells_before_from_after_r9(caption: str, tag: str) -> None:
    assert tag_of(caption) == tag


def test_which_were_before_is_asked_only_where_no_caption_says_so() -> None:
    def asked(*captions: str) -> str:
        photos = tuple(ref(number, caption) for number, caption in enumerate(captions))
        return Walker(ALBUM).types("Gá xoay").hears(photos=photos).picks("done").asked

    assert [asked(""), asked("", ""), asked("trước", ""), asked("", "sau")] == [
        "send",
        "photos_before",
        "send",
        "send",
    ]


def test_the_album_is_the_truth_of_an_answered_photo_step() -> None:
    walker = Walker(ALBUM).types("Gá xoay").hears(photos=(ref(1, "sau"),)).picks("done")
    assert walker.hears(photos=(ref(2, "trước"),)).asked == "send"
    assert walker.session.answers["photos"]["count"] == 2
    walker.picks("page:edit", "edit:photos", "drop")
    assert (walker.said, walker.session.answers["photos"]["count"]) == (["photos-dropped"], 1)
    walker.picks("drop")
    assert (walker.session.album, "photos" in walker.session.answers) == ((), False)
    assert walker.picks(BACK).asked == "title"
    assert walker.types("Gá").asked == "photos"  # a report without its photos is not sent


def test_skipped_photos_that_come_later_count() -> None:
    form = Form("album", (Step("photos", Photos(), required=False), Step("send", Summary(), shown=False)))
    walker = Walker(form).picks(SKIP)
    assert walker.hears(photos=(ref(1),)).asked == "send"
    assert walker.session.answers["photos"] == {"count": 1, "ask_before": False}


# --- authors ------------------------------------------------------------------------------------------------------------------


def shares(text: str) -> list[tuple[str, float | None, bool]]:
    return [(author["name"], author["share"], author["collective"]) for author in read_authors(text)]


@pytest.mark.parametrize(
    ("text", "authors"),
    [
        ("Hà 60 %, Quân 40 %", [("Hà", 60.0, False), ("Quân", 40.0, False)]),
        ("Hà (60%) và Quân (40%)", [("Hà", 60.0, False), ("Quân", 40.0, False)]),
        ("Hà 33,5 phần trăm; Quân 66.5%", [("Hà", 33.5, False), ("Quân", 66.5, False)]),
        ("Hà\nQuân", [("Hà", None, False), ("Quân", None, False)]),
        ("Nhóm: Ng. T. Hoa, tổ KCS", [("Ng. T. Hoa", None, False), ("tổ KCS", None, True)]),
        ("Tập thể đội 3 70%, An 30%", [("Tập thể đội 3", 70.0, True), ("An", 30.0, False)]),
        ("60 %, 40 %", []),
        ("", []),
        ("???", []),
    ],
)
def test_authors_with_shares_r7(text: str, authors: list[tuple[str, float | None, bool]]) -> None:
    assert shares(text) == authors


AUTHORS_FORM = Form("authors", (Step("authors", Authors()),))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("An 60 %, Bình 40 %", ["understood-authors"]),
        ("An 33,3 %, Bình 33,3 %, Chi 33,4 %", ["understood-authors"]),
        ("An 0,1 %, Bình 0,2 %, Chi 99,7 %", ["understood-authors"]),
        ("An 70 %, Bình 40 %", ["misread-shares"]),
        ("An 33,3 %, Bình 33,3 %, Chi 33,3 %", ["misread-shares"]),
        ("An 60 %, Bình", ["understood-authors"]),
        ("An 110 %, Bình", ["misread-shares"]),
        ("Ng. T. Hoa 60 %, Nguyễn Thị Hoà 40 %", ["authors-alike"]),
    ],
)
def test_shares_make_a_hundred_or_are_asked_again_r7(text: str, said: list[str]) -> None:
    assert Walker(AUTHORS_FORM).types(text).said == said


def test_the_sum_of_shares_reads_as_people_write_it() -> None:
    (say,) = Walker(AUTHORS_FORM).types("An 33,3 %, Bình 33,3 %, Chi 33,3 %").turn.says
    assert say.args == {"total": "99,9"}
