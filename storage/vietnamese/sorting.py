"""Vietnamese order: a ă â b c d đ e ê … o ô ơ … u ư … y, tones after letters, case last (R71).

Keys are plain strings, compared by code point, so they may be kept in a column; they follow ICU's `vi`.
"""

import unicodedata

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_PLACE = {letter: chr(ord("a") + place) for place, letter in enumerate(_ALPHABET)}
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}  # huyền hỏi ngã sắc nặng
_QUALITY = "\u0302\u0306\u031b"  # circumflex, breve, horn: they make another letter, not another tone
_LEVEL, _PART = "\x1f", "\x1e"  # below every other character, so a shorter word comes first


def sort_key(text: str) -> str:
    """Return the key that puts texts in dictionary order."""
    return _LEVEL.join(_levels(text))


def name_sort_key(name: str) -> str:
    """Return the key that puts people in order by tên, then họ, then đệm (R71, R72)."""
    words = name.split()
    ten, ho, dem = words[-1:], words[:-1][:1], words[1:-1]
    parts = [_levels(" ".join(part)) for part in (ten, ho, dem)]
    return _PART.join([*(letters + _LEVEL + tones for letters, tones, _ in parts), *(case for *_, case in parts)])


def _levels(text: str) -> tuple[str, str, str]:
    letters: list[str] = []
    tones: list[str] = []
    case: list[str] = []
    for char in unicodedata.normalize("NFC", text):
        base, tone = _letter(char)
        for part in base:
            letters.append(_PLACE.get(part) or _weight(part))
            tones.append(tone)
            case.append("1" if char.isupper() else "0")
    return "".join(letters), "".join(tones).rstrip("0"), "".join(case).rstrip("0")


def _letter(char: str) -> tuple[str, str]:
    """Return the letters of the alphabet in `char` (ă and ơ are letters) and its tone, "0" to "5"; other marks "6"."""
    if char.isascii():
        return char.lower(), "0"
    marks = unicodedata.normalize("NFD", char.casefold())
    base = "".join(c for c in marks if not unicodedata.combining(c) or c in _QUALITY)
    other = [c for c in marks if unicodedata.combining(c) and c not in _QUALITY]
    return unicodedata.normalize("NFC", base), _TONES.get(other[0], "6") if other else "0"


def _weight(char: str) -> str:
    """Punctuation comes before digits and digits before letters; other scripts after z."""
    if char.isdigit() and char.isascii():
        return char
    if char.isascii():
        return "!" if char.isprintable() and char != " " else " "
    return char
