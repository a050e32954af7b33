"""Statements by which a database copies the told reports of `scale_province`, with other units, members, photos and marks: the
same for SQLite and PostgreSQL, a piece of the province at a time, each page of a table written once.
"""

from __future__ import annotations

from sqlmodel import SQLModel

from benchmarks.digests_union import GRASSROOTS, UPPER
from storage.search_words import UNIT

FIRST_MEMBER = 10_001  # officers stand before
CODE = 10_000_000  # added to a report's number: codes of one length are exchanged in its key
BASE = UPPER + 2  # the first grassroots unit


def copies(piece: range, members: int) -> list[str]:
    """Statements, the same for both databases, that put behind each told report of a piece its copies."""
    unit = f"({BASE} + (unit_id - {BASE} + k * 207) % {GRASSROOTS})"
    upper = f"2 + ({unit} - {BASE}) % {UPPER}"
    person = f"({FIRST_MEMBER} + (person_id - {FIRST_MEMBER} + k * 7) % {members})"
    desk = f"CASE desk_unit_id WHEN 1 THEN 1 WHEN unit_id THEN {unit} ELSE {upper} END"
    code = f"replace({{}}, CAST({CODE} + id AS TEXT), CAST({CODE} + k + id AS TEXT))"
    words = f"replace({code.format('search_key')}, '{UNIT}' || unit_id || ' ', '{UNIT}' || {unit} || ' ')"
    moved = {"id": "id + k", "code": code.format("code"), "unit_id": unit, "person_id": person}
    turned = "substr({0}, k + 1) || substr({0}, 1, k)"
    picture = {"id": "id + 2 * k", "person_id": person, "ref": "CAST(id + 2 * k AS TEXT)"}
    looks = {"original": turned.format("original"), "dhash": "dhash / 2 + k * 1000003000017"}
    told, theirs, step = f"id {_within(piece)}", f"report_id {_within(piece)}", piece.step
    acts = (
        ("send", "NULL", "sent", unit),
        ("receive", "'sent'", "received", unit),
        ("forward", "'received'", "sent", "1"),
    )
    report, number = _told("report", told, step), "report_id + k"
    return [
        *(
            f"INSERT INTO report_unit (report_id, height, unit_id) SELECT id + k, {height}, {above} {report}"
            for height, above in enumerate((unit, upper, "1"))
        ),
        *(
            f"INSERT INTO report_history (report_id, act, from_state, to_state, person_id, unit_id, desk_unit_id, note, at) "
            f"SELECT id + k, '{act}', {came}, '{went}', {person}, {unit}, {stands}, '', sent_at {report}"
            for act, came, went, stands in acts
        ),
        *(
            f"INSERT INTO audit (at, person_id, act, subject, note) SELECT sent_at, {person}, '{act}', 'report', '' {report}"
            for act, *_ in acts
        ),
        _copied("report_author", theirs, step, report_id=number, person_id=person),
        _copied("report_benefit", theirs, step, report_id=number),
        _copied("report_photo", theirs, step, report_id=number, photo_id="photo_id + 2 * k"),
        _copied("photo", f"id BETWEEN {2 * piece.start} AND {2 * piece[-1] + 1}", step, **picture, **looks),
        _copied("report", told, step, **moved, desk_unit_id=desk, search_key=words),
    ]


def talks(step: int) -> list[str]:
    """Of the last months, as often as the reports."""
    return [
        _copied("inbox", "state = 'done'", step, update_id="update_id || ':' || k"),
        _copied("outbox", "channel = 'zalo_oa' AND key LIKE '%:0'", step, key="key || ':' || k"),
    ]


def marks(step: int) -> str:
    """Of all reports, in the order of their table: as a filled index is written."""
    low = 0xFFFF_FFFF_FFFF
    mark = f"((mark >> 48) << 48) + (((mark & {low}) + k * 2654435761) & {low})"
    told = _told("told_mark", "1 = 1", step, first=0)
    return f"INSERT INTO report_mark (mark, report_id) SELECT {mark}, report_id + k {told} ORDER BY 1, 2"


def _within(piece: range) -> str:
    return f"BETWEEN {piece.start} AND {piece[-1]}"


def _told(table: str, which: str, step: int, first: int = 1) -> str:
    """Rows of a table as often as there are copies; k counts them."""
    numbers = ", ".join(f"({k})" for k in range(first, step))
    return f"FROM (SELECT * FROM {table} WHERE {which}) AS told, (WITH copy (k) AS (VALUES {numbers}) SELECT k FROM copy) AS copy"  # noqa: S608  - our own names


def _copied(table: str, which: str, step: int, **changed: str) -> str:
    """Rows of a table once more for each copy, some columns changed."""
    columns = [each.name for each in SQLModel.metadata.tables[table].columns if each.name != "id" or "id" in changed]
    values = ", ".join(changed.get(name, name) for name in columns)
    return f"INSERT INTO {table} ({', '.join(columns)}) SELECT {values} {_told(table, which, step)}"
