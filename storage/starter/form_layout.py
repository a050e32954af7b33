"""How the Word templates are laid out: paragraphs, tables, and what python-docx has no word for (R43).

Official layout (Nghị định 30/2020/NĐ-CP, 933/QĐ-TLĐ): A4, margins 30/15/20/20 mm, Times New Roman 14 (tables 12), page numbers
on top from the second page on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

FONT = "Times New Roman"
BODY, TABLE, SMALL, TINY = 14, 12, 12, 11
PAGE = {
    "page_width": 210,
    "page_height": 297,
    "left_margin": 30,
    "right_margin": 15,
    "top_margin": 20,
    "bottom_margin": 20,
}
TEXT_WIDTH = 165
ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "both": WD_ALIGN_PARAGRAPH.JUSTIFY,
}

# --- paragraphs ----------------------------------------------------------------------------------------------------


def add_line(
    place: Any,
    text: str,
    *,
    size: float = BODY,
    bold: bool = False,
    italic: bool = False,
    align: str = "left",
    indent: float = 0,
    before: float = 0,
    after: float = 3,
    keep: bool = False,
) -> Any:
    paragraph = place.add_paragraph()
    paragraph.alignment = ALIGN[align]
    shape = paragraph.paragraph_format
    shape.space_before, shape.space_after = Pt(before), Pt(after)
    shape.first_line_indent = Mm(indent) if indent else None
    shape.keep_with_next = keep or None
    add_run(paragraph, text, size=size, bold=bold, italic=italic)
    return paragraph


def add_run(paragraph: Any, text: str, *, size: float = BODY, bold: bool = False, italic: bool = False) -> Any:
    run = paragraph.add_run(text)
    run.font.size, run.font.bold, run.font.italic = Pt(size), bold or None, italic or None
    return run


def rich(document: Any, text: str) -> None:
    """A paragraph of the body; **…** is bold."""
    paragraph = add_line(document, "", align="both", indent=10)
    for place, piece in enumerate(text.split("**")):
        if piece:
            add_run(paragraph, piece, bold=bool(place % 2))


def labelled(document: Any, text: str) -> None:
    """ "Label: value" with a dash before it; not justified: a line of dots would be torn apart."""
    add_line(document, f"- {text}", indent=10)


def add_control(place: Any, text: str) -> None:
    place.add_paragraph(f"{{%p {text} %}}")


# --- tables ----------------------------------------------------------------------------------------------------


def list_table(document: Any, plan: Mapping[str, Any]) -> None:
    """A bordered list: its head on each page, no row torn apart; `empty` rows to be filled in by hand where there is nothing."""
    columns: Sequence[Mapping[str, Any]] = plan["columns"]
    empty = plan.get("empty", 0)
    table = add_table(document, [each["width"] for each in columns], rows=4 + (empty + 2) * bool(empty), bordered=True)
    for cell, column in zip(table.rows[0].cells, columns, strict=True):
        fill(cell, column["head"], size=TABLE, bold=True, align="center")
    repeated(table.rows[0])
    fill(table.rows[1].cells[0], f"{{%tr for {plan['over']} %}}")
    for cell, column in zip(table.rows[2].cells, columns, strict=True):
        fill(cell, column["cell"], size=TABLE, align=column.get("align", "left"))
    fill(table.rows[3].cells[0], "{%tr endfor %}")
    if empty:
        fill(table.rows[4].cells[0], f"{{%tr if not {plan['over'].split(' in ')[1]} %}}")
        fill(table.rows[-1].cells[0], "{%tr endif %}")
    for row in table.rows:
        whole(row)
    add_line(document, "", size=4, after=0)


def add_table(document: Any, widths: Sequence[float], *, rows: int = 1, bordered: bool = False) -> Any:
    table = document.add_table(rows=rows, cols=len(widths))
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    if bordered:
        table.style = "Table Grid"
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    return table


def two_columns(
    document: Any, left: float, right: float, *, together: bool = False, close: bool = False
) -> tuple[Any, Any]:
    """Two blocks side by side; `together` on one page; `close`: no room lost between the lines and the cells."""
    if together:
        add_line(document, "", size=6, after=0, keep=True)
    table = add_table(document, [left, right])
    if together:
        whole(table.rows[0])
    if close:
        without_margins(table)
    cells = table.rows[0].cells
    return Cell(cells[0]), Cell(cells[1])


class Cell:
    """A cell that is filled line by line: its own empty first paragraph is used up first."""

    def __init__(self, cell: Any) -> None:
        self._cell, self._fresh = cell, True

    def add_paragraph(self, text: str = "") -> Any:
        paragraph = self._cell.paragraphs[0] if self._fresh else self._cell.add_paragraph()
        self._fresh = False
        if text:
            paragraph.add_run(text)
        return paragraph


def fill(cell: Any, text: str, *, size: float = TABLE, bold: bool = False, align: str = "left") -> Any:
    paragraph = cell.paragraphs[0]
    paragraph.alignment = ALIGN[align]
    paragraph.paragraph_format.space_after = Pt(0)
    add_run(paragraph, text, size=size, bold=bold)
    return paragraph


# --- what python-docx has no word for ------------------------------------------------------------------------------


def blank() -> Any:
    document = Document()
    section = document.sections[0]
    for name, value in PAGE.items():
        setattr(section, name, Mm(value))
    section.header_distance = section.footer_distance = Mm(8)
    section.different_first_page_header_footer = True
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(BODY)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(script), FONT)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN")
    style.element.get_or_add_rPr().append(language)
    style.paragraph_format.space_after, style.paragraph_format.line_spacing = Pt(3), 1.1
    headers(section)
    properties = document.core_properties
    properties.author = properties.title = properties.comments = ""
    return document


def headers(section: Any) -> None:
    """The draft mark on each page; from the second on, the page's number above it."""
    number = section.header.paragraphs[0]
    number.alignment = ALIGN["center"]
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = add_run(number, "", size=13)
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        element.text = text or None
        run._r.append(element)
    for header in (section.header, section.first_page_header):
        marked = header.paragraphs[0] if header is section.first_page_header else header.add_paragraph()
        marked.alignment = ALIGN["right"]
        add_run(marked, "{{ du_thao }}", size=10, italic=True)


def ruled(paragraph: Any, length: float, width: float) -> None:
    """A rule of some millimetres in the middle of so wide a place: the bottom border of an empty, indented paragraph."""
    shape = paragraph.paragraph_format
    shape.left_indent = shape.right_indent = Mm(max(0, (width - 4 - length) / 2))
    shape.line_spacing = Pt(4)
    borders = OxmlElement("w:pBdr")
    line = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    properties = paragraph._p.get_or_add_pPr()
    properties.insert(0 if properties.pStyle is None else 1, borders)


def shade(cell: Any, colour: str) -> None:
    shading = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        shading.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shading)


def without_first_line(cell: Any) -> None:
    first = cell.paragraphs[0]._p
    first.getparent().remove(first)


def without_margins(table: Any) -> None:
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "0")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    properties = table._tbl.tblPr
    look = properties.find(qn("w:tblLook"))
    properties.insert(list(properties).index(look) if look is not None else len(properties), margins)


def whole(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def repeated(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
