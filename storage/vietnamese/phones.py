"""Vietnamese mobile numbers: kept as E.164, shown in groups, masked in lists (R73)."""

import re

# The eleven-digit prefixes and what they became in autumn 2018.
_MOVED_2018 = (
    {"162": "32", "163": "33", "164": "34", "165": "35", "166": "36", "167": "37", "168": "38", "169": "39"}
    | {"120": "70", "121": "79", "122": "77", "126": "76", "128": "78"}
    | {"123": "83", "124": "84", "125": "85", "127": "81", "129": "82"}
    | {"186": "56", "188": "58", "199": "59"}
)
_GAP = r"[ .\-)\u00a0\u2013]{0,2}"
_NATIONAL = rf"(?:[35789](?:{_GAP}[0-9]){{8}}|1(?:{_GAP}[0-9]){{9}})"
_IN_TEXT = re.compile(
    rf"(?<![0-9])(?<![0-9][.,])(?:(?:\+|00)?{_GAP}84{_GAP}(?:\(0\)|0)?|\(?0){_GAP}{_NATIONAL}(?![0-9])"
)
_SEPARATORS = re.compile(r"[\s.\-()\u2013]+")
_DIGITS = re.compile(r"(?:(?:\+|00)?84)?0?([35789][0-9]{8}|1[0-9]{9})")
_KEPT = re.compile(r"\+84[35789][0-9]{8}")


def read_phone(text: str) -> str | None:
    """Return a mobile number as E.164, "+84912345678", or None.

    Understands spaces, dots and hyphens, "0", "+84", "84", "0084", the eleven digits of before 2018, and a number whose
    leading zero a spreadsheet has eaten.
    """
    found = _DIGITS.fullmatch(_SEPARATORS.sub("", text[:40]))
    if found is None:
        return None
    national = found[1]
    if len(national) == 10:
        moved = _MOVED_2018.get(national[:3])
        return f"+84{moved}{national[3:]}" if moved else None
    return f"+84{national}"


def find_phone(text: str) -> str | None:
    """Return the first mobile number inside a sentence as E.164, or None."""
    numbers = (read_phone(found[0]) for found in _IN_TEXT.finditer(text))
    return next((number for number in numbers if number), None)


def hide_phones(text: str) -> str:
    """The same sentence with every mobile number in it masked: papers are read by many (R73)."""

    def masked(found: re.Match[str]) -> str:
        number = read_phone(found[0])
        return mask_phone(number) if number else found[0]

    return _IN_TEXT.sub(masked, text)


def show_phone(e164: str) -> str:
    """Return "0912 345 678" for "+84912345678"; ValueError for anything else."""
    digits = _digits(e164)
    return f"{digits[:4]} {digits[4:7]} {digits[7:]}"


def mask_phone(e164: str) -> str:
    """Return "09•• ••• 678" for "+84912345678"; ValueError for anything else."""
    digits = _digits(e164)
    return f"{digits[:2]}•• ••• {digits[7:]}"


def _digits(e164: str) -> str:
    if not _KEPT.fullmatch(e164):
        raise ValueError("not a Vietnamese mobile number in E.164")  # the number itself stays out of logs
    return "0" + e164[3:]
