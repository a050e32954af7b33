"""Every text that code names exists, and every text that exists is named: none missing in a talk, none left behind.

Names come from three places: literals where the code says something; the forms, walked step by step; and families such as
`misread-<reason>`, whose members are listed here from the code that makes them. A family nobody listed is a fault too.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import get_args

import pytest

from bot.channels.telegram import Telegram
from bot.channels.terminal import Terminal
from bot.channels.webchat import WebChat
from bot.drawing import forms
from bot.web.guard import PROBLEMS
from bot.web.pages import SCRIPT_TEXTS
from handlers import menu, paper_desk, paper_errands, staff
from handlers.channels import ZALO
from handlers.forms import BACK, SKIP, Form, Session
from handlers.join import PURPOSES
from handlers.papers import catalogue
from handlers.summary import Summary
from handlers.texts import LANGUAGES, Texts
from storage import eligibility_checks, roles
from storage.picture import Reason
from storage.report_moves import MOVES
from tests.house import ROOT, last_name, modules, tree

TEXTS = Texts()
NAMES = TEXTS.names("vi")
FORMS = forms()
PAGES = ROOT / "bot" / "web"
STAND_IN = "handlers.rehearsal"  # plays a member: it recognises texts and says none

# Where a call names a text. The name is the first string that is no language; of an `Item` it is the label.
SAYERS = {"Say", "say", "has", "_note", "_word", "_format", "t", "progress"}
# Where a call names a reason: function → position of the reason. The texts are <family>-<reason>.
REASONS = {"Misread": 0, "Refused": 0}
UNIT_PROBLEMS = {"Problem": 2, "Unreadable": 0, "_wrong": 2, "wrong": 1, "_refused": 0}  # of an import of units


def calls(paths: Iterable[Path]) -> Iterable[ast.Call]:
    return (node for path in paths for node in ast.walk(tree(path)) if isinstance(node, ast.Call))


def naming(call: ast.Call) -> Sequence[ast.expr]:
    """The expressions in a call that name a text."""
    if last_name(call.func) == "Item":
        return [*call.args[1:2], *(each.value for each in call.keywords if each.arg == "label")]
    if last_name(call.func) in SAYERS:
        said = [each for each in call.args if not (isinstance(each, ast.Constant) and each.value in LANGUAGES)]
        return [each for each in said if isinstance(each, ast.Constant | ast.JoinedStr | ast.IfExp)][:1]
    return []


def literals(expression: ast.AST) -> set[str]:
    """Its string leaves; those of an f-string are no names."""
    match expression:
        case ast.Constant(value=str() as name):
            return {name}
        case ast.IfExp(body=one, orelse=other):
            return literals(one) | literals(other)
        case _:
            return set()


def template(expression: ast.AST) -> str:
    """`misread-{}` for an f-string that can be a name, "" for anything else."""
    if not isinstance(expression, ast.JoinedStr):
        return ""
    text = "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in expression.values)
    return text if re.fullmatch(r"[a-z{}-]+", text) else ""


def reasons(paths: Iterable[Path], places: dict[str, int]) -> set[str]:
    """What is given as a reason, wherever one is given in words."""
    found: set[str] = set()
    for call in calls(paths):
        place = places.get(last_name(call.func))
        if place is not None and len(call.args) > place:
            found |= literals(call.args[place])
    return found


def summary_of(form: Form) -> Summary | None:
    return next((step.kind for step in form.steps if isinstance(step.kind, Summary)), None)


CODE = modules("bot", "handlers")
SAID = [each for name, path in CODE.items() if name != STAND_IN for call in calls([path]) for each in naming(call)]
IN_TEMPLATES = {
    name for page in (PAGES / "templates").glob("*.html") for name in re.findall(r'\bt\("([a-z-]+)"', page.read_text())
}
SCRIPTS = "\n".join(path.read_text() for path in sorted((PAGES / "static").glob("*.js")))
SUMMARIES = [(form, kind) for form in FORMS if (kind := summary_of(form)) is not None]
REGISTER = [
    path for name, path in modules("storage").items() if name.startswith(("storage.register", "storage.sheets"))
]
SHOWN = {item.label for form in FORMS for step in form.steps for item in step.kind.items(form, Session()) if item.label}

FAMILIES = {
    "misread-{}": reasons(CODE.values(), {"Misread": 0}),
    "refused-{}": reasons(CODE.values(), {"Refused": 0}),
    "photo-{}": {*get_args(Reason), "lost"},  # lost: a download given up (storage.album.missed)
    "way-{}": {BACK, SKIP, *(way for form in FORMS for way in form.ways_out)},
    "summary-{}": {each for _, kind in SUMMARIES for each in (*kind.acts, *kind.pages)},
    "state-{}": {each.to for each in MOVES.values()} - {""},
    "act-{}": set(MOVES),
    "purpose-{}": set(PURPOSES),
    "role-{}": set(roles.ROLES),
    "may-{}": set(roles.ROLES),
    "staff-{}": set(staff.OPENS),
    "digest-{}": {"daily", "weekly", "monthly", "asked", "new", "this-week", "last-week", "waiting", "stuck"},
    "channel-{}": {Telegram.name, WebChat.name, Terminal.name, ZALO, f"{ZALO}-bot", f"{ZALO}-oa"},
    "command-{}": set(menu.LISTED),
    "paper-{}": {*catalogue.PAPERS, *paper_desk.LISTS, paper_errands.REPORT_PDF, paper_errands.FILE_PDF},
    "check-{}": set(eligibility_checks.REASONS),
    "award-{}": {"reword", "revoke"},
    "decision-{}-label": {"number", "day", "authority", "signer", "awards", "left", "wording", "reason"},
    "meeting-{}-label": {"kind", "day", "place", "chair", "secretary", "there", "names", "absent"},
    "import-head-{}": {"row", "column", "problem", "do", "act", "code", "name", "what"},
    "import-act-{}": {"new", "changed", "ended"},
}
# Families whose members are the steps and options of the forms, or are made from members of another family.
ELSEWHERE = set(
    """
    {}-ask {}-{}-ask {}-label {}-example {}-do import-{} report-{}-label
    subject-{} menu-{} draft-{} stop-{} settings-{} my-data-{} authorship-{} recognition-{}
    """.split()  # noqa: SIM905  - a list of names, not of strings
)


def of_forms() -> set[str]:
    """What the forms need: each question; each option; the label of each answer in a summary that has no words of its own."""
    asks = {f"{form.text_of(step)}-ask" for form in FORMS for step in form.steps}
    listed = [(form, step) for form, _ in SUMMARIES for step in form.steps if step.shown and not step.words]
    return asks | SHOWN | {f"{form.text_of(step)}-label" for form, step in listed}


def may_be() -> set[str]:
    """What the forms use where it is there: an example, a question of its own for a page of the summary."""
    lasts = [(form.text_of(step), kind) for form, kind in SUMMARIES for step in form.steps if step.kind is kind]
    pages = {f"{name}-{page}-ask" for name, kind in lasts for page in (*kind.pages, kind.first_page)}
    return pages | {f"{form.text_of(step)}-example" for form in FORMS for step in form.steps}


def needed() -> set[str]:
    """Every name the program will ask for some day."""
    said = {name for each in SAID for name in literals(each)}
    families = {family.format(member) for family, members in FAMILIES.items() for member in members}
    problems = {f"import-{reason}" for reason in reasons(REGISTER, UNIT_PROBLEMS)}
    told = problems | {f"{name}-do" for name in problems}
    return (
        said | families | told | of_forms() | IN_TEMPLATES | {*SCRIPT_TEXTS} | {name for _, name in PROBLEMS.values()}
    )


def test_both_languages_have_the_same_names() -> None:
    assert TEXTS.names("en") == NAMES


def test_every_text_that_is_named_exists() -> None:
    assert sorted(needed() - NAMES) == []


def test_every_text_that_exists_is_named() -> None:
    assert sorted(NAMES - needed() - may_be()) == []


def test_the_stand_in_for_a_member_recognises_texts_that_exist() -> None:
    heard = {name for call in calls([CODE[STAND_IN]]) for each in naming(call) for name in literals(each)}
    assert sorted(heard - NAMES) == []


def test_every_family_of_names_is_listed_and_none_for_nothing() -> None:
    named = {template(each) for path in CODE.values() for call in calls([path]) for each in naming(call)} - {""}
    assert sorted(named - {*FAMILIES, *ELSEWHERE}) == []
    built = {template(node) for path in CODE.values() for node in ast.walk(tree(path))}
    assert sorted({*FAMILIES, *ELSEWHERE} - built) == []


def test_no_reason_is_hidden_in_a_variable() -> None:
    hidden = [
        (name, call.lineno)
        for name, path in CODE.items()
        for call in calls([path])
        if last_name(call.func) in REASONS and call.args and not literals(call.args[0])
    ]
    assert hidden == []


def test_the_page_script_has_the_texts_it_names() -> None:
    named = set(re.findall(r"\"(web-[a-z-]+)\"", SCRIPTS))
    named |= {f"web-{state}" for state in re.findall(r"onState\(\"([a-z]+)\"\)", SCRIPTS)}
    assert sorted(named) == sorted(SCRIPT_TEXTS)


def test_every_problem_of_the_page_has_its_sentence() -> None:
    raised = reasons(modules("bot/web").values(), {"Problem": 0})
    assert sorted(raised) == sorted(PROBLEMS)


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("Say('no-such-text')", {"no-such-text"}),
        ("say('vi', 'no-such-text', name=name)", {"no-such-text"}),
        ("Item('yes', 'agreed-yes' if sure else 'agreed-no')", {"agreed-yes", "agreed-no"}),
        ("self.texts.say(language, 'sorry')", {"sorry"}),
        ("Item(code, words=bilingual(kind))", set()),
    ],
)
def test_this_reading_finds_names(source: str, found: set[str]) -> None:
    read = [naming(node) for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    assert {name for said in read for each in said for name in literals(each)} == found
