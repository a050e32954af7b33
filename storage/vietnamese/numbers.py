"""Numbers as Vietnamese write and say them: "." for thousands, "," for decimals (R75)."""

import re
import unicodedata
from decimal import Decimal

from storage.vietnamese.search import fold
from storage.vietnamese.text import strip_emoji

NUMBER = r"[0-9]{1,3}(?: [0-9]{3})+(?![0-9])|[0-9]+(?:[.,][0-9]+)*"
_LONGEST = 30  # digits and separators; nobody's result has more
_LONGEST_TEXT = 2000

_WHOLE = re.compile(rf"(?:~|≈|<|>|≤|≥|khoang|gan|hon|tren|duoi)?\s*([+\-−]?)\s*({NUMBER})\s*%?")
_INSIDE = re.compile(rf"(?:(?<![\w.,\-–])([\-−]))?(?<![0-9.,])({NUMBER})")
_UNIT_ENDS = re.compile(r"[,;:(=\n→]|[-–]\s*[0-9>]|\s[0-9]|\.(?:\s|$)")
_ORDINAL = re.compile(
    r"(?:(?:chon|phuong an|lua chon|cau|so|muc|y|cai|thu|dap an|option)\s*)*[(#]?\s*([0-9]{1,3})\s*[.):/]*(?: a)?[.!]*"
)
_ORDINAL_WORD = re.compile(
    r"(?:(?:chọn|chon|câu|cau|số|so|mục|muc|ý|y|cái|cai)\s+)*((?:thứ\s+|thu\s+)?\w+)(?:\s+ạ?a?)?"
)
_ONES = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_COUNTED = {word: n for n, word in enumerate((*_ONES, "mười")) if n} | {"bẩy": 7}
_ORDINAL_WORDS = _COUNTED | {f"thứ {word}": n for word, n in _COUNTED.items()}
_ORDINAL_WORDS |= {"thứ nhất": 1, "thứ nhì": 2, "thứ tư": 4, "tư": 4}
_ORDINAL_FOLDED = {fold(word): n for word, n in _ORDINAL_WORDS.items() if word != "tư"}  # "tu" is rather từ
COUNTED = {fold(word): n for word, n in _COUNTED.items()}


def digits_value(token: str) -> Decimal | None:
    """Return the value of digits with separators, or None when they make no number ("20.11.2025", "1,2,3").

    Of two kinds of separator the last is the decimal one. A kind met more than once groups thousands. A single "."
    before exactly three digits groups thousands ("1.500" is 1500, but "0.500" and "1234.567" are decimals); a single
    "," is always decimal, as Vietnamese write ("2,100" is 2.1).
    """
    if len(token) > _LONGEST:
        return None
    token = token.replace(" ", "")
    separators = [c for c in token if c in ".,"]
    if not separators:
        return Decimal(token)
    last = separators[-1]
    if len(set(separators)) == 2:
        whole, _, fraction = token.rpartition(last)
        return Decimal(f"{_ungrouped(whole)}.{fraction}") if separators.count(last) == 1 and _ungrouped(whole) else None
    if len(separators) > 1 or (last == "." and _ungrouped(token)):
        whole = _ungrouped(token)
        return Decimal(whole) if whole else None
    return Decimal(token.replace(",", "."))


def read_number(text: str) -> Decimal | None:
    """Return the number that `text` is, in Vietnamese or English style, a sign or "%" beside it allowed; else None."""
    found = _WHOLE.fullmatch(fold(text[:100])) if len(text) <= 100 else None
    value = digits_value(found[2]) if found else None
    return None if found is None or value is None else -value if found[1] in ("-", "−") and value else value


def read_quantity(text: str) -> tuple[Decimal, str] | None:
    """Return the first number in `text` and the unit written after it, as typed: (4410, "giờ công"), (25, "p").

    The unit ends at punctuation, an arrow or a range, and has at most 40 characters; it may be empty. None: no number.
    """
    text = unicodedata.normalize("NFC", text[:_LONGEST_TEXT]).replace("\u00a0", " ")
    for found in _INSIDE.finditer(text):
        value = digits_value(found[2])
        if value is not None:
            unit = _UNIT_ENDS.split(text[found.end() : found.end() + 80], maxsplit=1)[0]
            return (-value if found[1] and value else value), unit.strip(" .!?")[:40].rstrip()
    return None


def read_ordinal(text: str) -> int | None:
    """Return which numbered option is meant: "2", "2.", "số 2", "hai", "thứ nhì", 2️⃣; else None. "0" is 0."""
    if len(text) > 40:
        return None
    plain = strip_emoji(unicodedata.normalize("NFC", text)).casefold()
    folded = fold(plain)
    if digits := _ORDINAL.fullmatch(folded):
        return int(digits[1])
    found = _ORDINAL_WORD.fullmatch(plain.rstrip(".!) "))
    if found is None:
        return None
    word = " ".join(found[1].split())
    if word in _ORDINAL_WORDS:
        return _ORDINAL_WORDS[word]
    return _ORDINAL_FOLDED.get(word)  # typed without any accent: "bà" is not "ba"


def show_number(value: Decimal | int) -> str:
    """Return "1.234,5" for 1234.5; no more decimals than there are, never an exponent."""
    plain = f"{Decimal(value):,f}"
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    return ("0" if plain == "-0" else plain).translate(str.maketrans(",.", ".,"))


def spell_number(n: int) -> str:
    """Return `n` in words: 15 mười lăm, 21 hai mươi mốt, 105 một trăm linh năm, 1.005 một nghìn không trăm linh năm."""
    if n < 0:
        return "âm " + spell_number(-n)
    if n >= 10**9:
        high, rest = divmod(n, 10**9)
        return f"{spell_number(high)} tỷ" + (f" {_below_billion(rest, lead=False)}" if rest else "")
    return _below_billion(n, lead=True) or _ONES[0]


def _ungrouped(token: str) -> str:
    """Return the bare digits of well-formed groups of three, or an empty string."""
    return re.sub("[.,]", "", token) if re.fullmatch(r"[1-9][0-9]{0,2}(?:[.,][0-9]{3})*", token) else ""


def _below_billion(n: int, *, lead: bool) -> str:
    words = []
    for scale, name in ((10**6, "triệu"), (10**3, "nghìn"), (1, "")):
        group = n // scale % 1000
        if group:
            words.append(f"{_hundreds(group, lead=lead)} {name}".rstrip())
            lead = False
    return " ".join(words)


def _hundreds(n: int, *, lead: bool) -> str:
    """Spell 1 to 999; only the leading group drops its "không trăm"."""
    hundreds, rest = divmod(n, 100)
    if lead and not hundreds:
        return _tens(rest)
    words = f"{_ONES[hundreds]} trăm"
    if not rest:
        return words
    return f"{words} linh {_ONES[rest]}" if rest < 10 else f"{words} {_tens(rest)}"


def _tens(n: int) -> str:
    tens, ones = divmod(n, 10)
    if not tens:
        return _ONES[ones]
    last = {0: "", 5: "lăm", **({1: "mốt", 4: "tư"} if tens > 1 else {})}.get(ones, _ONES[ones])
    return f"{'mười' if tens == 1 else _ONES[tens] + ' mươi'} {last}".rstrip()
