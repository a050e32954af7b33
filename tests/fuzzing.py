"""Updates as no channel should ever send them: recorded and well-shaped payloads with something wrong in them.

Structure-aware: a payload is taken from a channel's samples, given a person and an id, mostly some words that carry the talk
on, and then spoiled at random places: wrong types, nothing, too much, too deep, letters that are none. Some are spoiled as
bytes. All from one seed.
"""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

Path = tuple[str | int, ...]
DEEP = "a place that is nested without end"

WORDS = (
    *(
        "/start",
        "/menu",
        "/baocao",
        "/huy",
        "/bannhap",
        "/caidat",
        "/dulieu",
        "/lienket",
        "/canbo",
        "/xem 1",
        "/baicuatoi",
    ),
    *(
        "1",
        "2",
        "3",
        "Bỏ qua",
        "Quay lại",
        "Đồng ý",
        "Không đồng ý",
        "Sông Vân",
        "Lê Văn Tám",
        "0912 345 678",
        "15/3/2026",
    ),
    *("Bộ gá xoay hàn lồng thép", "180tr", "hôm qua", "An 60 %, Bình 40 %", "12/QĐ-CĐCS", "xong", "Đủ ảnh rồi"),
)
HOSTILE: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1, 2**31, 2**63, -(2**63), 2**63 - 1, 10**300, 1.5, -0.0, float("inf"), float("nan")),
    *("", " ", "\n", "\x00", "\x1b[31m", "\ud83d", "\udc4d\ud83d", "\u202eabc", "\u200b\u200d\ufeff", "null", "NaN"),
    *(
        "Ti\u1ebfng Vie\u0302\u0323t",
        "a" + "\u0323\u0301" * 9_000,
        "\u1eaf" * 30_000,
        "9" * 5_000,
        "=1+1",
        "<b>{{ x }}</b>",
    ),
    *("'; DROP TABLE report; --", "%s%n{0}", "../../etc/passwd", "https://127.0.0.1:1/x.jpg", "javascript:alert(1)"),
    *(
        "[" * 2_000,
        "-" * 3_000 + "/",
        "1,2,3," * 2_000,
        "99999999999 tỷ tỷ",
        "31/2/2026",
        "0001-01-01",
        "١٢٣",
        "１２３",
    ),
    *([], {}, [[]], [{}], {"": ""}, {"\x00": 1}, ["a"] * 3_000, {str(number): number for number in range(2_000)}, DEEP),
)


@dataclass(frozen=True, slots=True)
class Shape:
    """Where in a channel's payloads the things stand that make a talk of them."""

    samples: Sequence[dict[str, Any]]
    person: Sequence[Path]  # every place that names who writes
    number: Path
    words: Path
    as_number: Callable[[int], Any] = int
    as_person: Callable[[int], Any] = int
    tapped: Callable[[int, str], dict[str, Any]] | None = None  # person, token: a tapped button


@dataclass
class Fuzzer:
    """An endless source. `offered` are tokens and labels that people have been shown."""

    shape: Shape
    dice: random.Random
    people: Sequence[int]
    offered: list[str] = field(default_factory=list)
    made: int = 0
    kept: list[bytes] = field(default_factory=list)

    def next(self) -> bytes:
        """The next raw update."""
        luck = self.dice.random()
        if luck < 0.03 and self.kept:
            return self.dice.choice(self.kept)  # the same once more
        raw = self._spoiled_bytes() if luck < 0.08 else self._raw(self._payload())
        self.kept = [*self.kept[-50:], raw]
        return raw

    def _payload(self) -> dict[str, Any]:
        self.made += 1
        person = self.dice.choice(self.people)
        if self.shape.tapped and self.offered and self.dice.random() < 0.2:
            payload = self.shape.tapped(person, self.dice.choice(self.offered))
        else:
            payload = copy.deepcopy(self.dice.choice(self.shape.samples))
            if self.dice.random() < 0.6:
                put(payload, self.shape.words, self._words())
        for place in self.shape.person:
            put(payload, place, self.shape.as_person(person))
        number = self.made if self.dice.random() < 0.97 else self.dice.randrange(1, self.made + 1)  # with other content
        put(payload, self.shape.number, self.shape.as_number(number))
        for _ in range(self.dice.choice((0, 0, 0, 1, 1, 2, 4))):
            self._spoil(payload)
        return payload

    def _words(self) -> Any:
        luck = self.dice.random()
        if luck < 0.55:
            return self.dice.choice(WORDS)
        if luck < 0.8 and self.offered:
            return self.dice.choice(self.offered)
        texts = [each for each in HOSTILE if isinstance(each, str) and each != DEEP]
        return self.dice.choice(texts)

    def _spoil(self, payload: dict[str, Any]) -> None:
        holder, key = self.dice.choice(list(places(payload)) or [(payload, "x")])
        match self.dice.randrange(6):
            case 0 if isinstance(holder, dict):
                holder.pop(key, None)
            case 1:
                holder[key] = [copy.deepcopy(holder[key])] if key in holder or isinstance(key, int) else []
            case 2:
                other, there = self.dice.choice(list(places(payload)) or [(payload, "x")])
                holder[key] = copy.deepcopy(other[there]) if isinstance(there, int) or there in other else None
            case _:
                holder[key] = copy.deepcopy(self.dice.choice(HOSTILE))

    def _raw(self, payload: Any) -> bytes:
        """As JSON, mostly with escapes as messengers write them; some places are nested deeper than anybody reads."""
        raw = json.dumps(payload, ensure_ascii=self.dice.random() < 0.8).encode("utf-8", "surrogatepass")
        depth = self.dice.choice((50, 900, 5_000, 100_000))
        return raw.replace(json.dumps(DEEP).encode(), b"[" * depth + b"]" * depth)

    def _spoiled_bytes(self) -> bytes:
        raw = bytearray(self._raw(self._payload()))
        for _ in range(self.dice.choice((1, 2, 20))):
            at = self.dice.randrange(len(raw)) if raw else 0
            match self.dice.randrange(4):
                case 0:
                    raw[at : at + 1] = self.dice.randbytes(1)
                case 1:
                    del raw[at : at + self.dice.randrange(1, 50)]
                case 2:
                    raw[at:at] = raw[at : at + self.dice.randrange(1, 50)]
                case _:
                    del raw[at:]
        return bytes(raw)


def places(value: Any) -> list[tuple[Any, Any]]:
    """(holder, key) of everything in a payload."""
    found: list[tuple[Any, Any]] = []
    rest = [value]
    while rest:
        holder = rest.pop()
        keys = holder if isinstance(holder, dict) else range(len(holder))
        for key in list(keys)[:30]:
            found.append((holder, key))
            if isinstance(holder[key], dict | list):
                rest.append(holder[key])
    return found


def put(payload: dict[str, Any], path: Path, value: Any) -> None:
    """Set a place, where the payload has what leads to it."""
    holder: Any = payload
    for key in path[:-1]:
        if not isinstance(holder, dict) or key not in holder:
            return
        holder = holder[key]
    if isinstance(holder, dict):
        holder[path[-1]] = value
