"""Finding by what people type: folding, ranking and abbreviations (R48, R70, R77)."""

import itertools
import unicodedata

_MOST_VARIANTS = 8

_ABBREVIATIONS: dict[str, tuple[str, ...]] = {
    # the union and its bodies
    "ldld": ("lien doan lao dong",),
    "tldld": ("tong lien doan lao dong",),
    "tld": ("tong lien doan",),
    "cdcs": ("cong doan co so",),
    "cdn": ("cong doan nganh",),
    "cdvc": ("cong doan vien chuc",),
    "cd": ("cong doan", "cao dang"),
    "nd": ("nghiep doan", "noi dung"),
    "bch": ("ban chap hanh",),
    "btv": ("ban thuong vu",),
    "dv": ("doan vien", "don vi", "dich vu"),
    "nld": ("nguoi lao dong",),
    "cnld": ("cong nhan lao dong",),
    "cnvcld": ("cong nhan vien chuc lao dong",),
    # places and offices
    "tp": ("thanh pho",),
    "tx": ("thi xa",),
    "tt": ("thi tran", "trung tam"),
    "kcn": ("khu cong nghiep",),
    "ccn": ("cum cong nghiep",),
    "ubnd": ("uy ban nhan dan",),
    "mttq": ("mat tran to quoc",),
    "bql": ("ban quan ly",),
    "qlda": ("quan ly du an",),
    "gtvt": ("giao thong van tai",),
    "nnptnt": ("nong nghiep phat trien nong thon",),
    "ptnt": ("phat trien nong thon",),
    "xd": ("xay dung",),
    "gd": ("giao duc", "giam doc"),
    "bv": ("benh vien", "bao ve"),
    "thpt": ("trung hoc pho thong",),
    "thcs": ("trung hoc co so",),
    # companies
    "cty": ("cong ty",),
    "ct": ("cong ty", "cong trinh", "chu tich"),
    "ctcp": ("cong ty co phan",),
    "tnhh": ("trach nhiem huu han",),
    "mtv": ("mot thanh vien",),
    "cp": ("co phan", "chi phi"),
    "cn": ("cong nhan", "cong nghiep", "chi nhanh"),
    "nm": ("nha may",),
    "xn": ("xi nghiep",),
    # chat words
    "sk": ("sang kien", "suc khoe"),
    "mh": ("mo hinh", "man hinh"),
    "tk": ("tiet kiem", "tai khoan"),
    "dc": ("duoc", "dia chi", "dong chi"),
    "k": ("khong", "nghin"),
    "kg": ("khong", "kilogam"),
    "ko": ("khong",),
    "hok": ("khong",),
    "hong": ("khong",),
    "nv": ("nhan vien", "nhiem vu"),
    "ld": ("lao dong", "lanh dao"),
    "sx": ("san xuat",),
    "trc": ("truoc",),
    "lm": ("lam",),
    "ntn": ("nhu the nao",),
    "sdt": ("so dien thoai",),
    "tr": ("trieu", "truong"),
}
# One letter means a kind of place only before the name of one: "h yen khanh", never "vitamin h".
_BEFORE_NAME = {"h": "huyen", "x": "xa", "p": "phuong", "q": "quan", "t": "tinh"}
# What units are commonly entered as, so that a query in full also finds them; longest first.
_SHORT = ("cdcs", "ldld", "tnhh", "ubnd", "kcn", "cdn", "cty", "tp", "cp", "cd")


class _Folds(dict[int, str]):
    """Code point → its folded letters, worked out when first met."""

    def __missing__(self, code: int) -> str:
        letters = unicodedata.normalize("NFD", chr(code).casefold())
        folded = "".join(c for c in letters if not unicodedata.combining(c))
        folded = folded.replace("đ", "d").replace("ð", "d")  # đ has no decomposition
        if code < 0x3000:  # a member can't fill the memory with rare characters
            self[code] = folded
        return folded


_FOLDS = _Folds()


def fold(text: str) -> str:
    """Return the search key: lower case, no marks, đ as d, single spaces (R70). "Thuỷ" and "Thủy" are alike."""
    return " ".join(text.translate(_FOLDS).split())


def rank(query: str, candidate: str) -> int:
    """Return how well `candidate` answers `query`, lower is better (R70: the accents as typed first).

    0 equal, 1 starts with, 2 contains, all as typed but for case; 3 and 4 the same for the folded texts; 5 contains
    folded, or every word of the query begins a word of the candidate; 9 neither, or an empty query.
    """
    for offset, change in ((0, _as_typed), (3, fold)):
        wanted, given = change(query), change(candidate)
        if not wanted:
            return 9
        if given == wanted:
            return offset
        if given.startswith(wanted):
            return offset + 1
        if wanted in given:
            return offset + 2
    words = fold(candidate).split()
    return 5 if all(any(word.startswith(part) for word in words) for part in fold(query).split()) else 9


def expand(folded: str) -> list[str]:
    """Return up to 8 distinct readings of a folded query: itself, abbreviations written out, long ones shortened.

    An ambiguous abbreviation gives several. For search and intent only: nobody's words are
    rewritten (R48, R77).
    """
    words = folded.split()
    options = [(*_meanings(words, place), word) for place, word in enumerate(words)]
    written_out = (" ".join(choice) for choice in itertools.product(*options))
    found = dict.fromkeys((folded, next(written_out), _abbreviated(folded)))
    for variant in itertools.islice(written_out, 4 * _MOST_VARIANTS):
        found.setdefault(variant)
    return list(found)[:_MOST_VARIANTS]


def _as_typed(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text.casefold()).split())


def _meanings(words: list[str], place: int) -> tuple[str, ...]:
    word = words[place].strip(".,")
    if word in _BEFORE_NAME:
        return (_BEFORE_NAME[word],) if place + 1 < len(words) else ()
    return _ABBREVIATIONS.get(word, ())


def _abbreviated(folded: str) -> str:
    text = f" {folded} "
    for short in _SHORT:
        text = text.replace(f" {_ABBREVIATIONS[short][0]} ", f" {short} ")
    return text.strip()
