"""The words a report is found by, and those somebody looks for (R70). Pure.

A report's key is its words folded, in their order, then those of them that bear accents as they were written, each between
single spaces: a word is found by `LIKE '% word %'` in any database, and an index of words finds the same rows.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from storage.vietnamese import expand, fold, untelex

FOLDED = re.compile("[a-z0-9]+")
WRITTEN = re.compile("[a-z0-9\u00df-\u00f6\u00f8-\u024f\u1e00-\u1eff]+")  # letters of Latin scripts, with their accents
FIELDS = ("title", "subject", "solution", "result", "place")  # of a report; its code stands before them
LONGEST = 6_000  # characters of a report's words that are looked at
# What begins the words that name a report's unit, and in an index its era: letters nothing that is looked for can hold.
UNIT, ERA = "\u03c9", "\u03c4"

MOST = 6  # words of a question; further ones are not looked at
LONGEST_WORD = 30
READINGS = 4  # of one question: as typed, its Telex undone, its abbreviations written out
BEGINS = 3  # letters from which the last word may be only begun


def key(unit: int, *texts: str | None) -> str:
    """What a report of this unit is found by."""
    told = " ".join(text for text in texts if text)[:LONGEST]
    accented = sorted({word for word in written(told) if not word.isascii()})
    return f" {' '.join([*folded(told), *accented, unit_word(unit)])} "


def unit_word(unit: int) -> str:
    return f"{UNIT}{unit}"


def era_word(era: int) -> str:
    return f"{ERA}{era}"


def folded(text: str) -> list[str]:
    return FOLDED.findall(fold(text))


def written(text: str) -> list[str]:
    """Words with their accents, in small letters."""
    return WRITTEN.findall(unicodedata.normalize("NFC", text.casefold()))


@dataclass(frozen=True, slots=True)
class Reading:
    """A way to understand a question: its words without accents, and as typed where some of them bear accents."""

    plain: tuple[str, ...]
    exact: tuple[str, ...] = ()


def readings(text: str) -> list[Reading]:
    """What a question may mean, the likeliest first; none when there is no word in it."""
    typed = reading(text)
    if typed is None:
        return []
    undone = reading(untelex(text))
    others = [reading(each) for each in expand(" ".join(typed.plain))]
    found: dict[tuple[str, ...], Reading] = {}
    for each in (typed, undone, *others):
        if each is not None:
            found.setdefault(each.plain, each)
    return list(found.values())[:READINGS]


def reading(text: str) -> Reading | None:
    plain = tuple(dict.fromkeys(word[:LONGEST_WORD] for word in folded(text)))[:MOST]
    exact = tuple(dict.fromkeys(word[:LONGEST_WORD] for word in written(text)))[:MOST]
    return Reading(plain, exact if any(not word.isascii() for word in exact) else ()) if plain else None
