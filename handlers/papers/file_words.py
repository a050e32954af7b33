"""A nomination file in the words of its papers: petition with list, reports of merits, minutes of a council (R29, R31, R56)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from handlers.forms import Say
from handlers.papers.paper_words import Page, Words, around, finished, long_day, pairs
from handlers.papers.report_words import in_brief
from storage.awards import honours
from storage.dossier_shapes import EarlierAward, FileDossier, MeetingOf, NomineeOf
from storage.meetings import needed
from storage.vietnamese import shorten, show_day

STANDING = ("proposed", "awarded")  # nominees a paper of the file still names
BRIEF = 280  # characters of merits in a list
PERSON = {  # details of a person that a report of merits needs (asked at nomination only, R64)
    "birth_date": Say("paper-lacks-birth-date"),
    "sex": Say("paper-lacks-sex"),
    "home": Say("paper-lacks-home"),
    "post": Say("paper-lacks-post"),
    "qualification": Say("paper-lacks-qualification"),
}
GROUP = {
    "setup": Say("paper-lacks-setup"),
    "headcount": Say("paper-lacks-headcount"),
    "women": Say("paper-lacks-women"),
}


def common(page: Page, file: FileDossier, code: str, sign: str) -> dict[str, Any]:
    """What every paper of a file says of it."""
    catalogue = honours()
    authority = catalogue.authority(file.authority)
    kind = catalogue.kind(file.kind)
    to = file.addressee or authority.label
    through = bool(file.addressee) and (authority.outside or file.addressee != authority.label)
    return {
        **around(page, file, code, sign),
        "kinh_gui": to,
        "cap_khen": authority.label,
        "de_nghi": page.say("paper-ask-through", authority=authority.label)
        if through
        else page.say("paper-ask-direct"),
        "hinh_thuc": kind.short,
        "hinh_thuc_hoa": kind.short.upper(),
        "ma_ho_so": file.code,
        "nam": str(file.year),
    }


# --- petition with list -----------------------------------------------------------------------------------------------


def petition(page: Page, file: FileDossier, code: str, sign: str) -> dict[str, Any]:
    """The petition, and the list of collectives and of persons (workers on site first, R33)."""
    listed = sorted((each for each in file.nominees if each.state in STANDING), key=_order)
    groups = [each for each in listed if each.collective]
    persons = [each for each in listed if not each.collective]
    if not listed:
        page.need(Say("paper-lacks-nominees"), "officer", "nominees")
    fields = common(page, file, code, sign)
    return finished(
        page,
        {
            **fields,
            "ve_viec": page.say("paper-petition-about", kind=fields["hinh_thuc"], year=fields["nam"]),
            "so_tap_the": _count(len(groups)),
            "so_ca_nhan": _count(len(persons)),
            "tap_the": [_row(page, each, place) for place, each in enumerate(groups, 1)],
            "ca_nhan": [_row(page, each, place) for place, each in enumerate(persons, 1)],
            "theo_danh_hieu": _by_award(listed),
        },
    )


def _order(each: NomineeOf) -> tuple[Any, ...]:
    return not each.on_site, each.position, each.id


def _count(number: int) -> str:
    """Small numbers with a zero before them, as in any official paper."""
    return f"{number:02d}"


def _by_award(listed: Sequence[NomineeOf]) -> list[dict[str, str]]:
    found = {each.award: [other for other in listed if other.award == each.award] for each in listed}
    return [
        {
            "danh_hieu": honours().award(award).label,
            "so_tap_the": _count(sum(each.collective for each in among)),
            "so_ca_nhan": _count(sum(not each.collective for each in among)),
        }
        for award, among in found.items()
    ]


def _row(page: Page, each: NomineeOf, place: int) -> dict[str, str]:
    merits = each.merits or "; ".join(report.report["title"] for report in each.reports)
    if not merits:
        merits = _lacks(page, each, "merits", Say("paper-lacks-merits"))
    post = str(each.details.get("post") or "")
    return {
        "stt": str(place),
        "ten": each.name,
        "chuc_vu_don_vi": ", ".join(filter(None, [post, each.unit.name])),
        "don_vi": each.unit.name if each.unit.name != each.name else each.unit.above,
        "tom_tat": shorten(merits, BRIEF),
        "danh_hieu": honours().award(each.award).label,
    }


def _lacks(page: Page, each: NomineeOf, name: str, what: Say) -> str:
    about = Say(what.name, {**what.args, "name": each.name})
    return page.need(about, "officer", name, nominee_id=each.id, person_id=each.person_ref)


# --- report of merits -------------------------------------------------------------------------------------------------


def merits(page: Page, file: FileDossier, code: str, sign: str) -> dict[str, Any]:
    """One nominee: who they are, what they achieved, the reports behind it, what they were awarded before."""
    each = next(nominee for nominee in file.nominees if nominee.id == file.focus)
    photos = [photo for report in each.reports for photo in report.photos]
    return finished(
        page,
        {
            **common(page, file, code, sign),
            "ten": each.name,
            "don_vi": each.unit.name if each.unit.name != each.name else each.unit.above,
            "danh_hieu": honours().award(each.award).label,
            **(_group(page, each) if each.collective else _person(page, each)),
            "nhiem_vu": _duties(page, file, each),
            "thanh_tich": each.merits or _lacks(page, each, "merits", Say("paper-lacks-merits")),
            "bai": [in_brief(page, report, place) for place, report in enumerate(each.reports, 1)],
            "khen_thuong": [_earlier(page.say, award) for award in each.earlier],
            "anh": pairs(page, photos),
            "nguoi_bao_cao": "" if each.collective else each.name,
        },
    )


def _duties(page: Page, file: FileDossier, each: NomineeOf) -> str:
    """Only a report of overall merits has a place for them."""
    duties = each.details.get("duties")
    if duties or file.kind != "overall":
        return str(duties or "")
    return _lacks(page, each, "duties", Say("paper-lacks-duties"))


def _person(page: Page, each: NomineeOf) -> dict[str, str]:
    details = each.details
    said = {
        name: str(details[name]) if details.get(name) else _lacks(page, each, name, what)
        for name, what in PERSON.items()
    }
    born, sex = details.get("birth_date"), details.get("sex")
    return {
        "ngay_sinh": _born(str(born)) if born else said["birth_date"],
        "gioi_tinh": page.say("paper-sex", sex=str(sex)) if sex else said["sex"],
        "que_quan": said["home"],
        "chuc_vu": said["post"],
        "trinh_do": said["qualification"],
    }


def _born(kept: str) -> str:
    """Kept as an ISO day; as it was typed where an officer typed it otherwise."""
    try:
        return show_day(date.fromisoformat(kept))
    except ValueError:
        return kept


def _group(page: Page, each: NomineeOf) -> dict[str, str]:
    details = each.details
    said = {
        name: _lacks(page, each, name, what) if details.get(name) in (None, "") else str(details[name])
        for name, what in GROUP.items()
    }
    return {"to_chuc": said["setup"], "tong_so": said["headcount"], "so_nu": said["women"]}


def _earlier(say: Words, award: EarlierAward) -> dict[str, str]:
    authority = honours().authority(award.authority).label
    decision = say("paper-decision", number=award.number, day=show_day(award.day), authority=authority)
    return {"nam": str(award.year), "danh_hieu": honours().award(award.award).label, "quyet_dinh": decision}


# --- minutes ----------------------------------------------------------------------------------------------------------


def minutes(page: Page, file: FileDossier, code: str, sign: str) -> dict[str, Any]:
    """A meeting: who was there, what was said, how each vote went against its threshold (R56)."""
    held = next(each for each in file.meetings if each.id == file.focus)
    fields = common(page, file, code, sign)
    listed = sorted((each for each in file.nominees if each.id in held.votes or each.state in STANDING), key=_order)
    acclaim = held.kind != "council"
    said = {name: getattr(held, name) or _unsaid(page, name) for name in HELD}
    return finished(
        page,
        {
            **fields,
            "ve_viec": page.say("paper-acclaim-about" if acclaim else "paper-minutes-about", unit=held.unit.name),
            "hoi_dong": page.say("paper-collective" if acclaim else "paper-council", unit=held.unit.name),
            "ngay_hop": long_day(page.say, held.day),
            "noi_hop": said["place"],
            "chu_tri": said["chair"],
            "thu_ky": said["secretary"],
            "so_thanh_vien": str(held.members),
            "so_co_mat": str(held.present),
            "nguoi_co_mat": held.present_names,
            "so_vang": str(max(0, held.members - held.present)),
            "vang": held.absent,
            "so_van_ban": str(held.written) if held.written else "",
            "noi_dung": said["minutes"],
            "phieu": [_vote(page, held, each, place) for place, each in enumerate(listed, 1)],
        },
    )


HELD = {
    "place": Say("paper-lacks-meeting-place"),
    "chair": Say("paper-lacks-chair"),
    "secretary": Say("paper-lacks-secretary"),
    "minutes": Say("paper-lacks-minutes"),
}


def _unsaid(page: Page, name: str) -> str:
    return page.need(HELD[name], "officer", f"meeting.{name}")


def _vote(page: Page, held: MeetingOf, each: NomineeOf, place: int) -> dict[str, str]:
    award = honours().award(each.award)
    vote = held.votes.get(each.id)
    row = {"stt": str(place), "ten": each.name, "danh_hieu": award.label}
    if vote is None:
        dots = _lacks(page, each, "vote", Say("paper-lacks-vote"))
        return {**row, "dong_y": dots, "khong_dong_y": dots, "ty_le": dots, "ket_qua": ""}
    yes = vote.yes + vote.written_yes
    asked = needed(award.vote, held.members) if award.vote else held.members // 2 + 1
    return {
        **row,
        "dong_y": f"{yes}/{held.members}",
        "khong_dong_y": str(vote.no),
        "ty_le": percent(yes, held.members),
        "ket_qua": page.say("paper-vote-enough" if yes >= asked else "paper-vote-short"),
    }


def percent(part: int, whole: int) -> str:
    """ "88,9 %": one decimal, rounded as people do."""
    if not whole:
        return ""
    value = (Decimal(part * 100) / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{value:f}".replace(".", ",").removesuffix(",0") + " %"
