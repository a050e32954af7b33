"""The house stands as it was drawn: arrows point down, nothing runs in a circle, and each floor does its own work only.

Each rule is a function from source code to faults; the last test feeds every one of them something it must find.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from graphlib import CycleError, TopologicalSorter

import pytest

from tests.house import FLOORS, ROOT, imported, last_name, modules, strings, tree

HOUSE = modules(*FLOORS)
BELOW = modules("handlers", "storage")
LEDGER = "storage.reports"  # the only module that may change a report's state
Fault = tuple[int, str]  # line, what is there

# What a floor may import of ours beside itself.
MAY_IMPORT = {"bot": {"handlers", "storage"}, "handlers": {"storage"}, "storage": set()}
BESIDES = {("bot.__main__", "benchmarks")}  # the command line starts the benches, as it starts everything else

NETWORK = set(
    """
    aiogram aiohttp anyio asyncio ftplib http httpcore httptools httpx imaplib python_multipart requests selectors smtplib
    socket socketserver ssl starlette telegram urllib urllib3 uvicorn websockets xmlrpc
    """.split()  # noqa: SIM905  - a list of words, not of strings
)
ENVIRONMENT = {"environ", "environb", "getenv", "getenvb", "putenv", "unsetenv"}
SETTINGS = {"dotenv", "pydantic_settings"}
PURE = {"urllib.parse"}  # takes addresses apart and visits none
CLOCKS = {
    "datetime": {"now", "utcnow", "today"},
    "date": {"today"},
    "time": {"time", "time_ns", "monotonic", "monotonic_ns", "perf_counter", "localtime", "gmtime", "ctime"},
    "func": {"now", "current_date", "current_time", "current_timestamp", "localtime", "localtimestamp"},
}

# Vietnamese that is no text of ours: words people type, and names of things in data. Everything else belongs into the texts.
NO_TEXTS = {
    ("handlers.steps", "đồng"): "the unit of money, as movement.toml writes it in every language",
    ("handlers.report_form", "đồng"): "the same",
    ("handlers.rehearsal", "đồng"): "the same",
    (
        "handlers.authors",
        r"\(?\s*(\d{1,3}(?:[.,]\d{1,2})?)\s*(?:%|phần trăm|phan tram)\s*\)?",
    ): "how people type a share",
    ("handlers.authors", r"^\s*(nhóm|nhom|tác giả|tac gia|gồm|gom)\s*:\s*"): "how people begin a list of authors",
    ("handlers.authors", r"[;\n]|,(?!\d)|\bvà\b|\bva\b"): "how people part the authors of a list",
    ("handlers.steps", r"[,;\n]| và | va | and "): "how people part several choices",
}


def arrows(source: ast.Module, module: str) -> list[Fault]:
    """Imports that point up or sideways, or that hide where they point."""
    floor = module.split(".", maxsplit=1)[0]
    allowed = {floor, *MAY_IMPORT[floor]}
    ours = {*FLOORS, "benchmarks", "tests"}
    faults = []
    for name in imported(source, frozenset(HOUSE)):
        top = name.split(".")[0]
        if not top or (top in ours and top not in allowed and (module, top) not in BESIDES):
            faults.append((0, name))
    hidden = [node for node in ast.walk(source) if last_name(node) in ("import_module", "__import__")]
    return [*faults, *((node.lineno, "import_module") for node in hidden if isinstance(node, ast.expr))]


def coloured(source: ast.Module, module: str) -> list[Fault]:
    """Asynchronous code, network and environment."""
    faults = [(0, name) for name in imported(source) if name.split(".")[0] in NETWORK | SETTINGS and name not in PURE]
    for node in ast.walk(source):
        match node:
            case ast.AsyncFunctionDef() | ast.Await() | ast.AsyncFor() | ast.AsyncWith():
                faults.append((node.lineno, type(node).__name__))
            case ast.comprehension(is_async=1, target=target):
                faults.append((target.lineno, "async for"))
            case ast.Attribute(attr=name, value=ast.Name(id="os")) if name in ENVIRONMENT:
                faults.append((node.lineno, f"os.{name}"))
            case ast.ImportFrom(module="os", names=names):
                faults += [(node.lineno, each.name) for each in names if each.name in ENVIRONMENT]
    return faults


def clocks(source: ast.Module, module: str) -> list[Fault]:
    """Looking at the clock, ours or the database's."""
    faults = []
    for node in ast.walk(source):
        match node:
            case ast.Attribute(attr=name, value=value) if name in CLOCKS.get(last_name(value), ()):
                faults.append((node.lineno, f"{last_name(value)}.{name}"))
            case ast.ImportFrom(module="time", names=names):
                faults += [(node.lineno, each.name) for each in names if each.name in CLOCKS["time"]]
    return faults


def words(source: ast.Module, module: str) -> list[Fault]:
    """Letters beyond ASCII in strings: words for people, in code. Comments and docstrings are for us."""
    return [
        (line, text)
        for line, text in strings(source)
        if any(letter.isalpha() and not letter.isascii() for letter in text.replace("Báo Công", ""))  # our own name
        if (module, text) not in NO_TEXTS
    ]


def states(source: ast.Module, module: str) -> list[Fault]:
    """Functions that work on the table of reports and set a `state`, other than those which write the history as well."""
    aliases = {"Report"} | {
        target.id
        for node in source.body
        if isinstance(node, ast.Assign) and "Report" in {last_name(each) for each in ast.walk(node.value)}
        for each in node.targets
        for target in ast.walk(each)
        if isinstance(target, ast.Name)
    }
    faults = []
    for function in ast.walk(source):
        if not isinstance(function, ast.FunctionDef) or (module, function.name) in ((LEDGER, "send"), (LEDGER, "move")):
            continue
        touches = any(isinstance(node, ast.Name) and node.id in aliases for node in ast.walk(function))
        if touches and any(_sets_state(node) for node in ast.walk(function)):
            faults.append((function.lineno, function.name))
    raw = re.compile(r"\b(update|insert\s+into|replace\s+into)\s+[\"'`]?report\b", re.IGNORECASE)
    return faults + [(line, text[:60]) for line, text in strings(source) if raw.search(text)]


def _sets_state(node: ast.AST) -> bool:
    """`.values(state=…)` and the like, or a row with a "state"."""
    match node:
        case ast.Call(func=ast.Attribute(attr="values" | "update"), keywords=named):
            return any(each.arg == "state" for each in named)
        case ast.Dict(keys=keys):
            return any(isinstance(key, ast.Constant) and key.value == "state" for key in keys)
        case _:
            return False


RULES: dict[str, tuple[Callable[[ast.Module, str], list[Fault]], dict[str, object]]] = {
    "arrows": (arrows, dict(HOUSE)),
    "coloured": (coloured, dict(BELOW)),
    "clocks": (clocks, dict(BELOW)),
    "words": (words, dict(modules("bot", "handlers"))),
    "states": (states, {name: path for name, path in HOUSE.items() if ".migrations." not in name}),
}


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_of_the_house(rule: str) -> None:
    check, where = RULES[rule]
    faults = [(name, *fault) for name in where for fault in check(tree(HOUSE[name]), name)]
    assert faults == []


def test_no_circle_anywhere() -> None:
    every = {**HOUSE, **modules("benchmarks")}
    ours = frozenset(every)
    graph = {name: imported(tree(path), ours) & ours - {name} for name, path in every.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" → ".join(error.args[1]))


def test_every_word_let_through_is_still_there() -> None:
    there = {(name, text) for name, path in HOUSE.items() for _, text in strings(tree(path))}
    assert [each for each in NO_TEXTS if each not in there] == []


def test_every_exception_made_for_a_tool_has_its_reason_beside_it() -> None:
    """Once a file for the same exception: the reason stands where it comes first."""
    excused = re.compile(
        r"#\s*(?:noqa:\s*([A-Z0-9, ]*[0-9])|type:\s*ignore\[([a-z, -]+)\])\s*(.*)|#\s*(?:noqa|type:\s*ignore)\b"
    )
    faults = []
    for path in {**HOUSE, **modules("benchmarks", "tests")}.values():
        known = set()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            found = excused.search(line)
            if found and found[3]:
                known.add(found[1] or found[2])
            elif found and (found[1] or found[2] or "") not in known:
                faults.append((str(path.relative_to(ROOT)), number))
    assert faults == []


@pytest.mark.parametrize(
    ("rule", "module", "source", "found"),
    [
        ("arrows", "handlers.menu", "from bot.app import House", "bot.app"),
        ("arrows", "storage.people", "def f():\n    from handlers import texts", "handlers.texts"),
        ("arrows", "storage.people", "if TYPE_CHECKING:\n    import handlers.words", "handlers.words"),
        ("arrows", "bot.app", "import benchmarks", "benchmarks"),
        ("arrows", "bot.app", "from . import writer", "."),
        ("arrows", "handlers.menu", "importlib.import_module('bot')", "import_module"),
        ("coloured", "handlers.menu", "async def f(): ...", "AsyncFunctionDef"),
        ("coloured", "storage.media", "import urllib.request", "urllib.request"),
        ("coloured", "storage.media", "from os import environ", "environ"),
        ("coloured", "storage.media", "key = os.environ['KEY']", "os.environ"),
        ("clocks", "handlers.menu", "now = datetime.datetime.now(UTC)", "datetime.now"),
        ("clocks", "storage.people", "from time import time", "time"),
        ("clocks", "storage.people", "select(func.now())", "func.now"),
        ("words", "handlers.menu", "say = f'Chào {name}'", "Chào "),
        ("states", "storage.people", "def f(db):\n    db.execute(update(of(Report)).values(state='sent'))", "f"),
        ("states", LEDGER, "report = of(Report)\ndef g(db):\n    row = {'state': 'sent'}\n    insert(report)", "g"),
        ("states", "bot.app", "db.execute(text('UPDATE report SET state = 1'))", "UPDATE report SET state = 1"),
    ],
)
def test_these_rules_find_what_breaks_them(rule: str, module: str, source: str, found: str) -> None:
    assert [what for _, what in RULES[rule][0](ast.parse(source), module)] == [found]
