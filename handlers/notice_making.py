"""A notice in the making: one message to one person about reports, files or people, its rows of the ledger, and its entering.

What was told, or stands elsewhere by now, is left out at the last moment: a notice is planned on a reading connection and
entered by the writer. Who switched off what is their duty is told all the same, and why.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from handlers.report_notice_part import Part
from handlers.report_notice_words import message
from handlers.texts import Texts
from storage import file_news, ledger, outbox, people, preferences, roles, untold
from storage.people import Place
from storage.vietnamese import shorten

MOST_ROWS = 200  # of the ledger in one transaction; a message stands for no more
TITLE = 80  # visible characters of a title


@dataclass(frozen=True, slots=True)
class Kind:
    """What the clock tells about: the subject of its rows, the kind of its message in the outbox (a notice is sent again
    when its outcome is uncertain, a reminder is not), and the wish by which people switch it off."""

    subject: str
    lane: str
    wish: str


KINDS: Mapping[str, Kind] = {
    "new-reports": Kind("report", "notice", "new-reports"),
    "assigned": Kind("report", "notice", "new-reports"),
    "stuck": Kind("report", "reminder", "new-reports"),
    "stuck-above": Kind("report", "reminder", "new-reports"),
    "steps": Kind("report", "notice", "steps"),
    "returned": Kind("report", "reminder", "steps"),
    "unreachable": Kind("person", "reminder", "unreachable"),
    file_news.CAME: Kind("nomination", "notice", "files"),
    file_news.LATE: Kind("nomination", "reminder", "files"),
    file_news.ABOVE: Kind("nomination", "reminder", "files"),
    file_news.STEPS: Kind("nomination", "notice", "files"),
}


@dataclass(frozen=True, slots=True)
class Notice:
    """One message to one person."""

    kind: str
    person_id: int
    place: Place
    language: str
    parts: tuple[Part, ...]
    due_at: datetime
    muted: bool
    stands: Mapping[int, untold.Stand] = field(default_factory=dict)  # of its reports or files, when it was planned

    @property
    def silent(self) -> bool:
        """Only news of one's own can be switched off altogether; the rest is somebody's duty."""
        return self.muted and KINDS[self.kind].wish not in roles.DUTY

    @property
    def key(self) -> str:
        """Of all that was planned for it: two ticks that planned different things never share a message."""
        planned = ",".join(f"{part.number}/{part.slot}" for part in self.parts)
        return f"{self.kind}:{self.person_id}:{hashlib.sha256(planned.encode()).hexdigest()[:16]}"


def told(head: untold.Head, **more: str) -> dict[str, str]:
    """The words of a line about a report."""
    return {"code": head.code, "title": shorten(head.title, TITLE), **more}


def addressed(
    db: Connection,
    kind: str,
    parts: Mapping[int, Sequence[Part]],
    wishes: Mapping[int, preferences.Wishes],
    due: Mapping[int, datetime],
    stands: Mapping[int, untold.Stand] | None = None,
) -> list[Notice]:
    """A notice for each of them who can be written to."""
    places, known = people.places_of(db, parts), people.known(db, parts)
    return [
        Notice(
            kind,
            who,
            places[who],
            known[who].language,
            tuple(each[:MOST_ROWS]),
            due[who],
            KINDS[kind].wish in wishes[who].muted,
            stands or {},
        )
        for who, each in parts.items()
        if who in places and who in known
    ]


# --- entering -----------------------------------------------------------------------------------------------------------------


def pieces(notices: Iterable[Notice]) -> Iterator[tuple[Notice, ...]]:
    """The notices in groups small enough for one transaction each, so that no reply waits behind them."""
    some: tuple[Notice, ...] = ()
    size = 0
    for each in notices:
        if some and size + len(each.parts) > MOST_ROWS:
            yield some
            some, size = (), 0
        some, size = (*some, each), size + len(each.parts)
    if some:
        yield some


def enter(db: Connection, texts: Texts, notices: Sequence[Notice], now: datetime) -> int:
    """Enter a piece and queue its messages; gives how many."""
    now_at = {subject: stands(db, _numbers(notices, subject)) for subject, stands in STANDS.items()}
    lines = [(notice, part) for notice in notices for part in notice.parts if _holds(notice, part, now_at)]
    new = ledger.enter(db, [_row(notice, part, now) for notice, part in lines])
    said: dict[int, list[Part]] = {}
    for place in sorted(new):
        notice, part = lines[place]
        said.setdefault(id(notice), []).append(part)
    rows = [_message(texts, each, said[id(each)]) for each in notices if id(each) in said and not each.silent]
    outbox.put(db, rows)
    return len(rows)


def _numbers(notices: Sequence[Notice], subject: str) -> set[int]:
    return {part.number for each in notices if KINDS[each.kind].subject == subject for part in each.parts}


def _of_reports(db: Connection, numbers: Collection[int]) -> Mapping[int, untold.Stand]:
    return {number: head.stand for number, head in untold.heads(db, numbers).items()} if numbers else {}


def _of_files(db: Connection, numbers: Collection[int]) -> Mapping[int, untold.Stand]:
    return {number: head.stand for number, head in file_news.heads(db, numbers).items()} if numbers else {}


# What has a place of its own: subject → how these stand now.
STANDS = {"report": _of_reports, "nomination": _of_files}


def _holds(notice: Notice, part: Part, now_at: Mapping[str, Mapping[int, untold.Stand]]) -> bool:
    """The report or file stands where it stood when this was planned."""
    subject = KINDS[notice.kind].subject
    return subject not in STANDS or now_at[subject].get(part.number) == notice.stands[part.number]


def _row(notice: Notice, part: Part, now: datetime) -> dict[str, Any]:
    return {
        "kind": notice.kind,
        "subject": f"{KINDS[notice.kind].subject}:{part.number}",
        "person_id": notice.person_id,
        "slot": part.slot,
        "state": "muted" if notice.silent else "queued",
        "planned_for": now,
        "at": now,
        "outbox_key": None if notice.silent else notice.key,
    }


def _message(texts: Texts, notice: Notice, parts: Sequence[Part]) -> dict[str, Any]:
    said = message(texts, notice.language, notice.kind, parts, muted=notice.muted)
    channel, address = notice.place
    row = {"key": notice.key, "channel": channel, "address": address, "body": said.as_json()}
    return {**row, "due_at": notice.due_at, "kind": KINDS[notice.kind].lane}
