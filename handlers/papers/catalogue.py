"""The catalogue of papers: what can be made of a report, a nomination file, a nominee or a meeting (R31).

What a paper is about and for which kinds is data (`storage/starter/forms.toml`); this file joins it with whoever writes it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from handlers.papers import file_words, report_words, word
from handlers.papers.official import Made
from handlers.papers.paper_words import Page
from handlers.papers.print_photos import printed
from handlers.texts import Texts
from storage.dossier_shapes import FileDossier, ReportDossier
from storage.forms import WordForm, shipped, word_forms
from storage.vietnamese import fold

Dossier = ReportDossier | FileDossier
MediaGet = Callable[[str], bytes]
Maker = Callable[["Paper", Any, MediaGet, Texts, str], Made]
PAPER_LANGUAGE = "vi"  # official papers are Vietnamese, whoever asks for them


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper that can be asked for. `about`: report, nomination, nominee, meeting."""

    code: str
    about: str
    suffix: str
    applies: Callable[[Dossier], bool]
    make: Maker


def offered(about: str, dossier: Dossier) -> list[Paper]:
    """What can be made of it, in the order of the catalogue."""
    return [paper for paper in PAPERS.values() if paper.about == about and paper.applies(dossier)]


def make(code: str, dossier: Dossier, media_get: MediaGet, texts: Texts, language: str) -> Made:
    """The paper, and what it lacks in the asker's language. For a worker thread. Raises KeyError for an unknown code."""
    paper = PAPERS[code]
    return paper.make(paper, dossier, media_get, texts, language)


def applies(form: WordForm, dossier: Dossier) -> bool:
    """Is this a paper of such a thing: kind of report, kind of commendation, collective or person?"""
    if isinstance(dossier, ReportDossier):
        return form.about == "report" and (not form.kinds or dossier.report["kind"] in form.kinds)
    if form.about == "report" or (form.kinds and dossier.kind not in form.kinds):
        return False
    if form.about == "nominee":
        focus = next((each for each in dossier.nominees if each.id == dossier.focus), None)
        return focus is not None and focus.collective == form.collective
    return form.about == "nomination" or any(each.id == dossier.focus for each in dossier.meetings)


def page_of(media_get: MediaGet, texts: Texts) -> Page:
    """A paper about to be written."""
    return Page(partial(texts.say, PAPER_LANGUAGE), partial(printed, media_get=media_get))


def fields_of(form: WordForm, page: Page, dossier: Any) -> dict[str, Any]:
    """What the template of this paper may name."""
    writers: Mapping[str, Callable[..., dict[str, Any]]] = {
        "report": report_words.fields,
        "nomination": file_words.petition,
        "nominee": file_words.merits,
        "meeting": file_words.minutes,
    }
    return writers[form.about](page, dossier, form.code, form.sign)


def write_word(
    form: WordForm, paper: Paper, dossier: Dossier, media_get: MediaGet, texts: Texts, language: str
) -> Made:
    """A Word paper: by the unit's own template where it handed one in, else by the one the program brings along."""
    page = page_of(media_get, texts)
    fields = fields_of(form, page, dossier)
    data = word.render(_template(paper.code, dossier, media_get), fields, page.say("paper-draft"))
    missing = tuple(dict.fromkeys(need.said(partial(texts.say, language)) for need in page.needs))
    return Made(data, word.SUFFIX, _file_name(page, paper, dossier), missing)


def _template(code: str, dossier: Dossier, media_get: MediaGet) -> bytes:
    own = dossier.templates.get(code)
    try:
        return media_get(own) if own else shipped(code)
    except LookupError:  # its bytes are gone (a restored backup without media): the officer still gets the paper
        return shipped(code)


def _file_name(page: Page, paper: Paper, dossier: Dossier) -> str:
    """To-trinh-DN-2026-0007.docx: plain letters, so that it survives every channel and every disk."""
    if isinstance(dossier, ReportDossier):
        about = dossier.report["code"]
    else:
        focus = next((each.position for each in dossier.nominees if each.id == dossier.focus), 0)
        about = f"{dossier.code}-{focus or dossier.focus}" if dossier.focus else dossier.code
    name = "-".join(fold(page.say(f"paper-{paper.code}")).replace(",", "").replace("–", " ").split())
    return f"{name}-{about}{paper.suffix}"


PAPERS: dict[str, Paper] = {
    form.code: Paper(form.code, form.about, word.SUFFIX, partial(applies, form), partial(write_word, form))
    for form in word_forms()
}
