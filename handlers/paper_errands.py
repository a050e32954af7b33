"""Papers made beside the writer: the file, what it still lacks, and one tap to ask whoever can say it (R31, R45).

Whoever asked must still be allowed to have it when it is made, and when it is handed over; every export is noted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, tzinfo
from functools import cache, partial
from typing import Any, TypeVar

from sqlalchemy import Connection

from handlers.errand import Errand, Working, message
from handlers.papers import catalogue, dossier_pdf, lists, photo_zip, sheet
from handlers.papers.dossier_pdf import Like
from handlers.papers.official import Made, Missing
from handlers.texts import Texts
from handlers.words import Option, Outgoing
from storage import (
    commendation,
    dossiers,
    exporting,
    exporting_files,
    exporting_head,
    likeness_pairs,
    people,
    roles,
    units,
)
from storage.dossier_shapes import FileDossier, ReportDossier
from storage.errands import Asked
from storage.exporting import ACT, Wanted
from storage.vietnamese import fold

PAPER, EXPORT = "paper", "export"  # in the short and in the long lane
REPORT_PDF, FILE_PDF = "dossier-report", "dossier-file"
SHOWN = 8  # things that are missing, said in the chat; the paper's first page has them all
MOST_DOORS = 4
OF_AUTHOR = (
    "before",
    "solution",
    "result",
    "place",
    "first_use",
    "photos",
    "authors",
)  # what a report's author can say
STEP = 50  # rows between two looks at how far it is
Thing = TypeVar("Thing")
Result = dict[str, Any]


def work(at: Working) -> Result:
    """The file kept in the media, its name and what it lacks; {} when there is no such thing for this person any more."""
    who = at.asked.person_id
    known = people.known(at.db, [who]) if who is not None else {}
    if who is None or who not in known:
        return {}
    day = at.now.astimezone(at.zone).date()
    if "list" in at.about:
        return listed(at, who, day)
    return single(at, who, day, known[who].language)


# --- one report or file ---------------------------------------------------------------------------------------------------------


def single(at: Working, who: int, day: date, language: str) -> Result:
    dossier = dossiers.gather(at.db, at.about["about"], at.about["id"], who, day)
    if dossier is None:
        return {}
    made = _made(at, dossier, day, language)
    with at.media.making(made.suffix) as path:
        path.write_bytes(made.data)
        key = at.media.adopt(path)
    file_id = dossier.id if isinstance(dossier, FileDossier) else 0
    codes = codes_of(dossier)
    return {"key": key, "name": made.name, "missing": [_as_json(each, codes) for each in made.missing], "file": file_id}


def _made(at: Working, dossier: ReportDossier | FileDossier, day: date, language: str) -> Made:
    load, texts = at.media.get, at.texts
    if at.about["paper"] == REPORT_PDF and isinstance(dossier, ReportDossier):
        return dossier_pdf.report_pdf(dossier, likes(at.db, dossier.report["id"], day), load, texts, language)
    if at.about["paper"] == FILE_PDF and isinstance(dossier, FileDossier):
        return dossier_pdf.file_pdf(dossier, load, texts, language)
    return catalogue.make(at.about["paper"], dossier, load, texts, language)


def likes(db: Connection, number: int, day: date) -> list[Like]:
    """What looks like this report, with the verdicts; of the others only what an author may see as well."""
    found = []
    for pair in likeness_pairs.of_report(db, number):
        for code, title, unit_id, on_day in exporting.heads(db, [pair.other]):
            unit = units.name_of(db, unit_id, on_day)
            found.append(Like(code, title, unit, on_day.year, pair.score, pair.verdict))
    return found


def codes_of(dossier: ReportDossier | FileDossier) -> dict[int, str]:
    """The codes of the reports a paper is of."""
    if isinstance(dossier, ReportDossier):
        return {dossier.report["id"]: dossier.report["code"]}
    reports = [report for each in dossier.nominees for report in each.reports]
    return {report.report["id"]: report.report["code"] for report in reports}


def _as_json(each: Missing, codes: Mapping[int, str]) -> Result:
    about = {"report": each.report_id, "code": codes.get(each.report_id or 0, ""), "nominee": each.nominee_id}
    return {"what": each.what, "ask": each.ask, "field": each.field, **about}


# --- a list ---------------------------------------------------------------------------------------------------------------------


def listed(at: Working, who: int, day: date) -> Result:
    """A list or a zip, written piece by piece to a file."""
    what, wanted = at.about["list"], Wanted.from_json(at.about["wanted"])
    if not roles.may(at.db, who, ACT, wanted.unit_id, day):
        return {}
    name = f"{_plain(at.texts, what)}-{wanted.year or day.year}"
    if what == "photos":
        with at.media.making(".zip") as path:
            total = exporting.count(at.db, who, day, wanted)
            photos = told(at, exporting.pictured(at.db, who, day, wanted), total, by_code=True)
            kept, lost = photo_zip.write(path, photos, at.media.get, lists.words(at.texts))
            return {"key": at.media.adopt(path), "name": f"{name}.zip", "lost": lost, "count": kept}
    with at.media.making(".xlsx") as path:
        count = _sheet(at, what, wanted, who, day, path)
        return {"key": at.media.adopt(path), "name": f"{name}.xlsx", "count": count}


def _sheet(at: Working, what: str, wanted: Wanted, who: int, day: date, path: Any) -> int:
    say, movements = lists.words(at.texts), cache(partial(dossiers.movement_of, at.db))
    issuer = exporting_head.issuer(at.db, wanted.unit_id, day)
    place = dossiers.movement_of(at.db, exporting.newest_movement(at.db)).place
    about = say("sheet-year", year=str(wanted.year)) if wanted.year else say("sheet-every-year")
    rows: Iterable[list[sheet.Cell]]
    labels: Sequence[lists.Label]
    if what == "list-reports":
        title, labels = say("sheet-title-reports"), lists.REPORTS
        found = told(at, exporting.written(at.db, who, day, wanted), exporting.count(at.db, who, day, wanted))
        rows = lists.report_rows(found, movements, say, at.zone, beyond=(issuer.name, issuer.above))
    elif what == "list-nominations":
        title, labels = say("sheet-title-nominations"), lists.NOMINATIONS
        total = exporting_files.count(at.db, who, day, wanted.year, wanted.unit_id)
        proposed = exporting_files.proposed(at.db, who, day, wanted.year, wanted.unit_id)
        rows = lists.nomination_rows(told(at, proposed, total), movements, say)
    else:
        title, labels = say("sheet-title-commendation"), lists.COMMENDATION
        counted = commendation.count(at.db, who, ACT, wanted.year or day.year, day, wanted.unit_id)
        rows = lists.commendation_rows(counted, say)
    head = lists.head(say, issuer, title, about, place, day, say("sheet-tab"))
    return sheet.write(path, head, lists.columns(labels, say), rows)


def told(at: Working, things: Iterable[Thing], total: int, *, by_code: bool = False) -> Iterator[Thing]:
    """The same things, saying now and then how far it is; photos are counted by their reports."""
    done, last = 0, ""
    for number, each in enumerate(things, 1):
        if by_code:
            code = str(getattr(each, "code", ""))
            done, last = done + (code != last), code
        else:
            done = number
        if number % STEP == 0:
            at.progress("papers-progress", done=done, total=total)
        yield each


def _plain(texts: Texts, what: str) -> str:
    """A file's name in plain letters, so that it survives every channel and every disk."""
    return "-".join(fold(texts.say("vi", f"paper-{what}")).split())


# --- handing it over --------------------------------------------------------------------------------------------------------


def enter(db: Connection, texts: Texts, zone: tzinfo, asked: Asked, result: Result, now: datetime) -> None:
    """Queue the file for whoever asked, and note the export; a role that ended meanwhile gets a kind word instead."""
    who = asked.person_id
    if who is None:
        return
    allowed = ACT in roles.acts_of(db, who, now.astimezone(zone).date())
    if not result or not allowed:
        message(db, asked, "refused", lambda language: Outgoing(texts.say(language, "papers-not-made")), now)
        return
    if message(db, asked, "made", lambda language: handed(texts, language, result), now):
        people.audit(
            db, who, "export", _subject(asked.about), now, str(asked.about.get("paper") or asked.about["list"])
        )


def _subject(about: Mapping[str, Any]) -> str:
    return f"unit:{about['wanted']['unit_id']}" if "list" in about else f"{about['about']}:{about['id']}"


def handed(texts: Texts, language: str, result: Result) -> Outgoing:
    """The file with what it lacks, and doors to whoever can say it."""
    say, missing = partial(texts.say, language), result.get("missing", [])
    lines = [say("papers-made", name=result["name"])]
    if "count" in result:
        lines.append(say("papers-lines", count=result["count"]))
    if result.get("lost"):
        lines.append(say("papers-lost", count=result["lost"]))
    if missing:
        lines.append(say("papers-missing", count=len(missing)))
        lines += [say("papers-missing-line", what=each["what"]) for each in missing[:SHOWN]]
        lines += [say("papers-missing-more", count=len(missing) - SHOWN)] * (len(missing) > SHOWN)
    return Outgoing("\n".join(lines), doors(say, result), file=result["key"], file_name=result["name"])


def doors(say: Any, result: Result) -> tuple[Option, ...]:
    """One tap for each one to ask: authors by report, then what an officer enters."""
    found: dict[str, str] = {}
    missing = result.get("missing", [])
    asked = [(each["report"], each["code"]) for each in missing if each["ask"] == "author" and each["report"]]
    for number, code in dict.fromkeys(asked):
        names = {each["field"] for each in missing if each["report"] == number}
        mask = sum(1 << place for place, name in enumerate(OF_AUTHOR) if name in names)
        if mask:
            found[f"go:nhobosung:{number}-{mask}"] = say("papers-door-author", code=code)
    for each in missing:
        if each["ask"] == "officer":
            token, label = _officer(say, each, result.get("file", 0))
            if token:
                found[token] = label
    return tuple(Option(token, label) for token, label in list(found.items())[:MOST_DOORS])


def _officer(say: Any, each: Mapping[str, Any], file_id: int) -> tuple[str, str]:
    if each["field"] == "signatory":
        return "go:nguoiky:", say("papers-door-signatory")
    if each["field"].startswith("meeting.") or each["field"] == "vote":
        return f"go:hop:{file_id}", say("papers-door-meeting")
    if each["nominee"] or each["field"] == "nominees":
        return f"go:denghi:{file_id}", say("papers-door-file")
    return (f"go:xem:{each['report']}", say("papers-door-report")) if each["report"] else ("", "")


SHORT = Errand(PAPER, work, enter, lane="short", tells=True)
LONG = Errand(EXPORT, work, enter, lane="long", tells=True)
