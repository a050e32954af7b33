"""A dossier set by typst: blocks of plain words and photos in, PDF out. No markup of anybody's is ever read (R31, R43)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from handlers.papers.official import Picture
from handlers.papers.print_photos import printed
from storage.vietnamese import clean, hide_phones, strip_emoji

TEMPLATE = (files("handlers.papers") / "dossier.typ").read_bytes()
FONTS = str(files("storage") / "starter" / "fonts")  # Tinos: the same paper on every machine
LONGEST = 20_000  # characters of a text
_UNDRAWN = re.compile(r"[^\n -\u052f\u1e00-\u22ff]")  # scripts the font lacks would leave holes

Block = Mapping[str, Any]


def heading(text: str) -> Block:
    return {"kind": "heading", "text": plain(text)}


def title(text: str) -> Block:
    return {"kind": "title", "text": plain(text)}


def paragraphs(text: str) -> Block:
    return {"kind": "text", "text": plain(text)}


def facts(rows: Iterable[tuple[str, str]]) -> Block:
    """Label and value side by side; what is empty is left out."""
    return {"kind": "facts", "rows": [[plain(label), plain(value)] for label, value in rows if value]}


def table(head: Sequence[str], widths: Sequence[int], rows: Iterable[Sequence[str]]) -> Block:
    cells = [[plain(cell) for cell in row] for row in rows]
    return {"kind": "table", "widths": list(widths), "head": [plain(each) for each in head], "rows": cells}


def new_page() -> Block:
    return {"kind": "page"}


def plain(text: str) -> str:
    """What the font can draw of a person's words: no emoji, no controls (H4)."""
    return _UNDRAWN.sub("", strip_emoji(hide_phones(clean(text, limit=LONGEST))))


@dataclass(slots=True)
class Album:
    """The photos of one paper, shrunk to what is printed, in the folder typst reads from."""

    folder: Path
    load: Callable[[str], bytes]
    files: dict[str, dict[str, Any]] = field(default_factory=dict)
    lost: int = 0

    def draw(self, key: str) -> Picture | None:
        """For `paper_words.pairs`."""
        return printed(key, self.load)

    def rows(self, pairs: Iterable[Mapping[str, Any]]) -> Block:
        """Photos two a row, as `paper_words.pairs` gives them."""
        shown = [[self._kept(pair["trai"]), self._kept(pair["phai"])] for pair in pairs]
        return {"kind": "photos", "rows": shown}

    def _kept(self, photo: Mapping[str, Any]) -> dict[str, Any] | None:
        picture = photo["hinh"]
        if not isinstance(picture, Picture):
            return None
        name = f"{len(self.files) + 1}.jpg"
        (self.folder / name).write_bytes(picture.data)
        kept = {"file": name, "width": picture.width, "height": picture.height, "caption": plain(photo["chu_thich"])}
        self.files[name] = kept
        return kept


@dataclass(frozen=True, slots=True)
class Frame:
    """What an official dossier has around its blocks; the words are ready."""

    above: str
    issuer: str
    nation: str
    motto: str
    place_day: str
    draft: str
    missing_title: str
    missing: Sequence[str]
    title: str
    about: str
    recipients_title: str
    recipients: Sequence[str]
    sign: tuple[str, str, str]

    def told(self, blocks: Sequence[Block]) -> dict[str, Any]:
        names = ("above", "issuer", "nation", "motto", "place_day", "draft", "missing_title", "title", "about")
        return {
            **{name: plain(getattr(self, name)) for name in (*names, "recipients_title")},
            "missing": [plain(each) for each in self.missing],
            "recipients": [plain(each) for each in self.recipients],
            "sign": [plain(each) for each in self.sign],
            "blocks": list(blocks),
        }


def compiled(
    load: Callable[[str], bytes], compose: Callable[[Album], tuple[Frame, Sequence[Block]]]
) -> tuple[bytes, list[str]]:
    """The PDF, and what typst had to say about it: nothing, when all is well. For a worker thread."""
    import typst  # noqa: PLC0415  - 80 MB of library that only a paper needs

    with TemporaryDirectory(prefix="baocong-") as place:
        folder = Path(place)
        frame, blocks = compose(Album(folder, load))
        (folder / "dossier.typ").write_bytes(TEMPLATE)
        pdf, warnings = typst.compile_with_warnings(
            folder / "dossier.typ",
            format="pdf",
            root=folder,
            font_paths=typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS]),
            sys_inputs={"told": json.dumps(frame.told(blocks))},
        )
    assert isinstance(pdf, bytes)  # noqa: S101 (one file was asked for)
    return pdf, [each.message for each in warnings]
