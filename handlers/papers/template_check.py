"""A Word template that an officer hands in: is it harmless, does it name only fields there are, does it work (R31, R43)?

What it may hold is a list of what is allowed, not of what is forbidden: fields, conditions, and lists gone through, an inner
list only inside its own outer one, so that no template makes more pages than there are records.
"""

from __future__ import annotations

import difflib
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from jinja2 import TemplateError, TemplateSyntaxError, nodes

from handlers.forms import Say
from handlers.papers import template_package, word
from handlers.papers.official import Picture
from handlers.papers.sandbox import FILTERS, OF_LOOP, TESTS, Sandbox
from storage.forms import WordForm, sample_of

MOST_LOOPS, DEEPEST = 40, 3
MOST_FAULTS, ENOUGH = 8, 100  # told of, looked for
SHOWN = 80  # characters of a template that a fault repeats
PARTS = re.compile(r"word/(document|header\d*|footer\d*|footnotes)\.xml|docProps/core\.xml")
ALLOWED = (nodes.Output, nodes.TemplateData, nodes.If, nodes.Const, nodes.And, nodes.Or, nodes.Not, nodes.Compare)
ALLOWED_BESIDE = (nodes.Operand, nodes.CondExpr, nodes.Template)
LOOP = {name: True if name in ("first", "last") else "1" for name in OF_LOOP}
# A white dot: what stands for a photo when a template is tried out.
DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108020000009077"
    "53de0000000c4944415408d763f8ffff3f0005fe02fe0def46b80000000049454e44ae426082"
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """`faults`: why it is refused, each with what to do; `notes`: what the officer should know although it is taken."""

    faults: list[Say]
    notes: list[Say]


def check(form: WordForm, data: bytes, mark: str) -> Verdict:
    """Never raises for what is in the file."""
    found = template_package.faults(data)
    if found:
        return Verdict(found, [])
    sample = sample_of(form.about)
    reading = _Reading(sample)
    try:
        for source in sources(data):
            reading.read(source)
    except Exception:  # a broken document trips its readers into any exception there is
        return Verdict([Say("template-no-docx")], [])
    faults = [each for place, each in enumerate(reading.faults) if each not in reading.faults[:place]][:MOST_FAULTS]
    if faults:
        return Verdict(faults, [])
    try:
        word.render(data, filled(sample), mark)
        word.render(data, filled(sample, empty=True), mark)
    except Exception:  # as above
        return Verdict([Say("template-does-not-work")], [])
    return Verdict([], [] if "con_thieu" in reading.named else [Say("template-without-box")])


def sources(data: bytes) -> Iterator[str]:
    """The parts of a document that are filled in, as docxtpl hands them to Jinja."""
    from docxtpl import DocxTemplate  # noqa: PLC0415  - lxml and python-docx: only a template needs them

    document = DocxTemplate(io.BytesIO(data))
    document.get_docx()  # what python-docx can't open is no document
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            if PARTS.fullmatch(name):
                text = document.patch_xml(package.read(name).decode("utf-8"))
                yield re.sub(r"<w:p([ >])", r"\n<w:p\1", text)  # a line a paragraph: faults can show theirs


def filled(sample: Mapping[str, Any], *, empty: bool = False) -> dict[str, Any]:
    """The sample values as a paper's fields; `empty`: every list empty and every text "", as a poor report has them."""

    def value(kept: Any) -> Any:
        match kept:
            case "@photo":
                return "" if empty else Picture(DOT, 20, 15)
            case str():
                return "" if empty else kept
            case list():
                return [] if empty else [value(each) for each in kept] * 2
            case Mapping():
                return {name: value(each) for name, each in kept.items()}
            case _:
                return kept

    return {name: value(kept) for name, kept in sample.items()}


class _Unknown(Exception):
    """A name that leads nowhere; its fault is noted already."""


@dataclass
class _Reading:
    """Goes through templates and notes what is wrong with them."""

    sample: Mapping[str, Any]
    faults: list[Say] = field(default_factory=list)
    named: set[str] = field(default_factory=set)
    loops: int = 0

    def read(self, source: str) -> None:
        lines = source.split("\n")
        try:
            tree = Sandbox().parse(source)
        except TemplateSyntaxError as broken:
            self._note("template-broken", lines, broken.lineno)
            return
        except TemplateError:
            self._note("template-broken", lines, 1)
            return
        self._visit(tree, dict(self.sample), lines, ())

    def _note(self, name: str, lines: list[str], line: int | None, **args: str) -> None:
        if len(self.faults) >= ENOUGH:
            return
        text = re.sub(r"<[^>]*>", "", lines[min(line or 1, len(lines)) - 1]).strip()
        tag = re.search(r"\{[{%].*?[}%]\}", text)
        shown = (tag[0] if tag and name != "template-broken" else text)[:SHOWN]
        self.faults.append(Say(name, {"place": shown, **args}))

    def _visit(self, node: nodes.Node, known: dict[str, Any], lines: list[str], around: tuple[str, ...]) -> None:
        """`around`: the variables of the lists that are being gone through."""
        match node:
            case nodes.For():
                self._list(node, known, lines, around)
                return
            case nodes.Name() | nodes.Getattr() | nodes.Getitem():
                self._value(node, known, lines)
                return
            case nodes.Filter(name=name) if name in FILTERS and node.node is not None:
                pass
            case nodes.Test(name=name) if name in TESTS:
                pass
            case _ if isinstance(node, ALLOWED + ALLOWED_BESIDE):
                pass
            case _:
                self._note("template-code", lines, node.lineno)
                return
        for child in node.iter_child_nodes():
            self._visit(child, known, lines, around)

    def _list(self, node: nodes.For, known: dict[str, Any], lines: list[str], around: tuple[str, ...]) -> None:
        self.loops += 1
        plain = isinstance(node.target, nodes.Name) and isinstance(node.iter, nodes.Name | nodes.Getattr)
        root = _root(node.iter)
        if not plain or node.recursive or node.test or self.loops > MOST_LOOPS or len(around) >= DEEPEST:
            self._note("template-code", lines, node.lineno)
            return
        if around and root not in around:
            self._note("template-list-in-list", lines, node.lineno, field=root)
            return
        value = self._value(node.iter, known, lines)
        if value is not None and not isinstance(value, list):
            self._note("template-no-list", lines, node.lineno, field=_path(node.iter))
            return
        target = node.target.name if isinstance(node.target, nodes.Name) else ""
        inside = {**known, target: value[0] if value else None, "loop": LOOP}
        for child in (*node.body, *node.else_):
            self._visit(child, inside, lines, (*around, target))

    def _value(self, node: nodes.Node, known: Mapping[str, Any], lines: list[str]) -> Any:
        """What a name leads to in the sample; None where that is unknown, with its fault noted."""
        path = _path(node)
        if not path:
            self._note("template-code", lines, node.lineno)
            return None
        value: Any = known
        for place, part in enumerate(path.split(".")):
            if value is None:
                return None
            if not isinstance(value, Mapping) or part not in value:
                self._unknown(path, part, value, lines, node.lineno)
                return None
            self.named |= {part} if place == 0 else set()
            value = value[part]
        return value

    def _unknown(self, path: str, part: str, value: Any, lines: list[str], line: int) -> None:
        near = difflib.get_close_matches(part, list(value) if isinstance(value, Mapping) else [], n=1)
        if near:
            good = ".".join([*path.split(".")[:-1], near[0]]) if path.endswith(part) else near[0]
            self._note("template-field-like", lines, line, field=path[:SHOWN], good=good)
        else:
            self._note("template-field", lines, line, field=path[:SHOWN])


def _path(node: nodes.Node) -> str:
    """ky.ten for a field; "" for anything that is more than a name."""
    match node:
        case nodes.Name(name=name):
            return str(name)
        case nodes.Getattr(node=inner, attr=attr):
            above = _path(inner)
            return f"{above}.{attr}" if above else ""
        case nodes.Getitem(node=inner, arg=nodes.Const(value=str() as key)):
            above = _path(inner)
            return f"{above}.{key}" if above else ""
        case _:
            return ""


def _root(node: nodes.Node) -> str:
    return _path(node).split(".", maxsplit=1)[0]
