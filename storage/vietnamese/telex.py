"""Leftovers of a Telex keyboard that was switched off: "sangs kieens" is "sáng kiến" (R77).

For matching words and commands only; what people typed is kept as typed.
"""

import re
import unicodedata

_WORD = re.compile(r"(?<!\w)[^\W\d_]+(?!\w)")
_SHAPE = re.compile(r"(ngh|ng|nh|gh|gi(?=[aăâeêoôơuư])|qu|ch|kh|ph|th|tr|[bcdđghklmnprstvx])?([aăâeêioôơuưy].*)")
_QUALITY = (("dd", "đ"), ("uow", "ươ"), ("aa", "â"), ("ee", "ê"), ("oo", "ô"), ("aw", "ă"), ("ow", "ơ"), ("uw", "ư"))
_TONES = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_TONE_KEY = re.compile(r"(?<=[aăâeêioôơuưyw])([a-zđăâêôơư]*?)([sfrxj])")
_FRONT = "eêiy"  # c, g, ng are written k, gh, ngh before these, and only before these

# Every rime of the standard spelling, without tones.
_RIMES = frozenset(
    """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu
    i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
    o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong op ot
    ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
    u ua uc ui um un ung up ut uân uâng uât uây uê uêch uênh uơ uôc uôi uôm uôn uông uôt
    uy uya uych uynh uyên uyêt uyt uyp uyu ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu
    y ych ynh yt yêm yên yêng yêt yêu
    """.split()  # noqa: SIM905  # a table of syllables; quoted one by one nobody could check it
)
# Loan words and English ones that would make a syllable.
_FOREIGN = frozenset(
    "as bar bas box boxing bus car gas is max mix moon of or see soon sos tax taxi too us wow".split()  # noqa: SIM905  # as above
)


def untelex(text: str) -> str:
    """Return `text` with Telex keys applied in every word that thereby becomes a Vietnamese syllable; others stay."""
    return _WORD.sub(lambda word: _decoded(word[0]), text)


def _decoded(word: str) -> str:
    typed = unicodedata.normalize("NFC", word.lower())
    if len(typed) > 9 or typed in _FOREIGN or not re.search("[aăâeêioôơuưy]", typed):
        return word  # the longest syllable, nghiêng, has nine keys with its tone ("nghieengs"); "tw", "kwh" stay
    toneless, tone = _take_tone(typed)
    for keys, letters in _QUALITY:
        toneless = toneless.replace(keys, letters)
    toneless = _late_horn(toneless)
    if toneless == typed and not tone:
        return word
    syllable = _syllable(toneless, tone)
    if syllable is None:
        return word
    return (
        syllable.upper()
        if word.isupper() and len(word) > 1
        else syllable.capitalize()
        if word[0].isupper()
        else syllable
    )


def _take_tone(typed: str) -> tuple[str, str]:
    """Take the tone key out: s, f, r, x, j end no syllable, so after a vowel they are never letters."""
    key = _TONE_KEY.search(typed)
    if key is None:
        return typed, ""
    return typed[: key.start(2)] + typed[key.end(2) :], _TONES[key[2]]


def _late_horn(word: str) -> str:
    """ "w" at a place of its own: "tuongw" is tương, "dduwowc" được, "nwax" nữa."""
    word = word.replace("wơ", "ươ")
    if word.count("w") != 1:
        return word
    before, _, after = word.partition("w")
    for plain, horned in (("uo", "ươ"), ("ưo", "ươ"), ("a", "ă"), ("o", "ơ"), ("u", "ư")):
        if plain in before:
            return horned.join(before.rsplit(plain, 1)) + after
    return f"{before}ư{after}"


def _syllable(toneless: str, tone: str) -> str | None:
    """Return the syllable with its tone on the right vowel, or None if there is no such syllable."""
    shape = _SHAPE.fullmatch(toneless)
    if shape is None:
        return None
    initial, rime = shape[1] or "", shape[2]
    if rime not in _RIMES or not _is_spelled(initial, rime):
        return None
    if rime.endswith(("c", "ch", "p", "t")) and tone not in ("", _TONES["s"], _TONES["j"]):
        return None  # a stopped syllable has only these two tones
    place = _tone_place(rime)
    return unicodedata.normalize("NFC", initial + rime[: place + 1] + tone + rime[place + 1 :])


def _is_spelled(initial: str, rime: str) -> bool:
    if initial in ("k", "gh", "ngh"):
        return rime[0] in _FRONT
    if initial in ("c", "ng"):
        return rime[0] not in _FRONT
    return initial != "g" or rime[0] not in "eêy"


def _tone_place(rime: str) -> int:
    for vowel in "ơêôâăư":  # a letter with a mark of its own takes the tone; in ươ it is ơ
        if vowel in rime:
            return rime.index(vowel)
    vowels = len(rime) - len(rime.lstrip("aeiouy"))
    if vowels == 1:
        return 0
    closed = vowels < len(rime)
    return 1 if closed or vowels == 3 else 0  # hoàn, hoài; but hòa, thủy, cái
