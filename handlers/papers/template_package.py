"""Is a file that an officer hands in really a Word document, small, and nothing but words? Looked at before anything opens it.

Whatever could run, fetch or hide is refused: macros, links to outside, embedded objects, fields that read other files.
"""

from __future__ import annotations

import io
import re
import zipfile

from handlers.forms import Say

MOST_BYTES = 5_000_000
MOST_UNPACKED = 40_000_000
MOST_PARTS = 400
MAIN = "wordprocessingml.document.main+xml"  # a .docx; macro-enabled ones and .dotx say otherwise
RUNS = ("vbaproject", "activex", "embeddings/", "oleobject", "macros/", "customui", "afchunk")
OUTSIDE = re.compile(rb"TargetMode\s*=\s*[\"']External", re.IGNORECASE)
ENTITIES = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
HARMLESS_FIELDS = {"PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES"}
FIELD = re.compile(
    rb"<w:instrText[^>]*>([^<]*)</w:instrText>|<w:fldSimple[^>]*w:instr=\"([^\"]*)\"|w:fldCharType=\"(begin|separate|end)\""
)


def faults(data: bytes) -> list[Say]:
    """What speaks against opening this file; nothing when it may be read."""
    if len(data) > MOST_BYTES:
        return [Say("template-too-large", {"most": MOST_BYTES // 1_000_000})]
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return _faults_inside(package)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        return [Say("template-no-docx")]


def _faults_inside(package: zipfile.ZipFile) -> list[Say]:
    parts = package.infolist()
    if len(parts) > MOST_PARTS or sum(each.file_size for each in parts) > MOST_UNPACKED:
        return [Say("template-too-large", {"most": MOST_BYTES // 1_000_000})]
    names = {each.filename for each in parts}
    if not {"[Content_Types].xml", "word/document.xml"} <= names:
        return [Say("template-no-docx")]
    read = {each.filename: _read(package, each) for each in parts if each.filename.endswith((".xml", ".rels"))}
    types = read["[Content_Types].xml"].decode("utf-8", "replace").lower()
    found = []
    if MAIN not in types or any(each in name.lower() for name in names for each in RUNS) or "macroenabled" in types:
        found.append(Say("template-macros"))
    if any(OUTSIDE.search(text) for name, text in read.items() if name.endswith(".rels")):
        found.append(Say("template-links"))
    if any(ENTITIES.search(text) for text in read.values()):
        found.append(Say("template-no-docx"))
    fields = {field for text in read.values() for field in _fields(text)} - HARMLESS_FIELDS
    return [*found, *(Say("template-word-field", {"field": field[:40]}) for field in sorted(fields)[:3])]


def _read(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    """A part, at most as long as it says it is: a bomb lies about its size."""
    with package.open(part) as file:
        data = file.read(min(part.file_size, MOST_UNPACKED) + 1)
    if len(data) > part.file_size:
        raise ValueError("a part longer than it says")
    return data


def _fields(text: bytes) -> set[str]:
    """The names of Word's own fields (PAGE, INCLUDETEXT, DDEAUTO, …): a name may be torn into several runs."""
    found, open_field = set(), ""
    for code, simple, mark in FIELD.findall(text):
        if simple:
            found.add(_name_of(simple))
        elif mark:
            if open_field:
                found.add(_name_of(open_field.encode()))
            open_field = ""
        else:
            open_field += code.decode("utf-8", "replace")
    return found - {""}


def _name_of(code: bytes) -> str:
    words = code.decode("utf-8", "replace").split()
    return words[0].upper() if words else ""
