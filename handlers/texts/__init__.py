"""Everything people read, by name, in Vietnamese (the original) and English. Project Fluent, so officers can read it too."""

from __future__ import annotations

import re
from importlib.resources import files
from threading import Lock
from typing import Any

from fluent.runtime import FluentBundle, FluentResource, resolver

LANGUAGES = ("vi", "en")
FTL = ".ftl"
NAME = re.compile(r"^([a-z][a-z0-9-]*) *=", re.MULTILINE)  # a text's name, at the start of its line
REMEMBERED = 4096  # formatted texts kept in memory
# Of one argument: Fluent's 2,500 guard against hostile texts, and a summary's answers are longer.
resolver.MAX_PART_LENGTH = 40_000


class MissingText(LookupError):
    """A text was named that does not exist, or an argument it needs was not given: a fault of ours."""


class Texts:
    """All texts of both languages. The same text with the same arguments is formatted once (formatting costs about 40 µs)."""

    def __init__(self) -> None:
        self._languages: dict[str, _Wordings] = {}  # each language is read when it is first spoken
        self._known: dict[Any, str] = {}

    def say(self, language: str, name: str, /, **args: Any) -> str:
        key = (language, name, *args.items())
        known = self._known.get(key)
        if known is None:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            known = self._known[key] = self._format(language, name, args)
        return known

    def _format(self, language: str, name: str, args: dict[str, Any]) -> str:
        bundle = self._wordings(language if language in LANGUAGES else "vi").of(name)
        if not bundle.has_message(name):
            raise MissingText(name)
        pattern = bundle.get_message(name).value
        if pattern is None:
            raise MissingText(name)
        text, errors = bundle.format_pattern(pattern, args)
        if errors:
            raise MissingText(f"{name}: {errors[0]}")
        return str(text)

    def has(self, name: str) -> bool:
        return name in self._wordings("vi").places

    def names(self, language: str) -> set[str]:
        return set(self._wordings(language).places)

    def _wordings(self, language: str) -> _Wordings:
        if language not in self._languages:
            self._languages[language] = _Wordings(language)
        return self._languages[language]


class _Wordings:
    """One language. Which file holds which text is seen at a glance; a file is parsed when one of its texts is first said
    (parsing all of them would be a tenth of a start)."""

    def __init__(self, language: str) -> None:
        folder = files(__name__) / language
        self._waiting = {each.name: each.read_text(encoding="utf-8") for each in folder.iterdir() if FTL in each.name}
        self._parsing = Lock()
        self._bundle = FluentBundle([language], use_isolating=False)
        self.places = {name: file for file, text in self._waiting.items() for name in NAME.findall(text)}

    def of(self, name: str) -> FluentBundle:
        """The bundle that can say this text. Raises MissingText."""
        if name not in self.places:
            raise MissingText(name)
        with self._parsing:  # who comes second waits until the text can be said
            text = self._waiting.pop(self.places[name], None)
            if text is not None:
                self._bundle.add_resource(FluentResource(text))
        return self._bundle
