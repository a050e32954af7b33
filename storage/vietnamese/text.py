"""Clean text at every door, and its visible length (R69)."""

import re
import unicodedata

# Character classes, as the inside of a regex set. Marks are those met in Latin text, and Thai for the neighbours.
_MARK = (
    r"\u0300-\u036f\u0483-\u0489\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
    r"\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
)
_FLAG = r"\U0001f1e6-\U0001f1ff"
_PICTURE = r"\u231a-\u23ff\u24c2\u25aa-\u25fe\u2600-\u27bf\u2934\u2935\u2b05-\u2b55\u3297\u3299\U0001f000-\U0001faff"
_SIGN = r"\u00a9\u00ae\u203c\u2049\u2122\u2139\u2194-\u21aa\u3030\u303d"  # emoji only when VS16 follows
_EMOJI = _PICTURE + _SIGN
_TONE = r"\ufe0f\U0001f3fb-\U0001f3ff"
_SPACE = r"\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u2800\u3000"
_BREAK = r"\v\f\x85\u2028\u2029"
# Controls, soft hyphens, fillers, bidi marks, zero widths, variation selectors, private use, non-characters, tags.
_GONE = (
    r"\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    r"\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0e\ufeff\uffa0\ufff0-\ufffc"
    r"\ufffe\uffff\ufdd0-\ufdef\ud800-\udfff\ue000-\uf8ff\U000e0000-\U0010ffff"
) + "".join(rf"\U000{plane:x}fffe\U000{plane:x}ffff" for plane in range(1, 14))

_ODD = re.compile(rf"[{_GONE}{_SPACE}{_BREAK}\r\u00d0\u00f0\u200d\ufe0f{_MARK}]")
_GONE_CHARS = re.compile(rf"[{_GONE}]+")
_SPACES = re.compile(rf"[ {_SPACE}]+")
_BREAKS = re.compile(rf"\r\n?|[{_BREAK}]")
_JOINERS = re.compile(
    rf"([{_EMOJI}][{_TONE}]?(?:\u200d[{_EMOJI}][{_TONE}]?)+|[{_EMOJI}]\ufe0f|[0-9#*]\ufe0f\u20e3)|[\u200d\ufe0f]"
)
_PILE = re.compile(rf"([{_MARK}]{{4}})[{_MARK}]+")
_CLUSTER = re.compile(
    rf"\r\n|[{_FLAG}]{{2}}"
    rf"|[{_EMOJI}][{_TONE}{_MARK}]*(?:\u200d[{_EMOJI}][{_TONE}{_MARK}]*)*"
    rf"|.[{_MARK}\u200d\ufe0e\ufe0f]*",
    re.DOTALL,
)
_PRINTED = re.compile(
    rf"([0-9#*])\ufe0f?\u20e3|(?:[{_PICTURE}]\ufe0f?|[{_SIGN}]\ufe0f)(?:[{_TONE}]|\u200d[{_EMOJI}])*|[\ufe0f\u200d]"
)
_LOOK_ALIKE = str.maketrans("Ðð", "Đđ")  # U+00D0, U+00F0 (Icelandic eth) into the Vietnamese letter


def clean(text: str, *, limit: int = 4000) -> str:
    r"""Return `text` as NFC without what can't be seen or would harm (R69, R70): idempotent, never raises.

    Look-alike Ð becomes Đ; controls (but "\n"), bidi marks, zero-width and private characters, lone surrogates and
    piles of more than four marks go; joiners stay inside emoji only; spaces and blank lines are not repeated.
    At most `limit` code points remain, cut between visible characters; far beyond `limit` the input isn't looked at.
    """
    if len(text) <= limit and not _ODD.search(text) and _is_tidy(text) and unicodedata.is_normalized("NFC", text):
        return text  # nearly every message: a few microseconds
    text = text[: limit * 8 + 1024]
    text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")  # joins pairs, drops lone ones
    text = _GONE_CHARS.sub("", _BREAKS.sub("\n", text)).translate(_LOOK_ALIKE)
    text = unicodedata.normalize("NFC", _JOINERS.sub(lambda found: found[1] or "", text))
    text = unicodedata.normalize("NFC", _PILE.sub(r"\1", text))
    text = _SPACES.sub(" ", text).replace(" \n", "\n")
    text = re.sub(r"\n{3,}", "\n\n", text).strip(" \n")
    return text if len(text) <= limit else _cut(text, limit).rstrip(" \n\u200d")


def graphemes(text: str) -> int:
    """Return how many characters a reader sees, about as Unicode's extended clusters: 👷‍♂️ is one (R69)."""
    return len(text) if text.isascii() and "\r" not in text else sum(1 for _ in _CLUSTER.finditer(text))


def shorten(text: str, width: int) -> str:
    """Return `text` on one line of at most `width` visible characters, cut after a whole word and marked "…"."""
    line = " ".join(text.split())
    if len(line) <= width or graphemes(line) <= width:
        return line
    kept = "".join(_CLUSTER.findall(line)[: max(width - 1, 0)])
    whole = kept if line[len(kept) : len(kept) + 1] == " " else kept.rpartition(" ")[0]
    return (whole or kept).rstrip(" ,;:.–-") + "…"


def strip_emoji(text: str) -> str:
    """Return `text` without emoji, for printed papers and for comparing with a label; 1️⃣ leaves its digit."""
    return "\n".join(" ".join(line.split()) for line in _PRINTED.sub(r"\1 ", text).split("\n")).strip()


def _is_tidy(text: str) -> bool:
    return text == text.strip() and not ("  " in text or " \n" in text or "\n\n\n" in text)


def _cut(text: str, limit: int) -> str:
    end = 0
    for cluster in _CLUSTER.finditer(text[: limit + 64]):
        if cluster.end() > limit:
            break
        end = cluster.end()
    return text[: end or limit]
