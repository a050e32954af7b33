"""What is written beside the code is true: settings, commands, requirements, locks; and nothing of one machine is in it."""

from __future__ import annotations

import re
from fnmatch import fnmatch
from pathlib import Path

import pytest

from bot.__main__ import app
from bot.settings import PREFIX, Settings
from handlers import menu
from tests.house import ROOT

PAPERS = {path.name: path.read_text(encoding="utf-8") for path in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]}
TOLD = "\n".join(PAPERS.values())
COMMANDS = {command.name or getattr(command.callback, "__name__", "") for command in app.registered_commands}
OF_RUN = set(re.findall(r'"([a-z-]+)": "requirements', (ROOT / "run").read_text()))  # what ./run does itself
SETTINGS = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
IGNORED = [".git", *(line.rstrip("/") for line in (ROOT / ".gitignore").read_text().split())]
TEXT = {"", ".css", ".csv", ".ftl", ".html", ".js", ".json", ".lock", ".mako", ".md", ".py", ".svg", ".toml", ".txt"}
MOST_PHOTOS = 3_000_000  # bytes committed
MOST_PAGE = 100_000  # bytes a phone loads before the first word, uncompressed


def ours(folder: Path = ROOT) -> list[Path]:
    """Every file of the project, without what .gitignore names."""
    found: list[Path] = []
    for path in sorted(folder.iterdir()):
        if not any(fnmatch(path.name, pattern) for pattern in IGNORED):
            found += ours(path) if path.is_dir() else [path]
    return found


WRITTEN = {path: path.read_text(encoding="utf-8") for path in ours() if path.suffix in TEXT and path.is_file()}


def lines_with(pattern: str, *, beside: tuple[str, ...] = ()) -> list[str]:
    wanted = re.compile(pattern)
    return [
        f"{path.relative_to(ROOT)}:{number}"
        for path, text in WRITTEN.items()
        if path.relative_to(ROOT).parts[0] not in beside
        for number, line in enumerate(text.splitlines(), 1)
        if wanted.search(line)
    ]


# --- settings and commands --------------------------------------------------------------------------------------------


def test_every_setting_stands_in_the_papers_and_no_other() -> None:
    assert set(re.findall(rf"{PREFIX}[A-Z0-9_]+", TOLD)) == SETTINGS
    table = re.findall(rf"^\| `{PREFIX}([A-Z0-9_]+)` \| (.+?) \|", PAPERS["settings.md"], re.MULTILINE)
    assert [name.lower() for name, _ in table] == list(Settings.model_fields)


@pytest.mark.parametrize("name", Settings.model_fields)
def test_the_default_of_a_setting_is_as_told(name: str) -> None:
    [told] = re.findall(rf"^\| `{PREFIX}{name.upper()}` \| (.+?) \|", PAPERS["settings.md"], re.MULTILINE)
    default = Settings.model_fields[name].default
    plain = default.get_secret_value() if hasattr(default, "get_secret_value") else default
    shown = str(plain).lower() if isinstance(plain, bool) else f"{plain:g}" if isinstance(plain, float) else str(plain)
    assert told == (f"`{shown}`" if shown else "empty")


def test_every_command_stands_in_the_papers_and_no_other() -> None:
    named = set(re.findall(r"(?<![\w/])\./run ([a-z][a-z-]*)", TOLD))
    assert named == COMMANDS | OF_RUN


def test_every_chat_command_stands_in_the_papers_and_no_other() -> None:
    lists = PAPERS["settings.md"] + PAPERS["requirements.md"]
    assert set(re.findall(r"`/([a-z]+)`", lists)) == {*menu.COMMANDS}


# --- requirements -----------------------------------------------------------------------------------------------------

ROWS = re.findall(r"^\| R(\d+) \|(.*)\|(.*)\|(.*)\|$", PAPERS["requirements.md"], re.MULTILINE)
TESTS = {path.relative_to(ROOT / "tests").as_posix(): path.read_text() for path in (ROOT / "tests").rglob("test_*.py")}


def test_every_requirement_once_and_in_order() -> None:
    assert [int(number) for number, *_ in ROWS] == list(range(1, 79))


@pytest.mark.parametrize(("number", "cell"), [(row[0], row[3].strip()) for row in ROWS])
def test_the_tests_of_a_requirement_exist_and_one_cites_it(number: str, cell: str) -> None:
    cites = re.compile(rf"\bR{number}\b|_r{number}(?![0-9])")
    named = [each.strip() for each in cell.split(",") if each.strip()]
    assert [each for each in named if each not in TESTS] == []
    assert not named or any(cites.search(TESTS[each]) or in_a_span(int(number), TESTS[each]) for each in named)


def in_a_span(number: int, text: str) -> bool:
    """Is it inside an "R69–R78" of the text?"""
    return any(int(first) <= number <= int(last) for first, last in re.findall(r"\bR(\d+)–R?(\d+)\b", text))


def test_a_requirement_that_people_meet_has_a_test_and_the_other_way_round() -> None:
    assert [number for number, _, where, cell in ROWS if bool(where.strip()) != bool(cell.strip())] == []


def test_tests_named_in_the_papers_exist() -> None:
    named = set(re.findall(r"\b((?:slow/)?test_[a-z_]+\.py)", TOLD))
    assert sorted(named - TESTS.keys()) == []


def test_files_named_in_the_papers_exist() -> None:
    named = set(re.findall(r"`((?:bot|handlers|storage|tests|docs|benchmarks)/[\w./-]*\w)`", TOLD))
    assert [each for each in sorted(named) if not (ROOT / each).exists()] == []


# --- what must not be there -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lock", sorted(ROOT.glob("*.lock")), ids=lambda path: path.name)
def test_a_lock_names_no_host_and_a_hash_for_everything(lock: Path) -> None:
    text = lock.read_text()
    assert re.findall(r"://|^--(?:extra|find|index)", text, re.MULTILINE) == []
    pinned = re.findall(r"^[A-Za-z0-9_.\[\]-]+==\S+(?: ;[^\\]*)? \\\n +--hash=sha256:[0-9a-f]{64}", text, re.MULTILINE)
    assert len(pinned) == len(re.findall(r"^[A-Za-z0-9]", text, re.MULTILINE)) > 40


def test_no_path_of_a_machine() -> None:
    assert lines_with("(?<![\\w.])/" + r"(?:work|root|home|Users)(?:/|\b)") == []
    assert lines_with("(?<![\\w.])/" + r"tmp\b", beside=("tests",)) == []


def test_nothing_is_left_for_later() -> None:
    assert lines_with(r"\b(?:TO|FIX|XX|HA)(?:DO|ME|X|CK)\b") == []


def test_committed_photos_stay_small() -> None:
    photos = [path for path in (ROOT / "storage" / "starter").rglob("*") if path.suffix in (".jpg", ".png", ".webp")]
    assert len(photos) >= 24
    assert sum(path.stat().st_size for path in photos) <= MOST_PHOTOS


def test_the_page_is_small_enough_for_a_weak_network_r47() -> None:
    assert sum(path.stat().st_size for path in (ROOT / "bot" / "web" / "static").iterdir()) <= MOST_PAGE
