"""Days and longer times as people say them: dd/mm/yyyy, quarters, school years, "hôm qua" (R74)."""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from storage.vietnamese.search import fold

Precision = Literal["day", "month", "quarter", "year", "school-year"]

_LONGEST_TEXT = 100
_YEARS = range(1900, 2101)
_ROMAN = ("I", "II", "III", "IV")
_COUNTED = ("mot", "hai", "ba", "tu", "nam", "sau", "bay", "tam", "chin", "muoi", "muoi mot", "muoi hai")
_MONTH_WORDS = {word: n for n, word in enumerate(_COUNTED, 1)}
_QUARTER_WORDS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "mot": 1, "hai": 2, "ba": 3, "tu": 4}


@dataclass(frozen=True)
class Day:
    """A time from `day` to `until`, both included, as exactly as it was told; a week is told in days."""

    day: date
    until: date
    precision: Precision


def read_day(text: str, today: date) -> Day | None:
    """Return the day or longer time that `text` names, or None (also for days that don't exist).

    Only dd/mm/yyyy: 07/08 is 7 August. Without a year it is the latest such time that has begun by `today`; with one it
    is what it says, even in the future. Two-digit years are 20xx.
    """
    if len(text) > _LONGEST_TEXT:
        return None
    folded = re.sub(r"[–—−]", "-", fold(text))
    folded = _AFTER.sub("", _BEFORE.sub("", folded))
    for pattern, reader in _READERS:
        found = pattern.fullmatch(folded)
        if found:
            return reader(found, today)
    return None


def show_day(day: date) -> str:
    """Return "05/09/2025"."""
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def show(when: Day) -> str:
    """Return "05/09/2025", "tháng 02/2025", "quý IV/2025", "năm 2025" or "năm học 2025–2026", as it was told."""
    day = when.day
    match when.precision:
        case "month":
            return f"tháng {day.month:02}/{day.year}"
        case "quarter":
            return f"quý {_ROMAN[(day.month - 1) // 3]}/{day.year}"
        case "year":
            return f"năm {day.year}"
        case "school-year":
            return f"năm học {day.year}–{day.year + 1}"
        case _:
            return show_day(day) if day == when.until else f"{show_day(day)}–{show_day(when.until)}"


def _day(year: int, month: int, day: int) -> Day | None:
    if year not in _YEARS or not 1 <= month <= 12 or not 1 <= day <= monthrange(year, month)[1]:
        return None
    return _one(date(year, month, day))


def _one(day: date) -> Day:
    return Day(day, day, "day")


def _months(year: int, month: int, count: int, precision: Precision) -> Day | None:
    """Return `count` whole months from the first of `month`."""
    last = month + count - 1
    if year not in _YEARS or not 1 <= month <= 12 or last > 12:
        return None
    return Day(date(year, month, 1), date(year, last, monthrange(year, last)[1]), precision)


def _month(year: int, month: int) -> Day | None:
    return _months(year, month, 1, "month")


def _quarter(year: int, quarter: int) -> Day | None:
    return _months(year, 3 * quarter - 2, 3, "quarter")


def _year(year: int) -> Day | None:
    return _months(year, 1, 12, "year")


def _latest(make: Callable[[int], Day | None], today: date) -> Day | None:
    """Return what `make` gives for the latest year in which it has begun by `today` (29/02 may be eight years back)."""
    times = (make(year) for year in range(today.year, today.year - 9, -1))
    return next((time for time in times if time and time.day <= today), None)


def _full_year(digits: str) -> int:
    return int(digits) + (2000 if len(digits) == 2 else 0)


def _read_day(found: re.Match[str], today: date) -> Day | None:
    day, month, year = int(found["d"]), _MONTH_WORDS.get(found["m"]) or int(found["m"]), found["y"]
    if year:
        return _day(_full_year(year), month, day)
    return _latest(lambda y: _day(y, month, day), today)


def _read_month(found: re.Match[str], today: date) -> Day | None:
    month, year = _MONTH_WORDS.get(found["m"]) or int(found["m"]), found["y"]
    if year in _NAMED_YEARS:
        return _month(today.year - _NAMED_YEARS[year], month)
    return _month(_full_year(year), month) if year else _latest(lambda y: _month(y, month), today)


def _read_quarter(found: re.Match[str], today: date) -> Day | None:
    quarter, year = _QUARTER_WORDS.get(found["q"]) or int(found["q"]), found["y"]
    if year in _NAMED_YEARS:
        return _quarter(today.year - _NAMED_YEARS[year], quarter)
    return _quarter(_full_year(year), quarter) if year else _latest(lambda y: _quarter(y, quarter), today)


def _read_school_year(found: re.Match[str], _today: date) -> Day | None:
    first, second = int(found["y"]), _full_year(found["z"])
    if second != first + 1 or first not in _YEARS:
        return None
    # From the month of the opening ceremony (5 September) up to the next one, so that summer work has its year too.
    return Day(date(first, 9, 1), date(second, 8, 31), "school-year")


def _read_ago(found: re.Match[str], today: date) -> Day | None:
    """ "3 ngày trước", "2 tuần trước", "tháng trước", "quý này": the unit as a whole, some of them back."""
    back = int(found["n"] or found["when"] != "nay")
    match found["unit"]:
        case "ngay":
            return _one(today - timedelta(days=back))
        case "tuan":
            monday = today - timedelta(days=today.weekday() + 7 * back)
            return Day(monday, monday + timedelta(days=6), "day")
        case "thang":
            return _month(*_back(today.year, today.month, back, 12))
        case "quy":
            return _quarter(*_back(today.year, (today.month + 2) // 3, back, 4))
        case _:
            return _year(today.year - back)


def _back(year: int, place: int, back: int, in_year: int) -> tuple[int, int]:
    years, left = divmod(year * in_year + place - 1 - back, in_year)
    return years, left + 1


_NAMED_YEARS = {"nay": 0, "ngoai": 1, "truoc": 1}
_BEFORE = re.compile(
    r"^(?:(?:ke|tu|vao|khoang|tam|do|hoi|luc|bat dau|ap dung|lam|la|dau|giua|cuoi|hom|trong"
    r"|(?:thu (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat),?)\s+)+"
)
_AFTER = re.compile(r"(?:\s+(?:den nay|tro di|vua roi|roi|nhe|a))*[.!, ]*$")
_MONTH_NAME = r"(?P<m>[0-9]{1,2}|" + "|".join(sorted(_MONTH_WORDS, key=len, reverse=True)) + ")"
_ANY_YEAR = r"(?P<y>[0-9]{4}|[0-9]{2})"


def _alternatives(head: str, *tails: str) -> list[re.Pattern[str]]:
    """A group name may stand once in a pattern, so each way of telling the year is a pattern of its own."""
    return [re.compile(head + tail) for tail in tails]


_YEAR_TOLD = (
    r"(?P<y>)",
    rf"\s*[/.-]\s*(?:nam )?{_ANY_YEAR}",
    r",?\s+(?:nam\s+)?(?P<y>[0-9]{4})",
    r"\s+nam\s+(?P<y>nay|ngoai|truoc)",
)
_D = r"(?:ngay\s+)?(?:(?:mung|mong)\s+)?(?P<d>[0-9]{1,2})"

_Reader = Callable[[re.Match[str], date], Day | None]
_READERS: list[tuple[re.Pattern[str], _Reader]] = [
    (re.compile(r"(?P<y>[0-9]{4})([-/.])(?P<m>[0-9]{1,2})\2(?P<d>[0-9]{1,2})"), _read_day),
    (re.compile(rf"{_D}\s*([/.-])\s*(?P<m>[0-9]{{1,2}})(?:\s*\2\s*|,?\s+nam\s+){_ANY_YEAR}"), _read_day),
    (re.compile(rf"{_D}\s*[/.-]\s*(?P<m>[0-9]{{1,2}})(?P<y>)"), _read_day),
    *((pattern, _read_day) for pattern in _alternatives(rf"{_D}[\s,]*thang\s+{_MONTH_NAME}", *_YEAR_TOLD[:3])),
    *((pattern, _read_month) for pattern in _alternatives(rf"thang\s+{_MONTH_NAME}", *_YEAR_TOLD)),
    (re.compile(r"(?P<m>[0-9]{1,2})\s*[/.-]\s*(?P<y>[0-9]{4})"), _read_month),
    *(
        (pattern, _read_quarter)
        for pattern in _alternatives(r"(?:quy\s*|q)(?P<q>[1-4]|iii|ii|iv|i|mot|hai|ba|tu)", *_YEAR_TOLD)
    ),
    (re.compile(r"nam hoc\s+(?P<y>[0-9]{4})\s*[-/]\s*(?P<z>[0-9]{4}|[0-9]{2})"), _read_school_year),
    (re.compile(r"(?:nam\s+)?(?P<y>[0-9]{4})"), lambda found, _: _year(int(found["y"]))),
    (re.compile(r"(?:(?:sang|trua|chieu|toi|ngay)\s+)?nay"), lambda _, today: _one(today)),
    (re.compile(r"(?:(?:sang|trua|chieu|toi|dem|ngay)\s+)?qua"), lambda _, today: _one(today - timedelta(days=1))),
    (re.compile(r"kia"), lambda _, today: _one(today - timedelta(days=2))),
    (re.compile(r"(?P<n>[0-9]{1,2})\s+(?P<unit>ngay|tuan|thang|nam)\s+truoc"), _read_ago),
    (re.compile(r"cach day\s+(?P<n>[0-9]{1,2})\s+(?P<unit>ngay|tuan|thang|nam)"), _read_ago),
    (re.compile(r"(?P<n>)(?P<unit>tuan|thang|quy|nam)\s+(?P<when>truoc|ngoai|roi|nay)"), _read_ago),
]
