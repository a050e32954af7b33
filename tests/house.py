"""The program's own source as data: its modules, their syntax trees, what each imports. For the tests of the house rules."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ("bot", "handlers", "storage")  # from the top down


def modules(*packages: str) -> dict[str, Path]:
    """Dotted name → file of every module in these packages."""
    return {name_of(path): path for package in packages for path in sorted((ROOT / package).rglob("*.py"))}


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(source: ast.AST, ours: frozenset[str] = frozenset()) -> set[str]:
    """Every module imported anywhere in it, inside functions and `if TYPE_CHECKING` too. `from a import b` is `a.b` where
    `ours` says that this is a module, else `a`."""
    found: set[str] = set()
    for node in ast.walk(source):
        match node:
            case ast.Import(names=names):
                found.update(each.name for each in names)
            case ast.ImportFrom(module=base, names=names, level=level):
                where = "." * level + (base or "")  # a relative import is nobody's name: no rule lets it pass
                found.update(f"{where}.{each.name}" if f"{where}.{each.name}" in ours else where for each in names)
    return found


def last_name(node: ast.AST) -> str:
    """`c` of `a.b.c`, `c` of `c`, "" of anything else."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def strings(source: ast.AST) -> list[tuple[int, str]]:
    """(line, value) of every string but documentation: a string that stands alone."""
    told = {id(node.value) for node in ast.walk(source) if isinstance(node, ast.Expr)}
    return [
        (node.lineno, node.value)
        for node in ast.walk(source)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told
    ]
