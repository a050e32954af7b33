"""A report in the words of a paper: application for recognition, report of an initiative or a model (R8–R12, R58)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from handlers.authors import shown_authors
from handlers.forms import Say
from handlers.papers.paper_words import Page, Words, around, finished, pairs, share
from storage.dossier_shapes import Author, ReportDossier
from storage.movement import find
from storage.vietnamese import Day, show, show_number

ASKED = {  # fields of a report that its papers need, and the sentence part that says so
    "before": Say("paper-lacks-before"),
    "solution": Say("paper-lacks-solution"),
    "result": Say("paper-lacks-result"),
    "place": Say("paper-lacks-place"),
    "first_use": Say("paper-lacks-first-use"),
}
EXEMPT = {"policy": ("before", "place", "first_use")}  # kinds that are not asked these
WHOLE = 100


def fields(page: Page, dossier: ReportDossier, code: str, sign: str) -> dict[str, Any]:
    """Everything the papers about one report may name."""
    say, row = page.say, dossier.report
    needed = {name: _needed(page, dossier, name) for name in ASKED}
    authors = authors_of(dossier)
    _check_shares(page, dossier, authors)
    photos = pairs(page, dossier.photos)
    if not photos:
        _ask(page, dossier, "photos", Say("paper-lacks-photos"))
    if code == "initiative-application":
        page.need(Say("paper-lacks-authors"), "officer", "authors", report_id=row["id"])
    return finished(
        page,
        {
            **around(page, dossier, code, sign),
            "kinh_gui": say("paper-initiative-council", unit=dossier.issuer.name),
            "ma": row["code"],
            "ten": row["title"],
            "don_vi": dossier.unit.name,
            "chu_dau_tu": dossier.unit.name,
            "linh_vuc": theme_of(page, dossier),
            "ngay_ap_dung": needed["first_use"],
            "dia_diem": needed["place"],
            "thuc_trang": needed["before"],
            "giai_phap": needed["solution"],
            "ket_qua": needed["result"],
            "loi_ich": benefits_of(say, dossier),
            "cach_tinh": row["benefit_how"] or "",
            "cong_nhan": recognition_of(say, dossier),
            "tac_gia": [_author(say, each, place, dossier, len(authors)) for place, each in enumerate(authors, 1)],
            "ten_tac_gia": _names(authors),
            "nhieu_tac_gia": len(authors) > 1,
            "nguoi_nop": authors[0].name if len(authors) == 1 and not authors[0].collective else "",
            "nguoi_bao_cao": authors[0].name if len(authors) == 1 and not authors[0].collective else "",
            "nguoi_gui": dossier.submitter or say("paper-dots"),
            "nguoi_ap_dung": [],
            "anh": photos,
        },
    )


def _needed(page: Page, dossier: ReportDossier, name: str) -> str:
    """An answer of the report, or dots and a note of whom to ask."""
    text = day_of(dossier, name) if name == "first_use" else dossier.report[name]
    if text or name in EXEMPT.get(dossier.report["kind"], ()):
        return str(text or page.say("paper-dots"))
    return _ask(page, dossier, name, ASKED[name])


def _ask(page: Page, dossier: ReportDossier, name: str, what: Say) -> str:
    """Ask the report's author, or an officer when they left."""
    who = dossier.report["person_id"]
    about = Say(what.name, {**what.args, "code": dossier.report["code"]})
    return page.need(about, "officer" if who is None else "author", name, person_id=who, report_id=dossier.report["id"])


def _check_shares(page: Page, dossier: ReportDossier, authors: Sequence[Author]) -> None:
    """Several authors: each with a share, together 100 % (R7; H5)."""
    if len(authors) < 2:
        return
    if any(each.share is None for each in authors):
        _ask(page, dossier, "authors", Say("paper-lacks-shares"))
        return
    total = sum((Decimal(str(each.share)) for each in authors), Decimal())
    if total != WHOLE:
        _ask(page, dossier, "authors", Say("paper-lacks-whole-shares", {"total": show_number(total)}))


def authors_of(dossier: ReportDossier) -> list[Author]:
    """The authors; of a report without any, the person who sent it or the one it honours."""
    if dossier.authors:
        return list(dossier.authors)
    name = dossier.report["subject"] or dossier.submitter
    return [Author(name, "", collective=False, share=None, person_id=dossier.report["person_id"])] if name else []


def _author(say: Words, author: Author, place: int, dossier: ReportDossier, count: int) -> dict[str, str]:
    alone = WHOLE if count == 1 else None
    return {
        "stt": str(place),
        "ten": author.name,
        "ngay_sinh": "",
        "noi_cong_tac": dossier.unit.name,
        "chuc_danh": "",
        "trinh_do": "",
        "ty_le": share(author.share if author.share is not None else alone),
    }


def _names(authors: Sequence[Author]) -> str:
    return shown_authors([{"name": each.name, "share": each.share, "collective": each.collective} for each in authors])


def day_of(dossier: ReportDossier, name: str) -> str:
    """A day of the report as its author said it: "quý IV/2025"."""
    value = dossier.report[name]
    if value is None:
        return ""
    return show(Day(value, value, dossier.report["first_use_precision"] or "day"))


def theme_of(page: Page, dossier: ReportDossier) -> str:
    theme = dossier.report["theme"]
    if theme:
        return find(dossier.movement.themes, theme).plain
    return page.need(
        Say("paper-lacks-theme", {"code": dossier.report["code"]}),
        "officer",
        "theme",
        report_id=dossier.report["id"],
    )


def benefits_of(say: Words, dossier: ReportDossier) -> list[dict[str, str]]:
    """Each measured benefit with its unit, and whether anybody confirmed it (R10)."""
    return [
        {
            "loai": find(dossier.movement.benefit_kinds, each["kind"]).label,
            "gia_tri": f"{show_number(Decimal(str(each['value'])))} {each['unit']}" if each["value"] else each["typed"],
            "xac_nhan": say("paper-confirmed" if each["confirmed"] else "paper-own-figure"),
        }
        for each in dossier.benefits
    ]


def recognition_of(say: Words, dossier: ReportDossier) -> str:
    """Recognised by whom and by what, pending, or not yet (R12)."""
    row = dossier.report
    match row["recognition"]:
        case "recognised":
            level = find(dossier.movement.recognition_levels, row["recognition_level"] or "base").label
            return say(
                "paper-recognised", level=level.lower(), document=row["recognition_document"] or say("paper-dots")
            )
        case "pending":
            return say("paper-recognition-pending")
        case _:
            return say("paper-recognition-none")


def in_brief(page: Page, dossier: ReportDossier, place: int) -> dict[str, str]:
    """A report behind a nominee: one of the works a report of merits lists."""
    row, say = dossier.report, page.say
    listed = [f"{each['loai'].lower()} {each['gia_tri']}" for each in benefits_of(say, dossier)]
    return {
        "stt": str(place),
        "ma": row["code"],
        "ten": row["title"],
        "thuc_trang": row["before"] or "",
        "giai_phap": row["solution"] or "",
        "ket_qua": row["result"] or "",
        "loi_ich": "; ".join(listed),
        "cong_nhan": recognition_of(say, dossier),
        "ngay_ap_dung": day_of(dossier, "first_use"),
    }
