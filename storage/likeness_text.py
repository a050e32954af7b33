"""How alike two texts are, and by which few marks a text is found again among a hundred thousand. Pure.

Texts are read folded (without accents, however they are encoded) and with every number as "#": the same initiative told with
other figures is still the same. A Vietnamese word is written in syllables, so pairs and triples of them play the part words
play elsewhere; character trigrams forgive what is misspelt.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from functools import cached_property

from rapidfuzz import fuzz

from storage.vietnamese import fold

NUMBER = re.compile(r"\d+(?:[.,:/]\d+)*")
WORD = re.compile(r"[^\W_]+|#")
LONGEST = 1_500  # characters of an answer that are looked at
PAIRS, TRIPLES, OF_TITLE = (
    18,
    10,
    6,
)  # marks of a text: the smallest hashes of its pairs and triples, and of its title's pairs
STRANGE = 10  # percent of pairs in common below which two texts are no more alike than that
SENSELESS = (
    60  # of 100 that rapidfuzz finds between any two Vietnamese texts, sorted: they share their commonest syllables
)


def words_of(*texts: str | None) -> list[str]:
    """The syllables of some answers, in order."""
    return [word for text in texts if text for word in WORD.findall(NUMBER.sub("#", fold(text[:LONGEST])))]


def runs(words: Sequence[str], length: int) -> set[str]:
    """Every run of so many syllables; of a shorter text the one it is."""
    if len(words) < length:
        return {" ".join(words)} if words else set()
    return {" ".join(words[place : place + length]) for place in range(len(words) - length + 1)}


def hashed(text: str) -> int:
    """32 bits of it, the same on every machine."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=4).digest(), "big")


def sketch(title: Sequence[str], every: Sequence[str]) -> set[int]:
    """The marks of a text. The smallest hashes are the same ones in every text that holds those runs, so texts that share
    half of their runs share about half of their marks."""
    return {
        *_smallest(runs(every, 2), PAIRS),
        *_smallest(runs(every, 3), TRIPLES),
        *_smallest(runs(title, 2), OF_TITLE),
    }


def _smallest(texts: Iterable[str], most: int) -> list[int]:
    return sorted(map(hashed, texts))[:most]


class Text:
    """A text to be compared, with what comparing needs, made when it is needed and once."""

    def __init__(self, words: Sequence[str]) -> None:
        self.words = words

    @cached_property
    def pairs(self) -> set[str]:
        return runs(self.words, 2)

    @cached_property
    def plain(self) -> str:
        return " ".join(self.words)

    @cached_property
    def in_order(self) -> str:
        return " ".join(sorted(self.words))

    @cached_property
    def trigrams(self) -> set[str]:
        text = self.plain
        return {text[place : place + 3] for place in range(max(1, len(text) - 2))}


def alike(one: Text, other: Text) -> float:
    """0 to 100: the mean of what rapidfuzz says of the sorted syllables, of the shared character trigrams and of the
    shared pairs. Reordered sentences cost little, other words much; with hardly a pair in common nothing else is looked at."""
    if not one.words or not other.words:
        return 0.0
    if one.plain == other.plain:
        return 100.0
    pairs = _shared(one.pairs, other.pairs)
    if pairs < STRANGE:
        return pairs
    fuzzy = fuzz.ratio(one.in_order, other.in_order)
    sense = max(0.0, fuzzy - SENSELESS) * 100 / (100 - SENSELESS)
    return (sense + _shared(one.trigrams, other.trigrams) + pairs) / 3


def _shared(one: set[str], other: set[str]) -> float:
    """Dice's share of what two sets have in common, in percent."""
    return 200 * len(one & other) / (len(one) + len(other))
