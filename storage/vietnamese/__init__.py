"""Vietnamese text: what people type, understood; what we show, as they write it (R69–R75, R77).

Pure functions, no I/O and no clock: both floors may use them. One idea a module: `text` (clean text and its visible
length), `search` (folding, ranking, abbreviations), `telex` (leftovers of a keyboard), `sorting`, `names`, `phones`,
`numbers`, `money` and `days`.
"""

from storage.vietnamese.days import Day, Precision, read_day, show, show_day
from storage.vietnamese.money import read_money, say_money
from storage.vietnamese.names import given_name, name_case
from storage.vietnamese.numbers import read_number, read_ordinal, read_quantity, show_number, spell_number
from storage.vietnamese.phones import find_phone, hide_phones, mask_phone, read_phone, show_phone
from storage.vietnamese.search import expand, fold, rank
from storage.vietnamese.sorting import name_sort_key, sort_key
from storage.vietnamese.telex import untelex
from storage.vietnamese.text import clean, graphemes, shorten, strip_emoji

__all__ = [
    "Day",
    "Precision",
    "clean",
    "expand",
    "find_phone",
    "fold",
    "given_name",
    "graphemes",
    "hide_phones",
    "mask_phone",
    "name_case",
    "name_sort_key",
    "rank",
    "read_day",
    "read_money",
    "read_number",
    "read_ordinal",
    "read_phone",
    "read_quantity",
    "say_money",
    "shorten",
    "show",
    "show_day",
    "show_number",
    "show_phone",
    "sort_key",
    "spell_number",
    "strip_emoji",
    "untelex",
]
