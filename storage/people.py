"""Who we talk with: addresses, members, their consents. How one person comes to several addresses: `storage.linking`."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, case, insert, select, tuple_, update

from storage.tables import Address, Audit, Consent, Person, Talk, of
from storage.vault import VAULT

person, address, talk, consent = of(Person), of(Address), of(Talk), of(Consent)

Place = tuple[str, str]  # channel, address
CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # no 0/O, 1/I: people read it from one phone and type it on another


@dataclass(frozen=True, slots=True)
class Member:
    """A person as a conversation needs them, with where their talk stands."""

    id: int
    name: str
    author_class: str
    unit_id: int | None
    language: str
    joined: bool
    session: dict[str, Any]
    version: int
    gone: bool = False
    seen_at: datetime | None = None  # when they last wrote from this address, to `SEEN_TO`


COLUMNS = (
    address.c.channel,
    address.c.address,
    person.c.id,
    person.c.name,
    person.c.author_class,
    person.c.unit_id,
    person.c.language,
    person.c.joined_at,
    talk.c.session,
    talk.c.version,
    address.c.state,
    address.c.seen_at,
)
MEET = (
    select(*COLUMNS)
    .join(person, person.c.id == address.c.person_id)
    .join(talk, talk.c.person_id == person.c.id)
    .where(tuple_(address.c.channel, address.c.address).in_(bindparam("places", expanding=True)))
    # Of one person with two addresses only one is answered at a time. Who waited for the other reads the person anew, too: a
    # row that is not locked would be as it was when the waiting began.
    .with_for_update(of=[talk, person], key_share=True)
)
KEEP_TALK = (
    update(talk)
    .where(talk.c.person_id == bindparam("who"), talk.c.version == bindparam("was"))
    .values(
        session=bindparam("now_session"),
        version=bindparam("now_version"),
        form=bindparam("now_form"),
        channel=bindparam("now_channel"),
        address=bindparam("now_address"),
        touched_at=bindparam("now"),
    )
)


def meet(db: Connection, places: Iterable[Place], languages: dict[Place, str], now: datetime) -> dict[Place, Member]:
    """The people behind these addresses, strangers registered, in a few set queries."""
    wanted = list(dict.fromkeys(places))
    known = _known(db, wanted)
    strangers = [place for place in wanted if place not in known]
    for place in strangers:
        _register(db, place, languages.get(place, "vi"), now)
    return {**known, **_known(db, strangers)} if strangers else known


def _known(db: Connection, places: Sequence[Place]) -> dict[Place, Member]:
    return {
        (row[0], row[1]): Member(
            row[2], row[3], row[4], row[5], row[6], row[7] is not None, row[8], row[9], row[10] != "open", row[11]
        )
        for row in db.execute(MEET, {"places": places})
    }


def _register(db: Connection, place: Place, language: str, now: datetime) -> None:
    fresh = {"name": "", "author_class": "", "language": language, "created_at": now}
    who = db.execute(insert(person), fresh).inserted_primary_key[0]  # type: ignore[index]  # one row always has a key
    here = {"channel": place[0], "address": place[1], "person_id": who, "state": "open", "seen_at": now}
    db.execute(insert(address), here)
    fresh_talk = {"version": 0, "session": {}, "form": "", "channel": place[0], "address": place[1], "touched_at": now}
    db.execute(insert(talk), {"person_id": who, **fresh_talk})


class TalkMoved(Exception):
    """Somebody else advanced this talk meanwhile: the batch must be redone."""


@dataclass(frozen=True, slots=True)
class TalkNow:
    """Where a talk stands after a message: the version that was read, the session now, and where the person wrote."""

    who: int
    was: int
    session: dict[str, Any]
    place: Place


def keep_talks(db: Connection, talks: Sequence[TalkNow], now: datetime) -> None:
    """Write talks back. Raises TalkMoved when any version is no longer the one read."""
    if not talks:
        return
    values = [
        {
            "who": each.who,
            "was": each.was,
            "now_version": each.was + 1,
            "now_session": each.session,
            "now_form": each.session.get("form", ""),
            "now_channel": each.place[0],
            "now_address": each.place[1],
            "now": now,
        }
        for each in talks
    ]
    done = db.execute(KEEP_TALK, values)
    if done.rowcount not in (len(values), -1):
        raise TalkMoved


def mark_address(db: Connection, place: Place, state: str, now: datetime) -> None:
    """open, or gone (and since when)."""
    values = {"state": state, "gone_at": now if state == "gone" else None}
    here = (address.c.channel == place[0], address.c.address == place[1], address.c.state != state)
    db.execute(update(address).where(*here).values(**values))


SEEN_TO = timedelta(minutes=10)  # to which `seen_at` is exact: not every message is worth a written row
SEEN = (
    update(address)
    .where(tuple_(address.c.channel, address.c.address).in_(bindparam("places", expanding=True)))
    .where(address.c.seen_at < bindparam("before", type_=address.c.seen_at.type))
    .values(seen_at=bindparam("now", type_=address.c.seen_at.type))
)


def seen(db: Connection, places: Iterable[Place], now: datetime) -> None:
    """These have written: windows hang on it (`storage.windows`), and where people are written to."""
    wanted = list(dict.fromkeys(places))
    if wanted:
        db.execute(SEEN, {"places": wanted, "before": now - SEEN_TO, "now": now})


def long_silent(me: Member, now: datetime) -> bool:
    """Whether `seen_at` must be written."""
    return me.seen_at is None or me.seen_at < now - SEEN_TO


def join(
    db: Connection, who: int, *, name: str, author_class: str, unit_id: int, phone: str | None, now: datetime
) -> None:
    """A stranger becomes a member. Consent is logged apart, before this."""
    mark = VAULT.fingerprint(phone) if phone else None
    values = {"name": name, "author_class": author_class, "unit_id": unit_id, "phone": phone, "phone_mark": mark}
    db.execute(update(person).where(person.c.id == who).values(**values, joined_at=now))


def change(db: Connection, who: int, **values: Any) -> None:
    """Change what a member said of themselves: name, author_class, unit_id, phone, language."""
    if "phone" in values:
        values["phone_mark"] = VAULT.fingerprint(values["phone"]) if values["phone"] else None
    db.execute(update(person).where(person.c.id == who).values(**values))


def phone_of(db: Connection, who: int) -> str | None:
    return db.execute(select(person.c.phone).where(person.c.id == who)).scalar()


# --- consent (R59, R60) -----------------------------------------------------------------------------------------------


def notice_hash(notice: str) -> str:
    """Which notice was shown, provably: the hash of its words."""
    return hashlib.sha256(notice.encode()).hexdigest()[:16]


def log_consent(
    db: Connection, who: int, given: dict[str, bool], *, notice: str, language: str, channel: str, now: datetime
) -> None:
    """One row a purpose, in the order given; an earlier row is never changed."""
    rows = [
        {
            "person_id": who,
            "purpose": purpose,
            "given": yes,
            "notice": notice,
            "language": language,
            "channel": channel,
            "at": now,
        }
        for purpose, yes in given.items()
    ]
    if rows:
        db.execute(insert(consent), rows)


def consents_of(db: Connection, who: int) -> dict[str, bool]:
    """The latest word on each purpose."""
    rows = db.execute(
        select(consent.c.purpose, consent.c.given).where(consent.c.person_id == who).order_by(consent.c.id)
    )
    return dict(rows.all())


# --- codes to be typed, and where people are written to ------------------------------------------------------------------


def fresh_code() -> str:
    """Eight letters for a code, as people read them from one phone and type them on another."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(8))


def spelt(code: str) -> str:
    """ABCD-2345: as people read it."""
    return f"{code[:4]}-{code[4:]}"


def plain_code(typed: str) -> str:
    """A code as it was made, whatever the case, spaces and dashes of its typing."""
    return "".join(typed.upper().split()).replace("-", "")


def audit(db: Connection, who: int | None, act: str, subject: str, now: datetime, note: str = "") -> None:
    """R45: who did what to what, by ids; never the data itself."""
    db.execute(insert(of(Audit)), {"at": now, "person_id": who, "act": act, "subject": subject, "note": note})


def addresses_of(db: Connection, who: int) -> list[Place]:
    rows = db.execute(
        select(address.c.channel, address.c.address).where(address.c.person_id == who).order_by(address.c.id)
    )
    return [(channel, place) for channel, place in rows]


def language_at(db: Connection, place: tuple[str, str]) -> str:
    """The language of whoever reads at an address."""
    here = (address.c.channel == place[0], address.c.address == place[1])
    found: str | None = db.execute(
        select(person.c.language).join(address, address.c.person_id == person.c.id).where(*here)
    ).scalar()
    return found or "vi"


def places_of(db: Connection, persons: Iterable[int], *where: ColumnElement[bool]) -> dict[int, Place]:
    """Where each person is written to by ourselves: by the channel they chose, else where they wrote last, else at the open
    address they were seen at last; of those that are as `where` says. Who has none is left out. An answer goes where the
    question came from."""
    here = (address.c.channel == talk.c.channel) & (address.c.address == talk.c.address)
    rows = db.execute(
        select(address.c.person_id, address.c.channel, address.c.address)
        .join(person, person.c.id == address.c.person_id)
        .join(talk, talk.c.person_id == address.c.person_id, isouter=True)
        .where(address.c.state == "open", address.c.person_id.in_(list(persons)), *where)
        .order_by(
            case((address.c.channel == person.c.writes_to, 1), else_=0),
            case((here, 1), else_=0),
            address.c.seen_at,
            address.c.id,
        )
    )
    return {who: (channel, place) for who, channel, place in rows}  # the last of each stays


@dataclass(frozen=True, slots=True)
class Known:
    """What a message to somebody needs to know of them."""

    name: str
    language: str
    unit_id: int | None


def known(db: Connection, persons: Iterable[int]) -> dict[int, Known]:
    """Joined people by id."""
    rows = db.execute(
        select(person.c.id, person.c.name, person.c.language, person.c.unit_id).where(
            person.c.id.in_(list(persons)), person.c.joined_at.is_not(None)
        )
    )
    return {who: Known(name, language, unit_id) for who, name, language, unit_id in rows}


def renamed(me: Member, **values: Any) -> Member:
    """The member after a change made in this transaction."""
    return replace(me, **values)
