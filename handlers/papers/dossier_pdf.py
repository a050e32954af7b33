"""The dossiers: everything about one report, or about a nomination file, as a PDF to read, print and sign (R31, R43, R45)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from handlers.papers import file_words, report_words
from handlers.papers.official import Made, Missing
from handlers.papers.paper_words import Page, Words, around, pairs
from handlers.papers.typeset import Album, Block, Frame, compiled, facts, heading, new_page, paragraphs, table, title
from handlers.texts import Texts
from storage.awards import honours
from storage.dossier_shapes import FileDossier, NomineeOf, ReportDossier, VoteOf
from storage.movement import find
from storage.report_moves import MOVES
from storage.vietnamese import show_day

LANGUAGE = "vi"  # official papers are Vietnamese, whoever asks for them
SUFFIX = ".pdf"
MediaGet = Callable[[str], bytes]


@dataclass(frozen=True, slots=True)
class Like:
    """Another report that may be the same, and what a reviewer said of it: same, improved, different or nothing yet (R19)."""

    code: str
    title: str
    unit: str
    year: int
    score: int
    verdict: str


def report_pdf(dossier: ReportDossier, likes: Sequence[Like], load: MediaGet, texts: Texts, language: str) -> Made:
    def compose(album: Album) -> tuple[Page, str, str, list[Block]]:
        page = Page(partial(texts.say, LANGUAGE), album.draw)
        blocks = [*_report(page, album, dossier), *_likes(page.say, likes), *_steps(page.say, dossier)]
        return page, page.say("dossier-report-title"), dossier.report["code"], blocks

    return _made(dossier, compose, load, texts, language, f"Ho-so-{dossier.report['code']}")


def file_pdf(file: FileDossier, load: MediaGet, texts: Texts, language: str) -> Made:
    def compose(album: Album) -> tuple[Page, str, str, list[Block]]:
        page = Page(partial(texts.say, LANGUAGE), album.draw)
        say = page.say
        about = f"{file.code} – {honours().kind(file.kind).label}, {say('sheet-year', year=str(file.year)).lower()}"
        blocks = [*_cover(page, file), *_votes(page, file), *_decisions(say, file)]
        for each in sorted(file.nominees, key=lambda one: (one.position, one.id)):
            blocks += [new_page(), *_nominee(page, album, file, each)]
        return page, say("dossier-file-title"), about, blocks

    return _made(file, compose, load, texts, language, f"Ho-so-{file.code}")


Compose = Callable[[Album], tuple[Page, str, str, list[Block]]]


def _made(
    dossier: ReportDossier | FileDossier, compose: Compose, load: MediaGet, texts: Texts, language: str, name: str
) -> Made:
    """Set it, with what is missing on its first page and, in the asker's language, beside it."""
    missing: list[Missing] = []

    def framed(album: Album) -> tuple[Frame, list[Block]]:
        page, called, about, blocks = compose(album)
        frame = _frame(page, dossier, called, about)
        missing.extend(dict.fromkeys(need.said(partial(texts.say, language)) for need in page.needs))
        return frame, blocks

    data, _ = compiled(load, framed)
    return Made(data, SUFFIX, name + SUFFIX, tuple(missing))


def _frame(page: Page, dossier: ReportDossier | FileDossier, called: str, about: str) -> Frame:
    say = page.say
    told = around(page, dossier, "dossier", "")
    lacking = list(dict.fromkeys(say(need.what.name, **need.what.args) for need in page.needs))
    return Frame(
        above=told["co_quan_tren_hoa"],
        issuer=told["co_quan_hoa"],
        nation=say("sheet-nation"),
        motto=say("sheet-motto"),
        place_day=told["dia_danh_ngay"],
        draft=say("paper-draft"),
        missing_title=say("dossier-missing"),
        missing=lacking,
        title=called,
        about=about,
        recipients_title=say("dossier-recipients"),
        recipients=told["noi_nhan"],
        sign=(told["ky"]["thay_mat"], told["ky"]["chuc_vu"], told["ky"]["ten"]),
    )


# --- a report -------------------------------------------------------------------------------------------------------------------


def _report(page: Page, album: Album, dossier: ReportDossier) -> Iterator[Block]:
    """What it is, then its long answers, its benefits, its authors, its photos."""
    say, row, movement = page.say, dossier.report, dossier.movement
    told = report_words.fields(page, dossier, "dossier", "")
    yield title(row["title"])
    sent = say("dossier-sent-by", name=dossier.submitter or "–", day=show_day(row["sent_at"].date()))
    document = ", ".join(filter(None, [row["document_no"], report_words.day_of(dossier, "document_date")]))
    yield facts(
        [
            (say("sheet-kind"), find(movement.kinds, row["kind"]).label),
            (say("sheet-theme"), find(movement.themes, row["theme"]).plain if row["theme"] else ""),
            (say("sheet-subject"), row["subject"] or ""),
            (say("sheet-unit"), "\n".join(dossier.chain) or dossier.unit.name),
            (say("dossier-place"), row["place"] or ""),
            (say("sheet-first-use"), report_words.day_of(dossier, "first_use")),
            (say("dossier-document"), document),
            (say("sheet-recognition"), told["cong_nhan"]),
            (say("sheet-on-site"), say("dossier-yes") if row["on_site"] else ""),
            (say("sheet-state"), say(f"state-{row['state']}")),
            (say("dossier-sent"), sent),
        ]
    )
    answers = (
        (say("dossier-before"), "before"),
        (say("dossier-solution"), "solution"),
        (say("dossier-result"), "result"),
    )
    for label, name in answers:
        if row[name]:
            yield heading(label)
            yield paragraphs(row[name])
    yield from _benefits(page, dossier, told)
    yield from _authors(page, dossier, told)
    if told["anh"]:
        yield heading(say("dossier-photos"))
        yield album.rows(told["anh"])


def _benefits(page: Page, dossier: ReportDossier, told: dict[str, list[dict[str, str]]]) -> Iterator[Block]:
    say, listed = page.say, told["loi_ich"]
    if not listed:
        return
    yield heading(say("dossier-benefits"))
    rows = [[each["loai"], each["gia_tri"], each["xac_nhan"]] for each in listed]
    yield table([say("dossier-benefit"), say("dossier-value"), say("dossier-confirmed")], [3, 4, 2], rows)
    if dossier.report["benefit_how"]:
        yield facts([(say("dossier-how"), dossier.report["benefit_how"])])


def _authors(page: Page, dossier: ReportDossier, told: dict[str, list[dict[str, str]]]) -> Iterator[Block]:
    say, listed = page.say, told["tac_gia"]
    if not listed:
        return
    classes = {each.name: each.author_class for each in dossier.authors}
    rows = []
    for each in listed:
        code = classes.get(each["ten"], "")
        label = find(dossier.movement.author_classes, code).label if code else ""
        rows.append([each["stt"], each["ten"], label, each["ty_le"]])
    yield heading(say("dossier-authors"))
    yield table([say("sheet-place"), say("dossier-name"), say("sheet-class"), say("dossier-share")], [1, 5, 4, 2], rows)


def _likes(say: Words, likes: Sequence[Like]) -> Iterator[Block]:
    if not likes:
        return
    verdicts = {
        "same": say("dossier-same"),
        "improved": say("dossier-improved"),
        "different": say("dossier-different"),
        "": say("dossier-unjudged"),
    }
    rows = [
        [f"{each.code}\n{each.title}", f"{each.unit} ({each.year})", str(each.score), verdicts[each.verdict]]
        for each in likes
    ]
    yield heading(say("dossier-likes"))
    yield table(
        [say("dossier-other"), say("sheet-unit"), say("dossier-score"), say("dossier-verdict")], [5, 4, 2, 3], rows
    )


def _steps(say: Words, dossier: ReportDossier) -> Iterator[Block]:
    """What became of it; notes among reviewers stay among them."""
    rows = [
        [show_day(each.at.date()), say(f"act-{each.act}"), "\n".join(filter(None, [each.who, each.unit])), each.note]
        for each in dossier.steps
        if each.act in MOVES and not MOVES[each.act].private
    ]
    if rows:
        yield heading(say("dossier-history"))
        yield table(
            [say("dossier-day"), say("dossier-act"), say("dossier-who"), say("dossier-note")], [2, 3, 4, 4], rows
        )


# --- a file ----------------------------------------------------------------------------------------------------


def _cover(page: Page, file: FileDossier) -> Iterator[Block]:
    say, catalogue = page.say, honours()
    told = file_words.petition(page, file, "dossier", "")
    yield facts(
        [
            (say("dossier-movement"), file.movement.title),
            (say("dossier-opened"), file.unit.name),
            (say("sheet-commendation"), catalogue.kind(file.kind).label),
            (say("sheet-authority"), catalogue.authority(file.authority).label),
            (say("dossier-file-about"), file.title),
            (say("sheet-state"), _state(say, file.state)),
        ]
    )
    yield heading(say("dossier-nominees", count=len(file.nominees)))
    listed = [*told["tap_the"], *told["ca_nhan"]]
    rows = [
        [str(place), each["ten"], each["don_vi"], each["danh_hieu"], each["tom_tat"]]
        for place, each in enumerate(listed, 1)
    ]
    head = [say("sheet-place"), say("sheet-subject"), say("sheet-unit"), say("sheet-award"), say("dossier-merits")]
    yield table(head, [2, 5, 5, 5, 8], rows)


def _state(say: Words, state: str) -> str:
    names = {
        "draft": say("dossier-state-draft"),
        "sent": say("dossier-state-sent"),
        "returned": say("dossier-state-returned"),
        "council": say("dossier-state-council"),
        "decided": say("dossier-state-decided"),
        "refused": say("dossier-state-refused"),
    }
    return names.get(state, "")


def _votes(page: Page, file: FileDossier) -> Iterator[Block]:
    """Each meeting with how it voted on each nominee (R56)."""
    say, names = page.say, {each.id: each for each in file.nominees}
    for held in file.meetings:
        called = say("dossier-council") if held.kind == "council" else say("dossier-acclaim")
        yield heading(f"{called}, {show_day(held.day)}")
        there = say("dossier-present", present=str(held.present), members=str(held.members), written=str(held.written))
        yield facts(
            [(say("dossier-where"), held.place), (say("dossier-there"), there), (say("dossier-absent"), held.absent)]
        )
        rows = [_vote(names[who].name, vote, held.members) for who, vote in held.votes.items() if who in names]
        if rows:
            head = [say("sheet-subject"), say("sheet-votes"), say("dossier-against"), say("dossier-rate")]
            yield table(head, [7, 3, 3, 3], rows)


def _vote(name: str, vote: VoteOf, members: int) -> list[str]:
    yes = vote.yes + vote.written_yes
    return [name, f"{yes}/{members}", str(vote.no), file_words.percent(yes, members)]


def _decisions(say: Words, file: FileDossier) -> Iterator[Block]:
    if not file.decisions:
        return
    yield heading(say("dossier-decisions"))
    known = {each.code: each.label for each in honours().authorities}
    rows = [
        [each.number, show_day(each.day), known.get(each.authority, each.authority), each.signer]
        for each in file.decisions
    ]
    yield table(
        [say("sheet-number"), say("sheet-day"), say("sheet-authority"), say("dossier-signer")], [4, 3, 5, 4], rows
    )


def _nominee(page: Page, album: Album, file: FileDossier, each: NomineeOf) -> Iterator[Block]:
    """One subject: who, for what, the reports behind them with photos."""
    say, catalogue = page.say, honours()
    classes = file.movement.author_classes
    code = "collective" if each.collective else each.author_class
    yield title(each.name)
    yield facts(
        [
            (say("sheet-class"), find(classes, code).label if code else ""),
            (say("sheet-unit"), each.unit.name),
            (say("sheet-award"), catalogue.award(each.award).label),
            (say("sheet-on-site"), say("dossier-yes") if each.on_site else ""),
            (say("dossier-wording"), each.awarded),
        ]
    )
    if each.merits:
        yield heading(say("dossier-merits"))
        yield paragraphs(each.merits)
    for place, dossier in enumerate(each.reports, 1):
        told = report_words.in_brief(page, dossier, place)
        yield heading(say("dossier-work", number=place, code=told["ma"], title=told["ten"]))
        yield facts(
            [
                (say("dossier-before"), told["thuc_trang"]),
                (say("dossier-solution"), told["giai_phap"]),
                (say("dossier-result"), told["ket_qua"]),
                (say("dossier-benefits"), told["loi_ich"]),
                (say("sheet-recognition"), told["cong_nhan"]),
            ]
        )
        yield album.rows(pairs(page, dossier.photos))
