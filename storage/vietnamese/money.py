"""Amounts of money in đồng, as people type them (R75). The caller always reads the amount back: `say_money`."""

import re
from decimal import Decimal

from storage.vietnamese.numbers import COUNTED, NUMBER, digits_value, show_number, spell_number
from storage.vietnamese.search import fold

_MOST = 10**15
_LONGEST_TEXT = 1000

_FORMAL = {"ty": 10**9, "ti": 10**9, "trieu": 10**6, "tr": 10**6, "nghin": 10**3, "ngan": 10**3}
_TIMES = {"nghin": 1000, "ngan": 1000, "tram": 100, "chuc": 10}
_SCALES = {
    **{f"{word} {unit}": n * _FORMAL[unit] for word, n in _TIMES.items() for unit in ("ty", "ti", "trieu")},
    **{f"{word} {unit}": n * 1000 for word, n in (("tram", 100), ("chuc", 10)) for unit in ("nghin", "ngan")},
    **_FORMAL,
    "k": 10**3,
}
_SLANG = {"cu": 10**6, "lit": 10**5}  # only as the whole answer: "200 lít xăng" is petrol
_ALL = {**_SCALES, **_SLANG}


_WORDS = {word: Decimal(n) for word, n in COUNTED.items()} | {"nua": Decimal("0.5")}
_COUNTING = "|".join(sorted(_WORDS, key=len, reverse=True))


def _part(units: dict[str, int]) -> re.Pattern[str]:
    names = "|".join(sorted(units, key=len, reverse=True))
    names = names.removesuffix("|k") + r"|(?<=[0-9])k|(?<=[0-9] )k(?! [a-z])"  # in "3 k được" it is không
    amount = rf"(?P<amount>{NUMBER}|{_COUNTING})"
    tail = r"(?:(?P<tail>[0-9]{1,3})(?![0-9.,])|(?P<half> ?ruoi)(?![a-z]))?"
    return re.compile(rf"(?:{amount} ?)?(?P<unit>{names})(?=d?(?![a-z])|ruoi)\.?{tail} ?")


_PART = _part(_ALL)
_SENTENCE_PART = _part(_SCALES)
_PER = r"(?:mot|moi|1) (?:nam|thang|quy|tuan|ngay|ca|nguoi)(?![a-z])"  # "36 triệu 1 tháng"
_LOOSE_TAIL = re.compile(
    rf"(?!{_PER})(?:([0-9]{{1,3}})(?![0-9.,])|({'|'.join(w for w, n in COUNTED.items() if n < 10)})(?![a-z]))"
)
_CURRENCY = r"(?:₫|(?:vnd|dong|d)(?![a-z]))"
_PLAIN = re.compile(rf"({NUMBER}) ?({_CURRENCY})?")
_BEFORE = re.compile(
    r"(?:[~≈<>=+:]|(?:khoang|tam|chung|gan|hon|tren|duoi|uoc tinh|uoc|tinh|la|duoc|so tien|tiet kiem|lam loi|loi|giam"
    r"|ton|het|mat|chi phi|chi|tong cong|tong|co)(?![a-z])| )*"
)
_AFTER = re.compile(
    rf" ?{_CURRENCY}?\.? ?(?:/.*|(?:mot|moi|1|tren|cho|trong) .*|viet nam)?(?: ?(?:a|thoi|nhe|nha))?[ .!]*"
)
_NOTHING = re.compile(
    r"(?:khong|ko)(?: (?:ton|mat|het|phai|co|chi|bo|them|tien|gi|phi|kinh phi|chi phi|dong nao|xu nao|ca))*(?: a)?"
    r"|mien phi"
)
_FOREIGN = re.compile(r"[$€£¥]|\b(?:usd|eur|euro)\b|[0-9](?:k| ?ty| ?tr| ?trieu| ?nghin| ?ngan)? do la\b")
_NEGATIVE = re.compile(r"(?:^|[\s~≈(])[-−–] ?[0-9]|\bam [0-9]")
_RANGE = re.compile(r"(?:[-−–→>]|\bden|\bhoac) ?$")
# What may follow an amount in a sentence: "5 nghìn giờ công" is no money.
_GOES_ON = re.compile(
    rf" ?(?:{_CURRENCY}|$|[.,;:!/]|(?:mot|moi|1|tren|cho|trong|so voi|tien|va|nho|do|tu|sau|nam|thang|quy|nay|a|nhe|roi"
    r"|thoi|la|de|khi|nen|cua|tai)(?![a-z]))"
)
_NUMBER_NEXT = re.compile(rf"(?!{_PER})[0-9]")
_STARTS = re.compile(r"(?<![\w.,])[0-9]")


def read_money(text: str) -> int | None:
    """Return the amount in đồng, or None when it isn't one clear amount from 0 to 10**15.

    Understands "1,5 tỷ", "180tr", "1tr5", "2 tỷ rưỡi", "2 tỷ 3", "1 tỷ 200 triệu", "200k", "củ", "lít" (as answer by
    itself), "180.000.000đ", "không tốn", with or without accents, or exactly one amount inside a sentence. A number by
    itself is đồng and must be whole; there "200,000" is grouped the English way, for đồng has no decimals. Two amounts,
    ranges, negative ones and foreign money are None: ask again.
    """
    if len(text) > _LONGEST_TEXT:
        return None
    folded = re.sub(r"\([^()]*\)", " ", fold(text)).strip()
    if _NOTHING.fullmatch(folded):
        return 0
    if _FOREIGN.search(folded) or _NEGATIVE.search(folded):
        return None
    amount = _as_answer(folded)
    if amount is None:
        amount = _in_sentence(folded)
    return int(amount.to_integral_value()) if amount is not None and 0 <= amount <= _MOST else None


def say_money(n: int) -> str:
    """Return the amount twice, for confirmation: "180.000.000 đồng (một trăm tám mươi triệu đồng)"."""
    return f"{show_number(n)} đồng ({spell_number(n)} đồng)"


def _as_answer(text: str) -> Decimal | None:
    """Read `text` as nothing but one amount, with the usual words around it."""
    start = _BEFORE.match(text)
    text = text[start.end() :] if start else text
    found = _scaled(text, 0, _PART) or _plain(text, 0)
    if found is None:
        return None
    amount, end, unit = found
    tail = _LOOSE_TAIL.match(text, end)  # "2 tỷ 3", "hai tỷ ba": 2,3 tỷ
    if tail and unit > 1:
        amount, end = amount + _fraction(tail[1] or str(COUNTED[tail[2]]), unit), tail.end()
    return amount if _AFTER.fullmatch(text, end) else None


def _in_sentence(text: str) -> Decimal | None:
    """Read the one amount in a sentence: it has a unit or a currency, and no other amount stands beside it."""
    amounts: set[Decimal] = set()
    done = 0
    for start in _STARTS.finditer(text):
        if start.start() < done:
            continue
        found = _scaled(text, start.start(), _SENTENCE_PART) or _plain(text, start.start(), currency=True)
        if found:
            amount, done, unit = found
            number_next = _NUMBER_NEXT.match(text, done)
            if _RANGE.search(text, 0, start.start()) or (unit > 1 and number_next):
                return None
            if unit > 1 and not _GOES_ON.match(text, done):
                continue
            amounts.add(amount)
    return amounts.pop() if len(amounts) == 1 else None


def _scaled(text: str, start: int, part: re.Pattern[str]) -> tuple[Decimal, int, int] | None:
    """Return the sum of parts in falling units ("1 tỷ 200 triệu"), where it ends and the last unit."""
    total, end, unit = Decimal(0), start, 0
    while found := part.match(text, end):
        scale = _ALL[found["unit"]]
        amount = _amount(found["amount"], half=bool(found["half"]))
        if amount is None or (unit and scale >= unit):
            break
        total += amount * scale + _fraction(found["tail"] or "", scale)
        total += Decimal(scale) / 2 if found["half"] else 0
        end, unit = found.end(), scale
    return (total, end, unit) if unit else None


def _amount(token: str | None, *, half: bool) -> Decimal | None:
    if token is None:
        return Decimal(1) if half else None  # "tỷ rưỡi"
    return _WORDS[token] if token in _WORDS else digits_value(token)


def _fraction(tail: str, scale: int) -> Decimal:
    """ "1tr5", "1tr25" and "1tr250" all continue the number after its comma."""
    return Decimal(f"0.{tail}") * scale if tail else Decimal(0)


def _plain(text: str, start: int, *, currency: bool = False) -> tuple[Decimal, int, int] | None:
    found = _PLAIN.match(text, start)
    if found is None or (currency and not found[2]):
        return None
    token = found[1]
    if re.fullmatch(r"[1-9][0-9]{0,2},[0-9]{3}", token):
        token = token.replace(",", "")
    amount = digits_value(token)
    return (amount, found.end(), 1) if amount is not None and amount == int(amount) else None
