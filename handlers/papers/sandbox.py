"""What a Word template may do: name fields, go through lists, ask whether something is there. Nothing else (R31).

A template that an officer hands in is a program. So nothing in it can be called, no attribute of an object can be reached
(fields are entries of plain dictionaries), there are no globals, and only a few filters.
"""

from __future__ import annotations

from typing import Any

from jinja2 import Undefined
from jinja2.runtime import LoopContext
from jinja2.sandbox import SandboxedEnvironment

FILTERS = ("default", "upper", "lower", "length", "first", "last", "title", "trim", "capitalize")
TESTS = ("defined", "undefined", "none", "even", "odd")
OF_LOOP = ("index", "index0", "first", "last", "length")


class Sandbox(SandboxedEnvironment):
    """Jinja without calls, attributes and globals. Values are escaped for XML: "&" and "<" survive."""

    def __init__(self) -> None:
        super().__init__(autoescape=True)
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in (*FILTERS, "escape", "e")}
        self.tests = {name: self.tests[name] for name in TESTS}

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A field is an entry of a dictionary; of a loop, its counters; never an attribute of an object."""
        if isinstance(obj, dict):
            return obj[attribute] if attribute in obj else self.undefined(obj=obj, name=attribute)
        if isinstance(obj, LoopContext) and attribute in OF_LOOP:
            return getattr(obj, attribute)
        if isinstance(obj, Undefined):
            return self.undefined(name=attribute)
        return self.unsafe_undefined(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        if isinstance(obj, list) and isinstance(argument, int):
            return obj[argument] if -len(obj) <= argument < len(obj) else self.undefined(name=str(argument))
        return self.getattr(obj, str(argument))

    def is_safe_callable(self, obj: Any) -> bool:
        return False
