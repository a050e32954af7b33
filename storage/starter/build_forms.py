"""Make the Word templates from forms.toml: `python -m storage.starter.build_forms`. The results are committed (R31, R43).

Official layout (Nghị định 30/2020/NĐ-CP, 933/QĐ-TLĐ): A4, margins 30/15/20/20 mm, Times New Roman 14 (tables 12), the issuing
body beside the national motto, both underlined, page numbers on top from the second page on, "Nơi nhận" beside the signature.
"""

from __future__ import annotations

import io
import re
import tomllib
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

HERE = Path(__file__).parent
FOLDER = HERE / "forms"
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
FIRST_DAY = (1980, 1, 1, 0, 0, 0)
ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "both": WD_ALIGN_PARAGRAPH.JUSTIFY,
}

FORMS = tomllib.loads((HERE / "forms.toml").read_text(encoding="utf-8"))
WORDS: Mapping[str, str] = FORMS["words"]


def build(form: Mapping[str, Any], forms: Mapping[str, Any]) -> bytes:
    """One template."""
    document = _blank()
    _body(document, form["body"], forms)
    buffer = io.BytesIO()
    document.save(buffer)
    return _settled(buffer.getvalue())


def _body(document: Any, body: str, forms: Mapping[str, Any]) -> None:
    """Line by line, as forms.toml explains."""
    anew = False
    for line in filter(None, (each.rstrip() for each in body.splitlines())):
        mark, _, rest = line.partition(" ")
        match mark:
            case "#":
                title = _line(document, rest, align="center", bold=True, before=12)
                title.paragraph_format.page_break_before = anew or None
            case "##":
                _line(document, rest, align="center", bold=True, after=6)
            case "~":
                _line(document, rest, align="center", italic=True, after=6)
            case "+":
                _line(document, rest, bold=True, before=6, keep=True)
            case "=":
                _labelled(document, rest)
            case "-":
                _line(document, f"- {rest}", align="both", indent=10)
            case "%":
                _control(document, rest)
            case "!" if rest == "break":  # a break of its own would leave an empty page after a full one
                anew = True
            case "!":
                _part(document, rest, forms)
            case _:
                _rich(document, line)


def _part(document: Any, name: str, forms: Mapping[str, Any]) -> None:
    if name.startswith("table "):
        tables = {each["name"]: each for each in forms["tables"]}
        _list_table(document, tables[name.removeprefix("table ")])
    elif name in forms["parts"]:
        _body(document, forms["parts"][name], forms)
    else:
        PARTS[name](document)


# --- paragraphs -------------------------------------------------------------------------------------------------------


def _line(
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
    _run(paragraph, text, size=size, bold=bold, italic=italic)
    return paragraph


def _run(paragraph: Any, text: str, *, size: float = BODY, bold: bool = False, italic: bool = False) -> Any:
    run = paragraph.add_run(text)
    run.font.size, run.font.bold, run.font.italic = Pt(size), bold or None, italic or None
    return run


def _rich(document: Any, text: str) -> None:
    """A paragraph of the body; **…** is bold."""
    paragraph = _line(document, "", align="both", indent=10)
    for place, piece in enumerate(text.split("**")):
        if piece:
            _run(paragraph, piece, bold=bool(place % 2))


def _labelled(document: Any, text: str) -> None:
    """ "Label: value" with a dash before it; not justified: a line of dots would be torn apart."""
    _line(document, f"- {text}", indent=10)


def _control(place: Any, text: str) -> None:
    place.add_paragraph(f"{{%p {text} %}}")


# --- parts ------------------------------------------------------------------------------------------------------------


def _head(document: Any) -> None:
    """The issuing body (with the one above it) and the national motto, number and date."""
    left, right = _two_columns(document, 74, 92, close=True)
    _line(left, "{{ co_quan_tren_hoa }}", size=12, align="center", after=0)
    _line(left, "{{ co_quan_hoa }}", size=13, bold=True, align="center", after=0)
    _ruled(_line(left, "", size=4, align="center", after=4), 28, 74)
    _line(left, "{{ so_ky_hieu }}", size=13, align="center")
    _motto_lines(right, 92)
    _line(right, "{{ dia_danh_ngay }}", size=13, italic=True, align="center")


def _motto(document: Any) -> None:
    """The motto alone: a paper that a person writes, not a body."""
    _motto_lines(document, TEXT_WIDTH)
    _line(document, "{{ dia_danh_ngay }}", size=13, italic=True, align="right")


def _motto_lines(place: Any, width: float) -> None:
    _line(place, WORDS["country"], size=12, bold=True, align="center", after=0)
    _line(place, WORDS["motto"], size=13, bold=True, align="center", after=0)
    _ruled(_line(place, "", size=4, align="center", after=4), 62, width)


def _box(document: Any) -> None:
    """What is still missing, for the officer's eyes: in a frame, on the first page."""
    _control(document, "if con_thieu")
    table = _table(document, [TEXT_WIDTH], bordered=True)
    cell = table.rows[0].cells[0]
    _shade(cell, "F2F2F2")
    _line(cell, WORDS["missing"], size=TINY, bold=True)
    _control(cell, "for t in con_thieu")
    _line(cell, "- {{ t }}", size=TINY, after=0)
    _control(cell, "endfor")
    _without_first_line(cell)
    _line(document, "", size=8, after=0)
    _control(document, "endif")


def _to(document: Any) -> None:
    _line(document, WORDS["to"], align="center", before=6, after=6)


def _bases(document: Any) -> None:
    _control(document, "for c in can_cu")
    _line(document, WORDS["base"], align="both", italic=True, indent=10)
    _control(document, "endfor")


def _photos(document: Any) -> None:
    """Before and after side by side, each with its caption; a pair is never torn apart by a page."""
    _control(document, "if anh")
    _line(document, WORDS["photos"], bold=True, before=6, keep=True)
    table = _table(document, [TEXT_WIDTH / 2] * 2, rows=3)
    for row, control in ((0, "for a in anh"), (2, "endfor")):
        _fill(table.rows[row].cells[0], f"{{%tr {control} %}}")
    for cell, side in zip(table.rows[1].cells, ("trai", "phai"), strict=True):
        _fill(cell, f"{{{{ a.{side}.hinh }}}}", align="center").paragraph_format.keep_with_next = True
        _line(cell, f"{{{{ a.{side}.chu_thich }}}}", size=SMALL, italic=True, align="center")
    _whole(table.rows[1])
    _control(document, "endif")


def _signature(document: Any) -> None:
    """ "Nơi nhận" on the left, who signs on the right; kept together on one page."""
    left, right = _two_columns(document, 80, 85, together=True)
    _line(left, WORDS["recipients"], size=12, bold=True, italic=True, after=0)
    _control(left, "for n in noi_nhan")
    _line(left, "- {{ n }}", size=TINY, after=0)
    _control(left, "endfor")
    _signer(right)


def _signer(cell: Any) -> None:
    """In whose name, which office, room for the hand and the stamp, the name. An office without a name keeps its lines."""
    _line(cell, "{{ ky.thay_mat }}", bold=True, align="center", after=0)
    _line(cell, "{{ ky.chuc_vu }}", bold=True, align="center", after=60)
    _line(cell, "{{ ky.ten }}", bold=True, align="center", after=0)


def _confirmed(document: Any) -> None:
    """The level that submits confirms on the left, the author signs on the right."""
    left, right = _two_columns(document, 82, 83, together=True)
    _line(left, WORDS["confirming"], bold=True, size=13, align="center", after=0)
    _line(left, WORDS["stamp_here"], italic=True, size=13, align="center", after=0)
    _line(left, "{{ ky.thay_mat }}", bold=True, size=13, align="center", after=0)
    _line(left, "{{ ky.chuc_vu }}", bold=True, size=13, align="center", after=56)
    _line(left, "{{ ky.ten }}", bold=True, align="center", after=0)
    _line(right, WORDS["reporting"], bold=True, size=13, align="center", after=0)
    _line(right, WORDS["sign_here"], italic=True, size=13, align="center", after=88)
    _line(right, "{{ nguoi_bao_cao }}", bold=True, align="center", after=0)


def _unit_confirmed(document: Any) -> None:
    """The unit where it was done confirms on the left, who reports signs on the right."""
    left, right = _two_columns(document, 82, 83, together=True)
    _line(left, WORDS["base_confirms"], bold=True, size=13, align="center", after=0)
    _line(left, "{{ ky.thay_mat }}", bold=True, size=13, align="center", after=0)
    _line(left, "{{ ky.chuc_vu }}", bold=True, size=13, align="center", after=56)
    _line(left, "{{ ky.ten }}", bold=True, align="center", after=0)
    _line(right, WORDS["reporting"], bold=True, size=13, align="center", after=0)
    _line(right, WORDS["sign_here"], italic=True, size=13, align="center", after=72)
    _line(right, "{{ nguoi_bao_cao }}", bold=True, align="center", after=0)


def _applicant(document: Any) -> None:
    """Where the initiative was made confirms on the left, its author signs on the right."""
    left, right = _two_columns(document, 82, 83, together=True)
    _line(left, WORDS["base_confirms"], bold=True, size=13, align="center", after=0)
    _line(left, WORDS["stamp_here"], italic=True, size=13, align="center", after=72)
    _line(right, WORDS["applicant"], bold=True, size=13, align="center", after=0)
    _line(right, WORDS["sign_here"], italic=True, size=13, align="center", after=72)
    _line(right, "{{ nguoi_nop }}", bold=True, align="center", after=0)


def _minutes_signed(document: Any) -> None:
    left, right = _two_columns(document, 82, 83, together=True)
    for cell, title, name in ((left, "secretary", "thu_ky"), (right, "chair", "chu_tri")):
        _line(cell, WORDS[title], bold=True, size=13, align="center", after=0)
        _line(cell, WORDS["sign_here"], italic=True, size=13, align="center", after=64)
        _line(cell, f"{{{{ {name} }}}}", bold=True, align="center", after=0)


PARTS = {
    "head": _head,
    "motto": _motto,
    "box": _box,
    "to": _to,
    "bases": _bases,
    "photos": _photos,
    "signature": _signature,
    "confirmed": _confirmed,
    "unit-confirmed": _unit_confirmed,
    "applicant": _applicant,
    "minutes-signed": _minutes_signed,
}

# --- tables -----------------------------------------------------------------------------------------------------------


def _list_table(document: Any, plan: Mapping[str, Any]) -> None:
    """A bordered list: its head on each page, no row torn apart; `empty` rows to be filled in by hand where there is nothing."""
    columns: Sequence[Mapping[str, Any]] = plan["columns"]
    empty = plan.get("empty", 0)
    table = _table(document, [each["width"] for each in columns], rows=4 + (empty + 2) * bool(empty), bordered=True)
    for cell, column in zip(table.rows[0].cells, columns, strict=True):
        _fill(cell, column["head"], size=TABLE, bold=True, align="center")
    _repeated(table.rows[0])
    _fill(table.rows[1].cells[0], f"{{%tr for {plan['over']} %}}")
    for cell, column in zip(table.rows[2].cells, columns, strict=True):
        _fill(cell, column["cell"], size=TABLE, align=column.get("align", "left"))
    _fill(table.rows[3].cells[0], "{%tr endfor %}")
    if empty:
        _fill(table.rows[4].cells[0], f"{{%tr if not {plan['over'].split(' in ')[1]} %}}")
        _fill(table.rows[-1].cells[0], "{%tr endif %}")
    for row in table.rows:
        _whole(row)
    _line(document, "", size=4, after=0)


def _table(document: Any, widths: Sequence[float], *, rows: int = 1, bordered: bool = False) -> Any:
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


def _two_columns(
    document: Any, left: float, right: float, *, together: bool = False, close: bool = False
) -> tuple[Any, Any]:
    """Two blocks side by side; `together` on one page; `close`: no room lost between the lines and the cells."""
    if together:
        _line(document, "", size=6, after=0, keep=True)
    table = _table(document, [left, right])
    if together:
        _whole(table.rows[0])
    if close:
        _without_margins(table)
    cells = table.rows[0].cells
    return _Cell(cells[0]), _Cell(cells[1])


class _Cell:
    """A cell that is filled line by line: its own empty first paragraph is used up first."""

    def __init__(self, cell: Any) -> None:
        self._cell, self._fresh = cell, True

    def add_paragraph(self, text: str = "") -> Any:
        paragraph = self._cell.paragraphs[0] if self._fresh else self._cell.add_paragraph()
        self._fresh = False
        if text:
            paragraph.add_run(text)
        return paragraph


def _fill(cell: Any, text: str, *, size: float = TABLE, bold: bool = False, align: str = "left") -> Any:
    paragraph = cell.paragraphs[0]
    paragraph.alignment = ALIGN[align]
    paragraph.paragraph_format.space_after = Pt(0)
    _run(paragraph, text, size=size, bold=bold)
    return paragraph


# --- what python-docx has no word for ---------------------------------------------------------------------------------


def _blank() -> Any:
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
    _headers(section)
    properties = document.core_properties
    properties.author = properties.title = properties.comments = ""
    return document


def _headers(section: Any) -> None:
    """The draft mark on each page; from the second on, the page's number above it."""
    number = section.header.paragraphs[0]
    number.alignment = ALIGN["center"]
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = _run(number, "", size=13)
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        element.text = text or None
        run._r.append(element)
    for header in (section.header, section.first_page_header):
        marked = header.paragraphs[0] if header is section.first_page_header else header.add_paragraph()
        marked.alignment = ALIGN["right"]
        _run(marked, "{{ du_thao }}", size=10, italic=True)


def _ruled(paragraph: Any, length: float, width: float) -> None:
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


def _shade(cell: Any, colour: str) -> None:
    shading = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        shading.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shading)


def _without_first_line(cell: Any) -> None:
    first = cell.paragraphs[0]._p
    first.getparent().remove(first)


def _without_margins(table: Any) -> None:
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "0")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    properties = table._tbl.tblPr
    look = properties.find(qn("w:tblLook"))
    properties.insert(list(properties).index(look) if look is not None else len(properties), margins)


def _whole(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _repeated(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _settled(data: bytes) -> bytes:
    """The same archive with every date at the same day: built again, nothing changes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as made, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as kept:
        for each in made.infolist():
            content = made.read(each)
            if each.filename == "docProps/core.xml":
                content = re.sub(rb"20\d\d-\d\d-\d\dT[\d:]+Z", b"2026-01-01T00:00:00Z", content)
            kept.writestr(zipfile.ZipInfo(each.filename, FIRST_DAY), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for form in FORMS["papers"]:
        (FOLDER / f"{form['code']}.docx").write_bytes(build(form, FORMS))


if __name__ == "__main__":
    main()
