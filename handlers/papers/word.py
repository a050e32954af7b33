"""Word papers: a template and records in, a .docx out (R31, R43).

Every text is cleaned here, once, on its way into the paper; every page says that it is a draft; the same records give the
same bytes.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Any

from handlers.papers.official import Picture
from handlers.papers.sandbox import Sandbox
from storage.vietnamese import clean, hide_phones, strip_emoji

SUFFIX = ".docx"
LONGEST = 12_000  # characters of one text in a paper: three screens full, more than any question takes
FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the same records give the same bytes, so the same media key


def render(template: bytes, context: Mapping[str, Any], mark: str) -> bytes:
    """The template filled with the context (dictionaries, lists, texts, numbers, `Picture`s); `mark` stands on each page."""
    from docxtpl import DocxTemplate  # noqa: PLC0415  - lxml and python-docx: only a paper needs them

    document = DocxTemplate(io.BytesIO(template))
    document.render(_ready(context, document), Sandbox())
    _mark_pages(document.docx, mark)
    buffer = io.BytesIO()
    document.docx.save(buffer)
    return _settled(buffer.getvalue())


def printable(text: str) -> str:
    """User text as an official paper may show it: NFC, no control characters, no emoji (H4), no mobile numbers (H2); lines
    become paragraphs.

    A line break inside a justified paragraph would be stretched across the page.
    """
    tidy = hide_phones(clean(strip_emoji(clean(text, limit=LONGEST)), limit=LONGEST))
    return "\a".join(line for line in tidy.split("\n") if line.strip()).replace("{_", "{ _").replace("_}", "_ }")


def _ready(value: Any, document: Any) -> Any:
    """The context with texts cleaned and photos as docxtpl wants them."""
    from docx.shared import Mm  # noqa: PLC0415
    from docxtpl import InlineImage  # noqa: PLC0415

    match value:
        case str():
            return printable(value)
        case Mapping():
            return {name: _ready(each, document) for name, each in value.items()}
        case list() | tuple():
            return [_ready(each, document) for each in value]
        case Picture(data, width, height):
            return InlineImage(document, io.BytesIO(data), width=Mm(width), height=Mm(height))
        case _:
            return value


def _mark_pages(document: Any, mark: str) -> None:
    """Each header that a page may show says that this is a draft, whatever an officer's own template holds (R31)."""
    for section in document.sections:
        headers = [section.header]
        headers += [section.first_page_header] * section.different_first_page_header_footer
        headers += [section.even_page_header] * document.settings.odd_and_even_pages_header_footer
        for header in headers:
            if mark not in "\n".join(paragraph.text for paragraph in header.paragraphs):
                header.add_paragraph(mark)


def _settled(data: bytes) -> bytes:
    """The same archive with every date at the same day."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as made, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as kept:
        for each in made.infolist():
            kept.writestr(zipfile.ZipInfo(each.filename, FIRST_DAY), made.read(each), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
