"""Everything people read, by name, in Vietnamese (the original) and English. Project Fluent, so officers can read it too."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from fluent.runtime import FluentBundle, FluentResource, resolver

LANGUAGES = ("vi", "en")
REMEMBERED = 4096  # formatted texts kept in memory
resolver.MAX_PART_LENGTH = (
    40_000  # of one argument: Fluent's 2,500 guard against hostile texts; a summary's answers are longer
)


class MissingText(LookupError):
    """A text was named that does not exist, or an argument it needs was not given: a fault of ours."""


class Texts:
    """All texts of both languages. The same text with the same arguments is formatted once (formatting costs about 40 µs)."""

    def __init__(self) -> None:
        self._bundles: dict[str, FluentBundle] = {}  # each language is read when it is first spoken
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
        bundle = self._bundle(language if language in LANGUAGES else "vi")
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
        return bool(self._bundle("vi").has_message(name))

    def names(self, language: str) -> set[str]:
        return set(self._bundle(language)._messages)

    def _bundle(self, language: str) -> FluentBundle:
        if language not in self._bundles:
            self._bundles[language] = _bundle(language)
        return self._bundles[language]


def _bundle(language: str) -> FluentBundle:
    bundle = FluentBundle([language], use_isolating=False)
    folder = files(__name__) / language
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        if file.name.endswith(".ftl"):
            bundle.add_resource(FluentResource(file.read_text(encoding="utf-8")))
    return bundle
