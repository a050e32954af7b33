"""A nomination file and its awards in the words of meetings and decisions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from handlers.desk import Desk
from handlers.report_form import bilingual
from storage import units
from storage.awards import honours
from storage.meetings import File
from storage.vietnamese import shorten

NAME = 60  # visible characters of a subject's name in a line
CODES = 15  # digits of an id that came from outside


def number_of(said: object) -> int:
    """An id as a button or a door brings it; 0, which nothing has, for anything else."""
    text = str(said or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= CODES else 0


def award_name(desk: Desk, code: str) -> str:
    """What an award is called, in the reader's language."""
    return named(honours().awards, code, desk.person.language)


def authority_name(desk: Desk, code: str) -> str:
    return named(honours().authorities, code, desk.person.language)


def kind_name(desk: Desk, code: str) -> str:
    return named(honours().kinds, code, desk.person.language)


def named(catalogue: Sequence[Any], code: str, language: str) -> str:
    """What the catalogue calls it; its code when this release no longer has it."""
    found = next((each for each in catalogue if each.code == code), None)
    return bilingual(found)[language] if found else code


def line(about: File) -> dict[str, Any]:
    """What goes into a button: code, kind, authority."""
    try:
        authority = honours().authority(about.authority).short
    except KeyError:
        authority = about.authority
    return {"code": about.code, "kind": about.kind, "authority": authority}


def heading(desk: Desk, about: File, count: int) -> str:
    """The file in two lines."""
    unit = units.name_of(desk.db, about.unit_id, desk.today)
    return desk.say(
        "file-heading",
        code=about.code,
        kind=kind_name(desk, about.kind),
        year=str(about.year),
        authority=authority_name(desk, about.authority),
        unit=shorten(unit, 2 * NAME),
        count=count,
        state=about.state,
    )
