"""The words themselves: both languages alike, every text formats, what it names exists, and the manners of R78."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

from handlers import menu, texts
from handlers.authors import read_authors
from handlers.texts import LANGUAGES, MissingText, Texts
from storage.movement import starter
from storage.vietnamese import find_phone, read_day, read_money, read_phone

FOLDER = Path(texts.__file__).parent
FILES = sorted(path.relative_to(FOLDER / "vi").name for path in (FOLDER / "vi").glob("*.ftl"))
KINDS = ("-", *(kind.code for kind in starter().kinds))
SAY = Texts()
TODAY = date(2026, 11, 22)
COMMAND = re.compile(r"(?<![\w/])/([a-z]+)\b(?!/)")
BARE = re.compile(r"(gửi|gõ|chọn|nhập|viết|ghi|thử|hãy|đừng|trả lời|kiểm tra|không được|vui lòng) ")

# What the assistant says in the talk; other files hold the words of pages and of the terminal.
TALK = (
    "broadcast.ftl",
    "calendar.ftl",
    "common.ftl",
    "deadlines.ftl",
    "delivery.ftl",
    "digest.ftl",
    "notices.ftl",
    "reminders.ftl",
    "roles.ftl",
    "staff-reports.ftl",
    "join.ftl",
    "menu.ftl",
    "my-data.ftl",
    "my-reports.ftl",
    "report.ftl",
    "settings.ftl",
)
# What stands on a button or names an answer.
LABEL = re.compile(
    r"(way|option|agreed|authorship|recognition)-[a-z]+|language-(vi|en)|(join|report)-.+-label|unit-tree|theme-unknown"
    r"|summary-(send|save|edit|more)|photos-(done|drop)|phone-share|menu-(report|my-reports|drafts|my-data|settings|help)"
    r"|settings-(language|profile|(make|use)-code|channel(-last)?)|my-data-(export|spread|publish|profile|delete|delete-yes|delete-no)"
    r"|role-(reviewer|standing|publicity|council|leader|admin)|roles-(code|staff|accept|decline)|invite-(new|[a-z]+-label)"
    r"|summary-invite|until-(open|year)|take-back-(take|list|yes|no)|staff-(?!act|report|none)[a-z-]+|menu-staff"
    r"|new-reports-walk|staff-report-(whole|contact)|view-(another|review|recall|reopen)|unreachable-open|files-open"
    r"|review-(next|previous|list|forward|approve|return|refuse|assign|note|theme|on-site-(yes|no)|compare|undo|several)"
    r"|review-(sort-(on-site|waiting)|bulk-(approve|refuse)|sure-(yes|no))|complete-(keep|photo-off)|my-report-complete"
    r"|broadcast-(yes|no)|nudge-resume|delivery-again(-all)?|delivery-people|reminder-(see-all|mark-done|resume|done)|digest-(daily|weekly|monthly|asked|now|list|open-figures)"
    r"|calendar-(add|remove|hours|one-day)|notices-(hour|quiet|house)"
    r"|my-report-(add|history|withdraw|list)|withdraw-(yes|no)|draft-(resume|delete|new)|stop-(resume|keep|delete)"
)


class _Found(Visitor):
    """The placeholders of a message."""

    def __init__(self) -> None:
        self.variables: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802  # the visitor's own naming
        self.variables.add(node.id.name)


def _entries(language: str, file: str) -> list[Any]:
    body: list[Any] = FluentParser().parse((FOLDER / language / file).read_text(encoding="utf-8")).body
    return body


def _messages(language: str, files: Sequence[str]) -> dict[str, set[str]]:
    """Name → placeholders."""
    found = {}
    for file in files:
        for entry in _entries(language, file):
            if isinstance(entry, ast.Message):
                seen = _Found()
                seen.visit(entry.value)
                found[entry.id.name] = seen.variables
    return found


MESSAGES = {language: _messages(language, FILES) for language in LANGUAGES}
NAMES = sorted(MESSAGES["vi"])
SPOKEN = sorted(_messages("vi", TALK))
MANNERED = [*SPOKEN, *(name for name in NAMES if name.startswith("web-"))]
LABELS = [name for name in SPOKEN if LABEL.fullmatch(name)]


def _formatted(language: str, name: str) -> list[str]:
    """Every wording of a text: each kind of achievement, none, one and several."""
    given: dict[str, Sequence[Any]] = {placeholder: ["x"] for placeholder in sorted(MESSAGES[language][name])}
    given |= {each: values for each, values in (("kind", KINDS), ("count", (0, 1, 2))) if each in given}
    return [SAY.say(language, name, **dict(zip(given, each, strict=True))) for each in product(*given.values())]


WORDINGS = {language: {name: _formatted(language, name) for name in NAMES} for language in LANGUAGES}


def _wrong(language: str, names: list[str], fault: re.Pattern[str]) -> list[tuple[str, str]]:
    return [(name, text) for name in names for text in WORDINGS[language][name] if fault.search(text)]


# --- the two languages ------------------------------------------------------------------------------------------------


def test_both_languages_have_the_same_files_with_the_same_names() -> None:
    assert sorted(path.name for path in (FOLDER / "en").glob("*.ftl")) == FILES
    for file in FILES:
        vi, en = (
            [entry.id.name for entry in _entries(language, file) if isinstance(entry, ast.Message)]
            for language in ("vi", "en")
        )
        assert sorted(vi) == sorted(en), file


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_unreadable_or_said_twice(language: str) -> None:
    entries = [entry for file in FILES for entry in _entries(language, file)]
    assert [entry.content for entry in entries if isinstance(entry, ast.Junk)] == []
    names = [entry.id.name for entry in entries if isinstance(entry, ast.Message)]
    assert sorted(names) == sorted(set(names))
    assert set(names) == SAY.names(language)


def test_both_languages_use_the_same_placeholders() -> None:
    assert {name: MESSAGES["en"][name] for name in NAMES} == MESSAGES["vi"]


def test_a_missing_text_or_argument_is_said_loudly() -> None:
    with pytest.raises(MissingText):
        SAY.say("vi", "no-such-text")
    with pytest.raises(MissingText):
        SAY.say("vi", "photo-number")
    assert SAY.say("fr", "language-code") == "vi"


# --- what is written is so --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_commands_named_in_texts_exist(language: str) -> None:
    named = {(name, found) for name in SPOKEN for text in WORDINGS[language][name] for found in COMMAND.findall(text)}
    assert [each for each in sorted(named) if each[1] not in menu.COMMANDS] == []
    assert {f"command-{each}" for each in menu.LISTED} == {name for name in NAMES if name.startswith("command-")}


@pytest.mark.parametrize(("language", "verb"), [("vi", "chọn"), ("en", "choose")])
def test_buttons_named_in_texts_exist(language: str, verb: str) -> None:
    labels = tuple(text for name in LABELS for text in WORDINGS[language][name])
    named = re.compile(rf"{verb} ([A-ZĐ].*)")
    said = [(name, rest) for name in SPOKEN for text in WORDINGS[language][name] for rest in named.findall(text)]
    assert [(name, rest) for name, rest in said if name not in LABELS and not rest.startswith(labels)] == []
    assert len(said) >= 15


@pytest.mark.parametrize("language", LANGUAGES)
def test_examples_are_understood_by_the_assistant_itself_r73_r74_r75(language: str) -> None:
    def parts(name: str) -> list[str]:
        text = re.sub(r"\s*\([^)]*\)", "", SAY.say(language, name, kind="-"))
        return re.split(r", (?!tỷ)| hoặc | or ", text)

    for name in ("report-first-use-example", "report-document-date-example"):
        assert [part for part in parts(name) if read_day(part, TODAY) is None] == [], name
    assert [part for part in parts("report-benefit-money-example") if read_money(part) is None] == []
    assert read_phone(SAY.say(language, "join-phone-example")) is not None
    shares = [author["share"] for author in read_authors(SAY.say(language, "report-authors-example"))]
    assert (len(shares), sum(shares)) == (2, 100)


def test_language_codes_are_the_languages() -> None:
    assert [SAY.say(language, "language-code") for language in LANGUAGES] == list(LANGUAGES)


# --- form -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_are_clean_r69(language: str) -> None:
    for name in NAMES:
        for text in WORDINGS[language][name]:
            assert text == unicodedata.normalize("NFC", text), name
            assert text == text.strip(), name
            assert "  " not in text, name
            assert "\n\n\n" not in text, name
            assert not re.search(r"[ \t]\n|\n[ \t]| [,.;!?](\s|$)|\.\.|\{|\}", text), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_fit_a_button(language: str) -> None:
    assert len(LABELS) >= 80
    for name in LABELS:
        (text,) = WORDINGS[language][name]
        assert len(text) <= 40, name
        assert "\n" not in text, name
        assert text[0].isupper() or text[0].isdigit(), name
        assert text[-1] not in ".,;:!?…", name


def test_most_labels_are_short_enough_for_two_in_a_row() -> None:
    long = [name for name in LABELS if len(WORDINGS["vi"][name][0]) > 20]
    assert len(long) <= len(LABELS) // 10, long


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_options_of_one_screen_are_called_alike(language: str) -> None:
    ways = [name for name in LABELS if name.startswith("way-")]
    for start in ("menu-", "my-data-", "my-report-", "settings-", "authorship-", "recognition-", "summary-", "photos-"):
        screen = [SAY.say(language, name).casefold() for name in LABELS if name.startswith(start)]
        screen += [SAY.say(language, name).casefold() for name in ways]
        assert len(screen) == len(set(screen)), start


@pytest.mark.parametrize("language", LANGUAGES)
def test_lengths_suit_a_phone(language: str) -> None:
    for name in SPOKEN:
        most = 1500 if name == "privacy-notice" else 600 if name.endswith("-ask") else 400
        assert max(map(len, WORDINGS[language][name])) <= most, name
    for name in (each for each in NAMES if each.startswith("command-")):
        assert 3 <= len(SAY.say(language, name)) <= 256, name  # Telegram's BotCommand.description


# --- manners ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        (r"(?i)\b(bạn|mày|tụi|mấy người)\b", "the user is anh/chị"),
        (r"(?i)\b(user|admin|click|OK|error)\b", "no foreign words of our trade"),
        (r"(?i)\bsai\b|(?<!xin )\blỗi\b|không hợp lệ", "no blame"),
        (r"!.*!", "no exclamation storm"),
        (r"(?s)\bạ\b.*\bạ\b", "one ạ at most"),
        (r"(?i)hủy|xóa|tùy|thỏa|hòa\b|khỏe", "one way of placing tone marks"),
        (r"\bÐ", "the Icelandic letter that looks like Đ (R70)"),
    ],
)
def test_manners_r78(fault: str, why: str) -> None:
    assert _wrong("vi", MANNERED, re.compile(fault)) == [], why


def test_questions_are_addressed_or_asked_r78() -> None:
    asks = [name for name in SPOKEN if name.endswith("-ask")]
    texts_ = [(name, text) for name in asks for text in WORDINGS["vi"][name]]
    assert [name for name, text in texts_ if "anh/chị" not in text.casefold() and "?" not in text] == []
    addressed = [name for name, text in texts_ if "anh/chị" in text.casefold()]
    assert len(addressed) > len(texts_) // 2
    assert [name for name, text in texts_ if "ạ" in text.split()] == []  # read-backs may stand before a question
    assert [name for name, text in texts_ if text.count("?") > 1] == []  # one question a message


def test_no_bare_command_r78() -> None:
    """A sentence never begins with a naked verb: "Mời anh/chị gửi …", "Anh/chị vui lòng …"."""
    for name in SPOKEN:
        if name in LABELS or name.startswith(("command-", "act-", "unit-this")) or name.endswith("-example"):
            continue
        for text in WORDINGS["vi"][name]:
            sentences = re.split(r"[.?!:]\s+|\n+", text.casefold())
            assert [each for each in sentences if BARE.match(each)] == [], name


def test_the_privacy_notice_says_what_it_must_r59_r61_r64_r66() -> None:
    notice = SAY.say("vi", "privacy-notice")
    for word in ("Lưu gì", "Để làm gì", "Ai xem", "/dulieu", "rút lại", "Telegram", "Zalo", "vị trí", "căn cước"):
        assert word in notice, word
    for name in ("join-spread-ask", "join-publish-ask"):
        assert "vẫn tham gia bình thường" in SAY.say("vi", name)


def test_plurals_and_figures_read_well() -> None:
    receipt = SAY.say("vi", "receipt", code="SK-2026-0147", title="Bộ gá xoay", day="22/11/2026")
    assert receipt.splitlines()[1] == "Mã bài: SK-2026-0147"
    assert SAY.say("vi", "form-progress", number=3, total=7) == "Câu 3/7"
    assert SAY.say("vi", "my-reports-which-ask", count=0) != SAY.say("vi", "my-reports-which-ask", count=1)
    assert [SAY.say("en", "photos-count", count=count) for count in (1, 3)] == ["1 photo", "3 photos"]
    contact = SAY.say("vi", "human-contact", name="chị Hà", unit="CĐCS [MẪU]", phone="0900 000 001")
    assert find_phone(contact) is not None


def test_many_threads_may_say_the_first_words_at_once() -> None:
    """The writer, a paper being drawn and the web page share one set of texts; a file is parsed when it is first needed."""
    texts = Texts()
    names = ["menu-act-ask", "menu-staff", "command-menu", "menu-report"] * 8
    with ThreadPoolExecutor(len(names)) as pool:
        assert list(pool.map(lambda name: texts.say("vi", name), names)) == [SAY.say("vi", name) for name in names]
