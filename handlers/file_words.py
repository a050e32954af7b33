"""A nomination file and its awards in the words of meetings and decisions."""

from __future__ import annotations

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
    """What an award is called; its code when this release no longer has it."""
    try:
        return bilingual(honours().award(code))[desk.person.language]
    except KeyError:
        return code


def authority_name(desk: Desk, code: str) -> str:
    try:
        return bilingual(honours().authority(code))[desk.person.language]
    except KeyError:
        return code


def kind_name(desk: Desk, code: str) -> str:
    try:
        return bilingual(honours().kind(code))[desk.person.language]
    except KeyError:
        return code


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
