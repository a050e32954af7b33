"""Templates that officers hand in (R31): what is taken, what is refused and with which words, which one counts."""

from __future__ import annotations

import asyncio
import io
import re
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from bot import templates as desk
from bot.commands import run_writing
from handlers.papers import catalogue, template_words
from handlers.papers.sandbox import Sandbox
from handlers.papers.template_check import check
from handlers.papers.template_package import MOST_BYTES
from storage import dossiers, templates
from storage.forms import WordForm, sample_of, shipped, word_form, word_forms
from storage.media import key_of
from tests.dossier_files import file_of_eight
from tests.standing import prepare, settings_for
from tests.talk import TEXTS, TODAY, Room, Talk, joined, sent

MARK = "DỰ THẢO – chờ ký"
PETITION = next(form for form in word_forms() if form.code == "petition")


def with_text(*lines: str, code: str = "petition") -> bytes:
    """The shipped template with these paragraphs at its end."""
    document = Document(io.BytesIO(shipped(code)))
    for line in lines:
        document.add_paragraph(line)
    return saved(document)


def saved(document: Any) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def repacked(data: bytes, change: Callable[[str, bytes], bytes] = lambda _, text: text, **added: bytes) -> bytes:
    """The same package with its parts changed, and others added ("word__x" is word/x)."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            after.writestr(name, change(name, before.read(name)))
        for name, text in added.items():
            after.writestr(name.replace("__", "/"), text)
    return buffer.getvalue()


def in_part(part: str, old: bytes, new: bytes) -> Callable[[str, bytes], bytes]:
    return lambda name, text: text.replace(old, new) if name == part else text


def told(data: bytes, form: WordForm = PETITION) -> list[str]:
    """What is said against a template, in Vietnamese."""
    return [TEXTS.say("vi", each.name, **each.args) for each in check(form, data, MARK).faults]


def names(data: bytes) -> list[str]:
    return [each.name for each in check(PETITION, data, MARK).faults]


# --- what is taken ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", word_forms(), ids=lambda form: form.code)
def test_every_shipped_template_passes_its_own_check(form: WordForm) -> None:
    verdict = check(form, shipped(form.code), MARK)
    assert (verdict.faults, verdict.notes) == ([], [])


@pytest.mark.parametrize(
    "line",
    [
        "Gửi {{ kinh_gui }}, {{ ky.ten|upper }}",
        "{% if ca_nhan %}{% for x in ca_nhan %}{{ loop.index }}. {{ x.ten }}{% endfor %}{% else %}không{% endif %}",
        "{{ ve_viec|default('không rõ') }} {% if nam == '2026' and not tap_the %}x{% endif %}",
        "Ngoặc nhọn { một mình } và 100 % thì cứ để",
    ],
)
def test_fields_conditions_and_lists_are_taken(line: str) -> None:
    assert told(with_text(line)) == []


def test_a_template_without_the_box_is_taken_with_a_note() -> None:
    document = Document()
    document.add_paragraph("{{ ve_viec }}")
    verdict = check(PETITION, saved(document), MARK)
    assert ([each.name for each in verdict.notes], verdict.faults) == (["template-without-box"], [])


# --- what is refused ----------------------------------------------------------------------------------------------------

CODE = "template-code"
REFUSED = {
    "a class walked up": ("{{ ''.__class__.__mro__ }}", CODE),
    "an attribute of a text": ("{{ ten.__class__ }}", "template-field"),
    "a method": ("{{ nam.upper() }}", CODE),
    "a global": ("{{ range(10) }}", CODE),
    "a global that is only named": ("{{ cycler }}", "template-field"),
    "a sum": ("{{ 9 ** 9 ** 9 }}", CODE),
    "a long text": ("{{ 'a' * 1000000000 }}", CODE),
    "an assignment": ("{% set x = 1 %}", CODE),
    "a macro": ("{% macro m() %}{% endmacro %}", CODE),
    "an include": ("{% include 'x' %}", CODE),
    "an import": ("{% import 'x' as y %}", CODE),
    "escaping switched off": ("{% autoescape false %}{{ ten }}{% endautoescape %}", CODE),
    "a filter that is not ours": ("{{ nam|safe }}", CODE),
    "a filter with reach": ("{{ ca_nhan|map(attribute='__class__')|list }}", CODE),
    "an attribute by a filter": ("{{ nam|attr('__class__') }}", CODE),
    "a list of everything": ("{% for x in ca_nhan|list %}{% endfor %}", CODE),
    "a list in a list": (
        "{% for x in ca_nhan %}{% for y in ca_nhan %}{{ y.ten }}{% endfor %}{% endfor %}",
        "template-list-in-list",
    ),
    "a list that calls itself": ("{% for x in ca_nhan recursive %}{% endfor %}", CODE),
    "no list": ("{% for x in nam %}{% endfor %}", "template-no-list"),
    "an unknown field": ("{{ mat_khau }}", "template-field"),
    "a field of another paper": ("{{ tac_gia }}", "template-field"),
    "a slip": ("{{ ve_viecc }}", "template-field-like"),
    "a slip inside": ("{{ ky.tenn }}", "template-field-like"),
    "half a condition": ("{% if ten %}", "template-broken"),
    "half a field": ("{{ ten }", "template-broken"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_code_and_unknown_fields_are_refused(case: str) -> None:
    line, name = REFUSED[case]
    assert name in names(with_text(line))


@pytest.mark.parametrize("part", ["header", "footer", "properties", "cell"])
def test_code_is_found_wherever_it_stands(part: str) -> None:
    document = Document(io.BytesIO(shipped("petition")))
    evil = "{{ nam.upper() }}"
    match part:
        case "header":
            document.sections[0].first_page_header.add_paragraph(evil)
        case "footer":
            document.sections[0].footer.add_paragraph(evil)
        case "properties":
            document.core_properties.subject = evil
        case _:
            document.tables[-1].rows[0].cells[0].paragraphs[0].add_run(evil)
    assert names(saved(document)) == [CODE]


def test_a_refusal_says_where_and_what_to_do() -> None:
    [code] = told(with_text("Kính trình {{ nam.upper() }} xem xét"))
    assert (
        code
        == "Chỗ “{{ nam.upper() }}” là câu lệnh, mẫu chỉ được có tên ô. Anh/chị thay bằng tên một ô trong danh sách "
        "(trang gửi mẫu, docs/templates.md)."
    )
    [slip] = told(with_text("{{ ky.tenn }}"))
    assert slip == "Chỗ “{{ ky.tenn }}”: không có ô ky.tenn. Có phải anh/chị muốn ghi ky.ten?"
    assert len(told(with_text(*["{{ x%d }}" % number for number in range(30)]))) == 8  # noqa: UP031 (braces)


TYPES, RELS = "[Content_Types].xml", "word/_rels/document.xml.rels"
MAIN = b"wordprocessingml.document.main+xml"
LINK = b'<Relationship Id="rId99" Type="t" Target="http://example.org/x" TargetMode="External"/></Relationships>'
BEGIN, END = (b'<w:r><w:fldChar w:fldCharType="%s"/></w:r>' % mark for mark in (b"begin", b"end"))
PIECE = b"<w:r><w:instrText>%s</w:instrText></w:r>"
FIELD = b"<w:p>" + BEGIN + PIECE + PIECE + END + b"</w:p><w:sectPr"
PACKAGES: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "template-no-docx"),
    "no zip": (lambda: b"Word 97" * 100, "template-no-docx"),
    "a zip of something else": (lambda: repacked(shipped("petition"))[:2000], "template-no-docx"),
    "too large": (lambda: b"PK" + bytes(MOST_BYTES), "template-too-large"),
    "a bomb": (lambda: repacked(shipped("petition"), word__bomb=bytes(41_000_000)), "template-too-large"),
    "many parts": (
        lambda: repacked(shipped("petition"), lambda _, text: text, **{f"x__{n}": b"" for n in range(400)}),
        "template-too-large",
    ),
    "macros": (lambda: repacked(shipped("petition"), word__vbaProject=b"x"), "template-macros"),
    "an embedded object": (lambda: repacked(shipped("petition"), word__embeddings__o1=b"x"), "template-macros"),
    "a document with macros": (
        lambda: repacked(
            shipped("petition"),
            in_part(
                TYPES,
                b"application/vnd.openxmlformats-officedocument." + MAIN,
                b"application/vnd.ms-word.document.macroEnabled.main+xml",
            ),
        ),
        "template-macros",
    ),
    "a link": (lambda: repacked(shipped("petition"), in_part(RELS, b"</Relationships>", LINK)), "template-links"),
    "an entity": (
        lambda: repacked(
            shipped("petition"),
            in_part("word/document.xml", b"<w:document", b"<!DOCTYPE x [<!ENTITY a 'b'>]><w:document"),
        ),
        "template-no-docx",
    ),
    "a field that runs": (
        lambda: repacked(
            shipped("petition"), in_part("word/document.xml", b"<w:sectPr", FIELD % (b"DDE", b"AUTO cmd"))
        ),
        "template-word-field",
    ),
    "broken XML": (
        lambda: repacked(shipped("petition"), in_part("word/document.xml", b"</w:body>", b"")),
        "template-no-docx",
    ),
}


@pytest.mark.parametrize("case", PACKAGES)
def test_a_file_that_is_more_or_less_than_a_word_document_is_refused(case: str) -> None:
    make, name = PACKAGES[case]
    assert names(make()) == [name]


def test_the_sandbox_reaches_nothing_even_unchecked() -> None:
    """A second wall: what is rendered was checked, and could do nothing if it had not been."""

    class Thing:
        secret = "x"

    context = {"thing": Thing(), "text": "abc", "list": [1]}
    for source in (
        "{{ thing.secret }}",
        "{{ text.upper() }}",
        "{{ list.append(2) }}",
        "{{ text.__class__ }}",
        "{{ range(3) }}",
    ):
        try:
            shown = Sandbox().from_string(source).render(context)
        except Exception as refused:
            shown = type(refused).__name__
        assert shown in ("", "SecurityError", "UndefinedError"), source
    assert context["list"] == [1]
    assert Sandbox().from_string("{{ text }}").render(text="4 < 6 & 1") == "4 &lt; 6 &amp; 1"


# --- fields are told as they are ---------------------------------------------------------------------------------------


def shape(value: Any, *, whole: bool = True) -> Any:
    """Names all the way down; of a list, its first entry."""
    match value:
        case dict():
            return {name: shape(each) for name, each in value.items()}
        case list():
            return [shape(value[0])] if value else []
        case _:
            return ""


def covers(sample: Any, real: Any) -> bool:
    """Everything a paper really has stands in the sample, and the other way round; an empty list says nothing."""
    if isinstance(sample, dict) and isinstance(real, dict):
        return sample.keys() == real.keys() and all(covers(sample[name], real[name]) for name in sample)
    if isinstance(sample, list) and isinstance(real, list):
        return not real or covers(sample[0], real[0])
    return isinstance(sample, list | dict) == isinstance(real, list | dict)


def test_the_list_of_fields_is_what_the_papers_have_and_stands_in_the_docs(tmp_path: Path) -> None:
    room = Room(tmp_path)
    sent(joined(Talk(room)))
    [report] = room.reports()
    file = file_of_eight(room, {1: [report["id"]], 6: [report["id"]]})
    numbers = {"report": [report["id"]], "nomination": [file["file"]], "meeting": [file["meeting"]]}
    numbers["nominee"] = [file["nominees"][0], file["nominees"][5]]
    person, group = {"ngay_sinh", "gioi_tinh", "que_quan", "chuc_vu", "trinh_do"}, {"to_chuc", "tong_so", "so_nu"}
    for about, each in ((about, number) for about, found in numbers.items() for number in found):
        with room.store.read() as db:
            dossier: Any = dossiers.gather(db, about, each, None, TODAY.date())
        for paper in catalogue.offered(about, dossier):
            form = word_form(paper.code)
            assert form is not None
            page = catalogue.page_of(room.media.get, TEXTS)
            real = catalogue.fields_of(form, page, dossier)
            sample = {
                name: value
                for name, value in sample_of(about).items()
                if not (about == "nominee" and name in (group if not form.collective else person))
            }
            sample.pop("kinh_gui" if "kinh_gui" not in real else "", None)
            assert sample.keys() == real.keys(), paper.code
            assert covers(shape(sample), shape(real)), paper.code
    told_of = set(re.findall(r"`([a-z_.]+)`", (Path(__file__).parent.parent / "docs" / "templates.md").read_text()))
    fields = {name for about in ("report", "nomination", "nominee", "meeting") for name in sample_of(about)}
    assert sorted(fields - told_of) == []
    room.store.close()


# --- which one counts --------------------------------------------------------------------------------------------------


def test_the_newest_of_the_nearest_unit_upwards_counts_until_it_is_taken_back(tmp_path: Path) -> None:
    room = Room(tmp_path)
    file = file_of_eight(room, unit_id=room.unit("cdcs-song-van"), desk_unit_id=room.unit("cdcs-song-van"))
    made = {name: with_text(name) for name in ("Mẫu tỉnh", "Mẫu cũ", "Mẫu mới")}
    numbers = {}
    for data in made.values():
        room.media.put(key_of(data, ".docx"), data)
    for minute, (name, unit) in enumerate(
        (("Mẫu cũ", "cdcs-song-van"), ("Mẫu mới", "cdcs-song-van"), ("Mẫu tỉnh", "nb"))
    ):
        with room.store.write() as db:
            numbers[name] = templates.put(
                db,
                room.unit(unit),
                "petition",
                key_of(made[name], ".docx"),
                f"{name}.docx",
                who=None,
                now=room.now + timedelta(minutes=minute),
            )

    def used() -> list[str]:
        with room.store.read() as db:
            dossier: Any = dossiers.gather(db, "nomination", file["file"], None, TODAY.date())
        document = Document(io.BytesIO(catalogue.make("petition", dossier, room.media.get, TEXTS, "vi").data))
        return [each.text for each in document.paragraphs if each.text in made]

    seen = [used()]
    for name in ("Mẫu mới", "Mẫu cũ", "Mẫu tỉnh"):
        with room.store.write() as db:
            assert templates.take_back(db, numbers[name], who=None, now=room.now)
            assert not templates.take_back(db, numbers[name], who=None, now=room.now)
        seen.append(used())
    assert seen == [["Mẫu mới"], ["Mẫu cũ"], ["Mẫu tỉnh"], []]
    room.store.close()


def test_an_own_template_is_marked_as_a_draft_too(tmp_path: Path) -> None:
    from handlers.papers import word
    from handlers.papers.template_check import filled

    document = Document()
    document.add_paragraph("{{ ve_viec }}")
    made = Document(io.BytesIO(word.render(saved(document), filled(sample_of("nomination")), MARK)))
    assert [each.text for each in made.sections[0].header.paragraphs][-1] == MARK


# --- the command line ---------------------------------------------------------------------------------------------------


def test_a_template_is_taken_out_handed_in_listed_and_taken_back(tmp_path: Path) -> None:
    settings = settings_for(tmp_path / "data")
    prepare(tmp_path / "data")
    own, evil = tmp_path / "mau.docx", tmp_path / "xau.docx"
    written = desk.sample("petition", own, "vi")
    assert (written.get("failed"), own.read_bytes()) == (None, shipped("petition"))
    assert desk.sample("petition", own, "vi")["say"] == TEXTS.say("vi", "template-file-exists")
    assert desk.sample("nothing", own, "vi")["failed"] is True
    evil.write_bytes(with_text("{{ nam.upper() }}"))

    def do(what: str, **args: Any) -> dict[str, Any]:
        return asyncio.run(run_writing(settings, what, language="vi", **args))

    refused = do("template-put", file=str(evil), paper="petition", unit="nb")
    assert (refused["failed"], "{{ nam.upper() }}" in refused["say"]) == (True, True)
    assert do("template-put", file=str(own), paper="x", unit="nb")["failed"] is True
    assert do("template-put", file=str(own), paper="petition", unit="x")["say"] == TEXTS.say(
        "vi", "template-no-unit", unit="x"
    )
    done = do("template-put", file=str(own), paper="petition", unit="nb")
    assert (done.get("failed"), "số 1" in done["say"]) == (None, True)
    assert "Số 1 · nb · petition · mau.docx" in desk.listed(settings, "vi")
    assert do("template-take-back", number=1)["failed"] is False
    assert do("template-take-back", number=1)["failed"] is True
    assert TEXTS.say("vi", "template-none") in desk.listed(settings, "vi")


def test_what_there_is_is_listed_by_code() -> None:
    lines = template_words.listed(lambda name, **args: TEXTS.say("vi", name, **args), [], settings_for(Path()).zone)
    assert [form.code for form in word_forms() if form.code not in lines] == []
