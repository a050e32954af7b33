"""Several authors in one line: names, shares in percent, people and collectives mixed (R7)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from handlers.forms import Answered, Form, Heard, Misread, Say, Session, Taken
from handlers.steps import Open, Say_, has_all
from storage.vietnamese import fold, read_number, show_number


@dataclass(frozen=True, slots=True)
class Authors(Open):
    """Several authors with shares in percent, people and collectives mixed, typed in one line (R7)."""

    def take(self, form: Form, session: Session, heard: Heard, found: Any) -> Taken:
        authors = read_authors(heard.text)
        if not authors:
            raise Misread("authors")
        given = [Decimal(str(author["share"])) for author in authors if author["share"] is not None]
        total = sum(given, Decimal())
        if given and (total > 100 or (len(given) == len(authors) and total != 100)):
            raise Misread("shares", total=show_number(total))
        twice = same_name(authors)
        echo = Say("understood-authors", {"count": len(authors), "list": shown_authors(authors)})
        return Answered(authors, Say("authors-alike", {"first": twice[0], "second": twice[1]}) if twice else echo)

    def holds(self, value: Any) -> bool:
        return isinstance(value, list) and all(has_all(author, "name", "share", "collective") for author in value)

    def shown(self, value: Any, say: Say_) -> str:
        return shown_authors(value)


COLLECTIVE = {
    "tap the",
    "to",
    "doi",
    "nhom",
    "ban",
    "bch",
    "phong",
    "cdcs",
    "cong doan",
    "lien tich",
    "lien danh",
    "hoi",
    "chi doan",
}
SHARE = re.compile(r"\(?\s*(\d{1,3}(?:[.,]\d{1,2})?)\s*(?:%|phần trăm|phan tram)\s*\)?", re.IGNORECASE)


def read_authors(text: str) -> list[dict[str, Any]]:
    """ "Phạm Thị Thu Hà 60 %, Đỗ Minh Quân 40 %" → names with shares; at most 20, [] when unreadable."""
    text = re.sub(r"^\s*(nhóm|nhom|tác giả|tac gia|gồm|gom)\s*:\s*", "", text, flags=re.IGNORECASE)
    authors = []
    for part in re.split(r"[;\n]|,(?!\d)|\bvà\b|\bva\b", text):
        share = SHARE.search(part)
        name = " ".join(SHARE.sub("", part).split()).strip(" -–:.")
        if not name or len(name) > 120 or not any(letter.isalpha() for letter in name):
            if share or name:
                return []
            continue
        number = read_number(share.group(1)) if share else None
        first = fold(name)
        collective = any(first == word or first.startswith(word + " ") for word in COLLECTIVE)
        authors.append({"name": name, "share": None if number is None else float(number), "collective": collective})
    return authors if len(authors) <= 20 else []


def same_name(authors: Sequence[Mapping[str, Any]]) -> tuple[str, str] | None:
    """Two spellings that may be one person: "Ng. T. Hoa" beside "Nguyễn Thị Hoà"."""
    for number, first in enumerate(authors):
        for second in authors[number + 1 :]:
            if first["collective"] or second["collective"]:
                continue
            one, two = fold(first["name"]).replace(".", " ").split(), fold(second["name"]).replace(".", " ").split()
            if len(one) == len(two) and all(a.startswith(b) or b.startswith(a) for a, b in zip(one, two, strict=True)):
                return first["name"], second["name"]
    return None


def shown_authors(authors: Sequence[Mapping[str, Any]]) -> str:
    shares = (
        f" {show_number(Decimal(str(author['share'])))} %" if author["share"] is not None else "" for author in authors
    )
    return "; ".join(author["name"] + share for author, share in zip(authors, shares, strict=True))
