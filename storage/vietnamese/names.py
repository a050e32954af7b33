"""Names of people: họ, đệm and tên in one field (R72)."""

import re
import unicodedata

_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_LETTERS = re.compile(r"[^\W\d_]+")


def given_name(name: str) -> str:
    """Return the tên, by which a person is addressed: "Nguyễn Văn Thắng" → "Thắng"; brackets don't count."""
    words = (_ASIDE.sub(" ", name).split(",")[0].split()) or name.split()
    return words[-1].strip(".;:") if words else ""


def name_case(name: str) -> str:
    """Return `name` with a capital to each word if it was typed all small or all capital, else as typed.

    To be offered, not imposed (R72).
    """
    typed = unicodedata.normalize("NFC", " ".join(name.split()))
    if not (typed.islower() or typed.isupper()):
        return typed
    return _LETTERS.sub(lambda word: word[0].capitalize(), typed)
