"""Make the Word templates from forms.toml: `python -m storage.starter.build_forms`. The results are committed (R31, R43).

Official layout (Nghị định 30/2020/NĐ-CP, 933/QĐ-TLĐ): A4, margins 30/15/20/20 mm, Times New Roman 14 (tables 12), the issuing
body beside the national motto, both underlined, page numbers on top from the second page on, "Nơi nhận" beside the signature.
"""

from __future__ import annotations

import io
import re
import tomllib
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from storage.starter.form_layout import (
    SMALL,
    TEXT_WIDTH,
    TINY,
    add_control,
    add_line,
    add_table,
    blank,
    fill,
    labelled,
    list_table,
    rich,
    ruled,
    shade,
    two_columns,
    whole,
    without_first_line,
)

HERE = Path(__file__).parent
FOLDER = HERE / "forms"
FIRST_DAY = (1980, 1, 1, 0, 0, 0)
FORMS = tomllib.loads((HERE / "forms.toml").read_text(encoding="utf-8"))
WORDS: Mapping[str, str] = FORMS["words"]


def build(form: Mapping[str, Any], forms: Mapping[str, Any]) -> bytes:
    """One template."""
    document = blank()
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
                title = add_line(document, rest, align="center", bold=True, before=12)
                title.paragraph_format.page_break_before = anew or None
            case "##":
                add_line(document, rest, align="center", bold=True, after=6)
            case "~":
                add_line(document, rest, align="center", italic=True, after=6)
            case "+":
                add_line(document, rest, bold=True, before=6, keep=True)
            case "=":
                labelled(document, rest)
            case "-":
                add_line(document, f"- {rest}", align="both", indent=10)
            case "%":
                add_control(document, rest)
            case "!" if rest == "break":  # a break of its own would leave an empty page after a full one
                anew = True
            case "!":
                _part(document, rest, forms)
            case _:
                rich(document, line)


def _part(document: Any, name: str, forms: Mapping[str, Any]) -> None:
    if name.startswith("table "):
        tables = {each["name"]: each for each in forms["tables"]}
        list_table(document, tables[name.removeprefix("table ")])
    elif name in forms["parts"]:
        _body(document, forms["parts"][name], forms)
    else:
        PARTS[name](document)


# --- parts -----------------------------------------------------------------------------------------------------------


def _head(document: Any) -> None:
    """The issuing body (with the one above it) and the national motto, number and date."""
    left, right = two_columns(document, 74, 92, close=True)
    add_line(left, "{{ co_quan_tren_hoa }}", size=12, align="center", after=0)
    add_line(left, "{{ co_quan_hoa }}", size=13, bold=True, align="center", after=0)
    ruled(add_line(left, "", size=4, align="center", after=4), 28, 74)
    add_line(left, "{{ so_ky_hieu }}", size=13, align="center")
    _motto_lines(right, 92)
    add_line(right, "{{ dia_danh_ngay }}", size=13, italic=True, align="center")


def _motto(document: Any) -> None:
    """The motto alone: a paper that a person writes, not a body."""
    _motto_lines(document, TEXT_WIDTH)
    add_line(document, "{{ dia_danh_ngay }}", size=13, italic=True, align="right")


def _motto_lines(place: Any, width: float) -> None:
    add_line(place, WORDS["country"], size=12, bold=True, align="center", after=0)
    add_line(place, WORDS["motto"], size=13, bold=True, align="center", after=0)
    ruled(add_line(place, "", size=4, align="center", after=4), 62, width)


def _box(document: Any) -> None:
    """What is still missing, for the officer's eyes: in a frame, on the first page."""
    add_control(document, "if con_thieu")
    table = add_table(document, [TEXT_WIDTH], bordered=True)
    cell = table.rows[0].cells[0]
    shade(cell, "F2F2F2")
    add_line(cell, WORDS["missing"], size=TINY, bold=True)
    add_control(cell, "for t in con_thieu")
    add_line(cell, "- {{ t }}", size=TINY, after=0)
    add_control(cell, "endfor")
    without_first_line(cell)
    add_line(document, "", size=8, after=0)
    add_control(document, "endif")


def _to(document: Any) -> None:
    add_line(document, WORDS["to"], align="center", before=6, after=6)


def _bases(document: Any) -> None:
    add_control(document, "for c in can_cu")
    add_line(document, WORDS["base"], align="both", italic=True, indent=10)
    add_control(document, "endfor")


def _photos(document: Any) -> None:
    """Before and after side by side, each with its caption; a pair is never torn apart by a page."""
    add_control(document, "if anh")
    add_line(document, WORDS["photos"], bold=True, before=6, keep=True)
    table = add_table(document, [TEXT_WIDTH / 2] * 2, rows=3)
    for row, control in ((0, "for a in anh"), (2, "endfor")):
        fill(table.rows[row].cells[0], f"{{%tr {control} %}}")
    for cell, side in zip(table.rows[1].cells, ("trai", "phai"), strict=True):
        fill(cell, f"{{{{ a.{side}.hinh }}}}", align="center").paragraph_format.keep_with_next = True
        add_line(cell, f"{{{{ a.{side}.chu_thich }}}}", size=SMALL, italic=True, align="center")
    whole(table.rows[1])
    add_control(document, "endif")


def _signature(document: Any) -> None:
    """ "Nơi nhận" on the left, who signs on the right; kept together on one page."""
    left, right = two_columns(document, 80, 85, together=True)
    add_line(left, WORDS["recipients"], size=12, bold=True, italic=True, after=0)
    add_control(left, "for n in noi_nhan")
    add_line(left, "- {{ n }}", size=TINY, after=0)
    add_control(left, "endfor")
    _signer(right)


def _signer(cell: Any) -> None:
    """In whose name, which office, room for the hand and the stamp, the name. An office without a name keeps its lines."""
    add_line(cell, "{{ ky.thay_mat }}", bold=True, align="center", after=0)
    add_line(cell, "{{ ky.chuc_vu }}", bold=True, align="center", after=60)
    add_line(cell, "{{ ky.ten }}", bold=True, align="center", after=0)


def _confirmed(document: Any) -> None:
    """The level that submits confirms on the left, the author signs on the right."""
    left, right = two_columns(document, 82, 83, together=True)
    add_line(left, WORDS["confirming"], bold=True, size=13, align="center", after=0)
    add_line(left, WORDS["stamp_here"], italic=True, size=13, align="center", after=0)
    add_line(left, "{{ ky.thay_mat }}", bold=True, size=13, align="center", after=0)
    add_line(left, "{{ ky.chuc_vu }}", bold=True, size=13, align="center", after=56)
    add_line(left, "{{ ky.ten }}", bold=True, align="center", after=0)
    add_line(right, WORDS["reporting"], bold=True, size=13, align="center", after=0)
    add_line(right, WORDS["sign_here"], italic=True, size=13, align="center", after=88)
    add_line(right, "{{ nguoi_bao_cao }}", bold=True, align="center", after=0)


def _unit_confirmed(document: Any) -> None:
    """The unit where it was done confirms on the left, who reports signs on the right."""
    left, right = two_columns(document, 82, 83, together=True)
    add_line(left, WORDS["base_confirms"], bold=True, size=13, align="center", after=0)
    add_line(left, "{{ ky.thay_mat }}", bold=True, size=13, align="center", after=0)
    add_line(left, "{{ ky.chuc_vu }}", bold=True, size=13, align="center", after=56)
    add_line(left, "{{ ky.ten }}", bold=True, align="center", after=0)
    add_line(right, WORDS["reporting"], bold=True, size=13, align="center", after=0)
    add_line(right, WORDS["sign_here"], italic=True, size=13, align="center", after=72)
    add_line(right, "{{ nguoi_bao_cao }}", bold=True, align="center", after=0)


def _applicant(document: Any) -> None:
    """Where the initiative was made confirms on the left, its author signs on the right."""
    left, right = two_columns(document, 82, 83, together=True)
    add_line(left, WORDS["base_confirms"], bold=True, size=13, align="center", after=0)
    add_line(left, WORDS["stamp_here"], italic=True, size=13, align="center", after=72)
    add_line(right, WORDS["applicant"], bold=True, size=13, align="center", after=0)
    add_line(right, WORDS["sign_here"], italic=True, size=13, align="center", after=72)
    add_line(right, "{{ nguoi_nop }}", bold=True, align="center", after=0)


def _minutes_signed(document: Any) -> None:
    left, right = two_columns(document, 82, 83, together=True)
    for cell, title, name in ((left, "secretary", "thu_ky"), (right, "chair", "chu_tri")):
        add_line(cell, WORDS[title], bold=True, size=13, align="center", after=0)
        add_line(cell, WORDS["sign_here"], italic=True, size=13, align="center", after=64)
        add_line(cell, f"{{{{ {name} }}}}", bold=True, align="center", after=0)


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
