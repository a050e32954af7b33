"""What every official paper says around its matter: issuer, number, date, bases, recipients, who signs (R42–R44, R49).

Field names are what an officer sees in a Word template, so they are plain Vietnamese without marks (docs/templates.md).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import zip_longest
from typing import Any, Literal

from handlers.forms import Say
from handlers.papers.official import Missing, Picture
from storage.dossier_shapes import FileDossier, PhotoKept, ReportDossier
from storage.forms import sign_of
from storage.legal_bases import cited
from storage.signing import EVERY
from storage.vietnamese import fold, show_number

Words = Callable[..., str]  # say(name, **args) of the paper's own language
Draw = Callable[[str], Picture | None]  # a media key → the photo as it is printed

UNSIGNED = ("initiative-application", "minutes")  # signed by an author, or by who chaired: no office to look up
HEAD_LINE = 26  # capitals that fit beside the national motto
MOST_PAIRS = 6  # rows of photos in one paper


@dataclass(frozen=True, slots=True)
class Need:
    """Something missing, as a text with its arguments: said in Vietnamese on the paper, in the asker's language in the chat."""

    what: Say
    ask: Literal["author", "officer"]
    field: str
    person_id: int | None = None
    report_id: int | None = None
    nominee_id: int | None = None

    def said(self, say: Words) -> Missing:
        text = say(self.what.name, **self.what.args)
        return Missing(text, self.ask, self.field, self.person_id, self.report_id, self.nominee_id)


@dataclass(frozen=True, slots=True)
class Page:
    """A paper being written: its fields so far, and what was found missing on the way."""

    say: Words
    draw: Draw
    needs: list[Need] = field(default_factory=list)

    def need(self, what: Say, ask: Literal["author", "officer"], name: str, **about: int | None) -> str:
        """Note that something is missing; gives the dots that stand in its place."""
        self.needs.append(Need(what, ask, name, **about))
        return self.say("paper-dots")


def around(page: Page, dossier: ReportDossier | FileDossier, code: str, sign: str) -> dict[str, Any]:
    """The fields that every paper has."""
    say, issuer = page.say, dossier.issuer
    signing = dossier.signing
    if not signing.name and code not in UNSIGNED:
        page.need(Say("paper-lacks-signatory", {"unit": issuer.name}), "officer", "signatory")
    lines = (
        dossier.recipients.get(code) or dossier.recipients.get(EVERY) or [say("paper-as-above"), say("paper-archive")]
    )
    number = say("paper-number", sign=sign, unit=sign_of(issuer.type)) if sign else ""
    return {
        "co_quan_tren": issuer.above,
        "co_quan_tren_hoa": in_two_lines(issuer.above.upper()),
        "co_quan": issuer.name,
        "co_quan_hoa": in_two_lines(issuer.name.upper()),
        "so_ky_hieu": number,
        "dia_danh_ngay": say("paper-place-day", place=dossier.movement.place, day=long_day(say, dossier.day)),
        "nam_lap": str(dossier.day.year),
        "phong_trao": dossier.movement.title,
        "can_cu": cited(code, dossier.day),
        "noi_nhan": list(lines),
        "ky": {
            "thay_mat": signing.signs_for or ("" if signing.name else say("paper-for-whom")),
            "chuc_vu": signing.title or say("paper-office"),
            "ten": signing.name,
        },
        "trong": say("paper-dots"),
    }


def finished(page: Page, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields with what is missing on top, each thing once, and the mark of a draft."""
    lacking = list(dict.fromkeys(page.say(need.what.name, **need.what.args) for need in page.needs))
    return {**fields, "con_thieu": lacking, "du_thao": page.say("paper-draft")}


def in_two_lines(name: str) -> str:
    """A name too long for one line of the head, parted where both lines are about as long: no word is left alone."""
    if len(name) <= HEAD_LINE or len(name) > 2 * HEAD_LINE:
        return name
    spaces = [place for place, letter in enumerate(name) if letter == " "]
    middle = min(spaces, key=lambda place: abs(2 * place - len(name)), default=0)
    return f"{name[:middle]}\n{name[middle + 1 :]}" if middle else name


def long_day(say: Words, day: date) -> str:
    """Days below ten and the first two months with a zero (NĐ 30/2020, Phụ lục I)."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return say("paper-day", day=f"{day.day:02d}", month=month, year=str(day.year))


def share(value: float | None) -> str:
    return "" if value is None else show_number(Decimal(str(value)))


def pairs(page: Page, photos: Sequence[PhotoKept]) -> list[dict[str, Any]]:
    """Photos in rows of two: before on the left, after on the right, untagged ones behind them (R9)."""
    before = [photo for photo in photos if photo.tag == "before"]
    after = [photo for photo in photos if photo.tag == "after"]
    loose = [photo for photo in photos if photo.tag not in ("before", "after")]
    rows = [*zip_longest(before, after), *zip_longest(loose[::2], loose[1::2])]
    drawn = [(_shown(page, left), _shown(page, right)) for left, right in rows[:MOST_PAIRS]]
    nothing = {"hinh": "", "chu_thich": ""}
    return [{"trai": left or nothing, "phai": right or nothing} for left, right in drawn if left or right]


def _shown(page: Page, photo: PhotoKept | None) -> dict[str, Any] | None:
    """A photo with its caption, which says whether it is from before or after; None when its bytes are gone."""
    picture = page.draw(photo.key) if photo else None
    if photo is None or picture is None:
        return None
    tag = page.say("paper-photo-before" if photo.tag == "before" else "paper-photo-after") if photo.tag else ""
    said = fold(photo.caption).startswith(fold(tag)) if tag else True
    caption = photo.caption if said else ": ".join(filter(None, [tag, photo.caption]))
    return {"hinh": picture, "chu_thich": caption}
