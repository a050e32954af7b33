"""What the union holds about one person: counted, gathered for export, deleted (R61, R62)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from storage import album, grants, report_reading
from storage.people import addresses_of, audit
from storage.retention import forget_address
from storage.tables import (
    Consent,
    DataRequest,
    Draft,
    Errand,
    Grant,
    Invitation,
    OneTimeCode,
    Person,
    Photo,
    Preference,
    Reminder,
    Report,
    ReportAuthor,
    of,
)

INSIDE = ("search_key", "claimed_by", "claimed_at")  # of a report: how staff work, no data of its author


def note_request(db: Connection, who: int, wish: str, now: datetime) -> None:
    """The register of requests: ours are answered in the same breath, well inside the two working days (R61)."""
    db.execute(insert(of(DataRequest)).values(person_id=who, wish=wish, asked_at=now, answered_at=now, outcome="done"))
    audit(db, who, f"data-{wish}", f"person:{who}", now)


def counts(db: Connection, who: int) -> dict[str, int]:
    tables = {"reports": of(Report), "drafts": of(Draft), "photos": of(Photo)}
    return {
        name: db.execute(select(func.count()).select_from(table).where(table.c.person_id == who)).scalar_one()
        for name, table in tables.items()
    }


def gather(db: Connection, who: int) -> dict[str, Any]:
    """Everything held about a person, for the export: plain values and, under "photos", media keys."""
    person = dict(db.execute(select(of(Person)).where(of(Person).c.id == who)).mappings().one())
    person.pop("phone_mark")
    found = []
    for row in db.execute(select(of(Report)).where(of(Report).c.person_id == who).order_by(of(Report).c.id)).mappings():
        number = row["id"]
        found.append(
            {
                **{name: value for name, value in row.items() if name not in INSIDE},
                "authors": report_reading.authors_of(db, number),
                "benefits": report_reading.benefits_of(db, number),
                "slogans": report_reading.slogans_of(db, number),
                "history": report_reading.history_of(db, number, private=False),
                "photos": [photo["clean_key"] for photo in album.of_report(db, number)],
            }
        )

    def rows(table: Any) -> list[dict[str, Any]]:
        return [dict(row) for row in db.execute(select(table).where(table.c.person_id == who)).mappings()]

    return {
        "person": person,
        "addresses": [{"channel": channel, "address": place} for channel, place in addresses_of(db, who)],
        "consents": rows(of(Consent)),
        "requests": rows(of(DataRequest)),
        "reports": found,
        "drafts": rows(of(Draft)),
        "photos": [row["clean_key"] for row in rows(of(Photo)) if row["clean_key"]],
        "roles": rows(of(Grant)),
        "preferences": rows(of(Preference)),
        "reminders": rows(of(Reminder)),
    }


def forget(db: Connection, who: int, now: datetime) -> list[str]:
    """Delete a person; gives the media keys nobody needs any more.

    Reports that were sent stay with the union under the name they were filed with (archive duty, Luật 91/2025 Điều 14),
    cut off from every contact; so do roles held, as they are part of who decided what, and they end. The address itself goes with
    `retention.sweep`, a day later: the last answer must still arrive.
    """
    keys = album.drop_loose(db, who)
    for channel, place in addresses_of(db, who):
        keys += forget_address(db, channel, place)
    for table in (of(Draft), of(Errand), of(OneTimeCode), of(Preference), of(Reminder)):
        db.execute(delete(table).where(table.c.person_id == who))
    for held in grants.held_now(db, who):
        grants.end(db, held, by=who, now=now)
    db.execute(update(of(Invitation)).where(of(Invitation).c.held_by == who).values(held_by=None))
    for table in (of(Report), of(ReportAuthor), of(Photo)):
        db.execute(update(table).where(table.c.person_id == who).values(person_id=None))
    words = dict.fromkeys(("name", "author_class", "writes_to"), "")
    blank = {**words, **dict.fromkeys(("unit_id", "phone", "phone_mark", "joined_at"))}
    db.execute(update(of(Person)).where(of(Person).c.id == who).values(**blank, deleted_at=now))
    audit(db, who, "forget", f"person:{who}", now)
    return keys
