"""The Word papers the program brings along: which there are, and their templates (`starter/forms.toml`, `starter/forms/`)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class WordForm:
    """A paper: what it is about, for which kinds (of a report, or of commendation), for a collective or a person, its sign."""

    code: str
    about: str  # report, nomination, nominee, meeting
    kinds: tuple[str, ...] = ()  # none: every kind
    collective: bool | None = None
    sign: str = ""


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    return tomllib.loads((files("storage") / "starter" / "forms.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def word_forms() -> tuple[WordForm, ...]:
    return tuple(
        WordForm(
            each["code"], each["about"], tuple(each.get("kinds", ())), each.get("collective"), each.get("sign", "")
        )
        for each in _data()["papers"]
    )


def word_form(code: str) -> WordForm | None:
    return next((each for each in word_forms() if each.code == code), None)


def sign_of(unit_type: str) -> str:
    """What stands for a unit in the number of its papers ("LĐLĐ")."""
    signs = _data()["signs"]
    return str(signs.get(unit_type, signs["other"]))


def shipped(code: str) -> bytes:
    """The template the program brings along for a paper."""
    return (files("storage") / "starter" / "forms" / f"{code}.docx").read_bytes()


@lru_cache(maxsize=1)
def _fields() -> dict[str, dict[str, Any]]:
    return tomllib.loads((files("storage") / "starter" / "fields.toml").read_text(encoding="utf-8"))


def sample_of(about: str) -> dict[str, Any]:
    """Every field a paper about such a thing may name, each with a sample value ("@photo" stands for a picture)."""
    of_file = _fields()["file"] if about != "report" else {}
    return {**_fields()["all"], **of_file, **_fields()[about]}
