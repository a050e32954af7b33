"""The chat page's HTTP surface over real HTTP: sessions, sending, reading on, streams, photos, files, leaving, the poster page.

R65, R66 (a shared phone, nothing foreign), R69 (text arrives as written), R78 (every refusal has a kind sentence).
"""

from __future__ import annotations

import asyncio
import json
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any, Self

import httpx
import pytest
from sqlalchemy import Connection, insert, select, update

from bot.channels.gateway import FetchFailed, Unreadable
from bot.channels.webchat import Bell, WebChat
from bot.web.guard import Pace, Problem
from handlers.texts import Texts
from handlers.words import Incoming, Option, Outgoing, PhotoRef
from storage import web_sessions
from storage.media import key_of
from storage.tables import Address, Outbox, Photo, WebSession, of
from storage.uploads import LocalUploads
from storage.vault import VAULT
from tests.web_server import WebHouse, web_house

JPEG = b"\xff\xd8 not looked at here \xff\xd9"
OURS = {"X-Baocong": "1"}
TEXTS = Texts()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebHouse]:
    """One house for all tests that only need a visitor of their own."""
    with web_house(tmp_path_factory.mktemp("data"), parts={"opened_a_minute": 10_000, "streams": 50}) as house:
        yield house


@pytest.fixture
def house(shared: WebHouse) -> WebHouse:
    shared.taken.clear()
    return shared


def visitor(house: WebHouse, headers: dict[str, str] = OURS) -> httpx.Client:
    no_tls = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # plain loopback: loading certificates would take 90 ms a client
    return httpx.Client(base_url=house.url, headers=headers, verify=no_tls, timeout=20)


def ask(house: WebHouse, path: str, method: str = "GET") -> httpx.Response:
    """One request of somebody who comes and goes."""
    with visitor(house) as client:
        return client.request(method, path)


@pytest.fixture
def client(house: WebHouse) -> Iterator[httpx.Client]:
    with visitor(house) as client:
        yield client


@pytest.fixture
def talking(client: httpx.Client) -> httpx.Client:
    """A client with a session."""
    assert client.post("/chat/open").json() == {"new": True}
    return client


def send(client: httpx.Client, number: str, **fields: str) -> httpx.Response:
    return client.post("/chat/send", json={"id": f"message-{number}", **fields})


def messages(client: httpx.Client, **query: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get("/chat/messages", params=query).json()["messages"]
    return found


def texts_of(client: httpx.Client, **query: int) -> list[str]:
    return [message["text"] for message in messages(client, **query)]


def mark_of(client: httpx.Client) -> str:
    return VAULT.fingerprint(client.cookies["baocong"])


def address_of(house: WebHouse, client: httpx.Client) -> str:
    with house.store.read() as db:
        address = web_sessions.address_of(db, mark_of(client), datetime.now(UTC))
    assert address is not None
    return address


def sessions(house: WebHouse) -> int:
    with house.store.read() as db:
        return len(db.execute(select(of(WebSession))).all())


def photo(data: bytes = JPEG, name: str = "ảnh.jpg") -> tuple[str, tuple[str, BytesIO, str]]:
    return "photo", (name, BytesIO(data), "image/jpeg")


# --- the session -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("public_url", "secure"), [("http://127.0.0.1:8000", False), ("https://congdoan.example", True)]
)
def test_the_cookie_is_for_the_browser_only(tmp_path: Path, public_url: str, secure: bool) -> None:  # noqa: FBT001 (a table column)
    with web_house(tmp_path, parts={"public_url": public_url}) as house:
        cookie = ask(house, "/chat/open", "POST").headers["set-cookie"]
        token = cookie.split(";")[0].removeprefix("baocong=")
        flags = {part.strip() for part in cookie.split(";")[1:]}
        assert flags == {"HttpOnly", "SameSite=lax", "Path=/", "Max-Age=15552000", *({"Secure"} if secure else ())}
        assert len(token) == 43
        with house.store.read() as db:
            assert db.execute(select(of(WebSession).c.mark)).scalars().all() == [VAULT.fingerprint(token)]


def test_looking_at_the_page_leaves_no_row_and_opening_twice_is_opening_once(
    house: WebHouse, client: httpx.Client
) -> None:
    before = sessions(house)
    assert client.get("/").status_code == 200
    assert sessions(house) == before
    assert client.post("/chat/open").json() == {"new": True}
    assert client.post("/chat/open").json() == {"new": False}
    assert sessions(house) == before + 1


def test_a_session_lives_a_day_until_the_first_message_then_180(house: WebHouse, talking: httpx.Client) -> None:
    def lives() -> timedelta:
        with house.store.read() as db:
            visit = web_sessions.visit_of(db, mark_of(talking), datetime.now(UTC))
        assert visit is not None
        return visit.expires_at - datetime.now(UTC)

    assert timedelta(hours=23) < lives() <= timedelta(days=1)
    assert "baocong=" in send(talking, "1", text="chào").headers["set-cookie"]
    assert timedelta(days=179) < lives() <= timedelta(days=180)
    assert "set-cookie" not in send(talking, "2", text="chào").headers


def test_an_expired_session_opens_nothing_and_is_swept_by_the_next(house: WebHouse, talking: httpx.Client) -> None:
    past, mark = datetime.now(UTC) - timedelta(seconds=1), mark_of(talking)
    table = of(WebSession)
    house.write(lambda db, _: db.execute(update(table).where(table.c.mark == mark).values(expires_at=past)))
    assert talking.get("/chat/messages").status_code == 401
    before = sessions(house)
    assert talking.post("/chat/open").json() == {"new": True}
    assert sessions(house) == before


def test_leaving_forgets_the_browser_but_not_the_conversation(house: WebHouse, talking: httpx.Client) -> None:
    """R65: on a shared phone the next person sees nothing; another browser of the same conversation goes on."""
    send(talking, "1", text="chào")
    address = address_of(house, talking)
    other = VAULT.fingerprint("another browser")
    house.write(lambda db, now: web_sessions.open_session(db, now, other))
    house.write(lambda db, _: web_sessions.move_session(db, other, address))
    answer = talking.post("/chat/leave")
    assert (answer.status_code, answer.headers["clear-site-data"]) == (200, '"cache", "storage"')
    assert "Max-Age=0" in answer.headers["set-cookie"]
    assert talking.get("/chat/messages").status_code == 401
    with house.store.read() as db:
        assert web_sessions.address_of(db, other, datetime.now(UTC)) == address
        assert len(web_sessions.messages_after(db, address, 0)) == 2


@pytest.mark.parametrize("path", ["/chat/messages", "/chat/stream", "/chat/photo/ab/cd/x.jpg", "/chat/file/1"])
def test_nothing_is_read_without_a_session(client: httpx.Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 401
    assert answer.json()["error"] == "no-session"


# --- who may ask for a change ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/chat/open", "/chat/send", "/chat/leave"])
@pytest.mark.parametrize(
    ("headers", "let_in"),
    [
        ({}, False),
        ({"Origin": "https://elsewhere.example"}, False),
        ({"Origin": "null"}, False),
        ({"X-Baocong": "0"}, False),
        ({"Origin": "SELF"}, True),
        ({"X-Baocong": "1"}, True),
    ],
)
def test_another_site_cannot_change_anything(house: WebHouse, path: str, headers: dict[str, str], let_in: bool) -> None:  # noqa: FBT001 (a table column)
    sent = {name: value.replace("SELF", house.url) for name, value in headers.items()}
    with visitor(house, {}) as client:
        client.post("/chat/open", headers=OURS)
        answer = client.post(path, headers=sent, json={"id": "12345678", "text": "chào"})
    assert (answer.status_code != 403) is let_in
    assert house.taken == ([] if not let_in or path != "/chat/send" else house.taken)


# --- sending -----------------------------------------------------------------------------------------------------------


def test_a_whole_conversation_through_the_surface(house: WebHouse, talking: httpx.Client) -> None:
    assert send(talking, "1", text="/start", start="u-XLSV", language="en").status_code == 202
    assert send(talking, "2", text="Gửi báo cáo", choice="m:report").json() == {"id": "message-2"}
    address = address_of(house, talking)
    assert [(each.text, each.choice, each.start, each.language, each.kind) for each in house.taken] == [
        ("/start", "", "u-XLSV", "en", "message"),
        ("Gửi báo cáo", "m:report", "", "", "choice"),
    ]
    assert {(each.address, each.echo, each.channel) for each in house.taken} == {(address, True, "web")}
    assert [(each["text"], each.get("own"), each.get("sent")) for each in messages(talking, after=0)] == [
        ("/start", True, "message-1"),
        ("heard '/start' with 0 photos", None, None),
        ("Gửi báo cáo", True, "message-2"),
        ("heard 'm:report' with 0 photos", None, None),
    ]


def test_what_a_message_looks_like(house: WebHouse, talking: httpx.Client) -> None:
    data = b"PK zip"
    house.media.put(key_of(data, ".zip"), data)
    said = Outgoing(
        "Mời anh/chị chọn",
        options=(Option("a:1", "Một"), Option("s:back", "Quay lại", aside=True)),
        file=key_of(data, ".zip"),
        file_name="dữ liệu của tôi.zip",
        ask_contact="Gửi số",
    )
    address = address_of(house, talking)
    house.write(lambda db, now: house.say(db, now, address, said, key="k"))
    (message,) = messages(talking)
    number = message["id"]
    assert datetime.fromisoformat(message.pop("at")).tzinfo is not None
    assert message == {
        "id": number,
        "text": "Mời anh/chị chọn",
        "options": [
            {"token": "a:1", "label": "Một", "aside": False},
            {"token": "s:back", "label": "Quay lại", "aside": True},
        ],
        "file": {"name": "dữ liệu của tôi.zip", "url": f"/chat/file/{number}"},
        "ask_phone": True,
    }
    answer = talking.get(f"/chat/file/{number}")
    assert (answer.content, answer.headers["content-type"]) == (data, "application/octet-stream")
    assert (
        answer.headers["content-disposition"]
        == "attachment; filename*=UTF-8''d%E1%BB%AF%20li%E1%BB%87u%20c%E1%BB%A7a%20t%C3%B4i.zip"
    )
    assert talking.get(f"/chat/file/{number + 1}").status_code == 404


def test_a_notice_comes_beside_the_talk_and_its_picture_is_shown(house: WebHouse, talking: httpx.Client) -> None:
    picture = b"\x89PNG drawn"
    house.media.put(key_of(picture, ".png"), picture)
    address = address_of(house, talking)
    said = Outgoing("Bản tin", (Option("go:bantin:1", "Mở từng con số"),), photos=(key_of(picture, ".png"),))
    house.write(lambda db, now: house.say(db, now, address, said, key="d", kind="digest"))
    (message,) = messages(talking)
    assert (message["beside"], message["photos"]) == (True, [f"/chat/photo/{key_of(picture, '.png')}"])
    answer = talking.get(message["photos"][0])
    assert (answer.content, answer.headers["content-type"]) == (picture, "image/png")


def test_the_same_id_twice_is_one_message(house: WebHouse, talking: httpx.Client) -> None:
    for _ in range(2):
        assert (
            talking.post("/chat/send", data={"id": "same-photo"}, files=[photo(), photo(b"second")]).status_code == 202
        )
        assert send(talking, "same", text="chào").status_code == 202
    assert texts_of(talking) == ["", "heard '' with 2 photos", "chào", "heard 'chào' with 0 photos"]
    assert list(house.folder.uploads.iterdir()) == []


def test_photos_with_captions_are_one_album(house: WebHouse, talking: httpx.Client) -> None:
    """R9: both pictures arrive whole, in order, with their words."""
    form = {"id": "two-photos", "text": "ảnh trc/sau 👇", "caption": ["trước", "sau"]}
    assert talking.post("/chat/send", data=form, files=[photo(b"one"), photo(b"two")]).status_code == 202
    (taken,) = house.taken
    assert (taken.text, [each.caption for each in taken.photos], taken.album) == (
        "ảnh trc/sau 👇",
        ["trước", "sau"],
        taken.id,
    )
    shown = messages(talking)[0]["photos"]
    assert [talking.get(url).content for url in shown] == [b"one", b"two"]
    headers = talking.get(shown[0]).headers
    assert (headers["content-type"], headers["x-content-type-options"]) == ("image/jpeg", "nosniff")
    assert headers["cache-control"] == "private, max-age=86400, immutable"
    assert list(house.folder.uploads.iterdir()) == []


def test_one_photo_is_no_album_and_an_empty_file_input_is_none(house: WebHouse, talking: httpx.Client) -> None:
    talking.post("/chat/send", data={"id": "just-one"}, files=[photo()])
    boundary = "ends here"
    part = '--{b}\r\nContent-Disposition: form-data; name="{n}"{f}\r\n\r\n{v}\r\n'
    body = part.format(b=boundary, n="id", f="", v="with-none") + part.format(b=boundary, n="text", f="", v="chào")
    body += part.format(b=boundary, n="photo", f='; filename=""', v="") + f"--{boundary}--\r\n"
    kind = {"Content-Type": f'multipart/form-data; boundary="{boundary}"'}
    assert talking.post("/chat/send", content=body.encode(), headers=kind).status_code == 202
    assert [(len(each.photos), each.album) for each in house.taken] == [(1, ""), (0, "")]


MEGABYTE = b"x" * 1024 * 1024


@pytest.mark.parametrize(
    ("sizes", "status", "error"),
    [
        ([1] * 11, 413, "too-many-photos"),
        ([25 << 20], 413, "photo-too-large"),
        ([10 << 20] * 7, 413, "too-large"),
        ([(20 << 20) + 1], 413, "photo-too-large"),
        ([20 << 20, 0, 1], 202, None),
        ([1] * 10, 202, None),
    ],
)
def test_limits_of_photos(
    house: WebHouse, talking: httpx.Client, sizes: list[int], status: int, error: str | None
) -> None:
    files = [photo(bytes(size)) for size in sizes]
    answer = talking.post("/chat/send", data={"id": "so-many-photos"}, files=files)
    assert (answer.status_code, answer.json().get("error")) == (status, error)
    assert len(house.taken) == (1 if status == 202 else 0)
    assert list(house.folder.uploads.iterdir()) == []


def test_a_body_without_a_length_is_bounded_too(house: WebHouse, talking: httpx.Client) -> None:
    def body() -> Iterator[bytes]:
        yield b'--b\r\nContent-Disposition: form-data; name="id"\r\n\r\nlong-one\r\n'
        for number in range(5):
            yield f'--b\r\nContent-Disposition: form-data; name="photo"; filename="{number}"\r\n\r\n'.encode()
            for _ in range(16):
                yield MEGABYTE
            yield b"\r\n"
        yield b"--b--\r\n"

    answer = talking.post("/chat/send", content=body(), headers={"Content-Type": "multipart/form-data; boundary=b"})
    assert (answer.status_code, answer.json()["error"]) == (413, "too-large")
    assert list(house.folder.uploads.iterdir()) == []


def test_a_form_cut_off_in_the_middle_leaves_nothing(house: WebHouse, talking: httpx.Client) -> None:
    body = b'--b\r\nContent-Disposition: form-data; name="photo"; filename="a"\r\n\r\nhalf of a photo'
    answer = talking.post("/chat/send", content=body, headers={"Content-Type": "multipart/form-data; boundary=b"})
    assert (answer.status_code, answer.json()["error"]) == (400, "bad-request")
    assert list(house.folder.uploads.iterdir()) == []


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (b"", "bad-request"),
        (b"not json", "bad-request"),
        (b"[]", "bad-request"),
        (b"[" * 100_000, "bad-request"),
        (b'{"id": "12345678", "text": 5}', "bad-request"),
        (b'{"text": "no id"}', "bad-request"),
        (b'{"id": "../../etc/passwd", "text": "a"}', "bad-request"),
        (b'{"id": "12345678", "text": "  "}', "empty"),
        (b'{"id": "12345678", "choice": "' + b"c" * 65 + b'"}', "bad-request"),
        (json.dumps({"id": "12345678", "text": "a" * 20_001}).encode(), "text-too-long"),
        (json.dumps({"id": "12345678", "text": "a" * 1_000_000}).encode(), "too-large"),
    ],
)
def test_bad_messages_are_answered_with_what_is_wrong(
    house: WebHouse, talking: httpx.Client, body: bytes, error: str
) -> None:
    """R78: a refusal says what to do, in Vietnamese or as chosen."""
    for language in ("vi", "en"):
        answer = talking.post(f"/chat/send?lang={language}", content=body, headers={"Content-Type": "application/json"})
        said = {"error": error, "say": TEXTS.say(language, f"web-problem-{error}")}
        assert (answer.status_code, answer.json()) == ({"text-too-long": 413, "too-large": 413}.get(error, 400), said)
    assert house.taken == []


@pytest.mark.parametrize(
    "text", ["Hoà " * 5_000, "e\u0302\u0323", "\ud800", "{{ 7*7 }}<b>&", "=1+1", "\u202eabc\x00", "🔥👷‍♂️"]
)
def test_words_arrive_as_written(house: WebHouse, talking: httpx.Client, text: str) -> None:
    """R69: cleaning is done at one place further in; the door lets in what can be kept at all, and breaks on nothing."""
    body = json.dumps({"id": "12345678", "text": text}).encode()
    answer = talking.post("/chat/send", content=body, headers={"Content-Type": "application/json"})
    kept = text.replace("\ud800", "\ufffd").replace("\0", "")  # what no database and no encoding takes
    assert answer.status_code == 202
    assert house.taken[0].text == kept
    assert texts_of(talking)[0] == kept


def test_not_kept_is_503_and_the_same_id_goes_through_later(house: WebHouse, talking: httpx.Client) -> None:
    house.away = True
    answer = talking.post("/chat/send", data={"id": "patience"}, files=[photo()])
    assert (answer.status_code, answer.json()["error"], answer.headers["retry-after"]) == (503, "not-kept", "3")
    house.away = False
    assert talking.post("/chat/send", data={"id": "patience"}, files=[photo()]).status_code == 202
    assert texts_of(talking) == ["", "heard '' with 1 photos"]
    assert list(house.folder.uploads.iterdir()) == []


def test_too_many_a_minute_are_asked_to_wait(talking: httpx.Client) -> None:
    states = [send(talking, str(number), text=" ").status_code for number in range(61)]
    assert states == [400] * 60 + [429]
    answer = send(talking, "62", text="chào")
    assert answer.json()["error"] == "too-fast"
    assert 1 <= int(answer.headers["retry-after"]) <= 60


def test_the_pace_forgets_after_a_minute_and_never_grows_without_end() -> None:
    pace = Pace(2)
    pace.take("a", 0.0)
    pace.take("a", 30.0)
    with pytest.raises(Problem) as slow:
        pace.take("a", 59.0)
    assert (slow.value.code, slow.value.wait) == ("too-fast", 1)
    pace.take("a", 61.0)
    for number in range(Pace.NAMES + 5):
        pace.take(str(number), 61.0)
    assert len(pace._seen) == Pace.NAMES


def test_one_host_cannot_open_sessions_without_end(tmp_path: Path) -> None:
    with web_house(tmp_path, parts={"opened_a_minute": 3}) as house:
        assert [ask(house, "/chat/open", "POST").status_code for _ in range(4)] == [
            200,
            200,
            200,
            429,
        ]


# --- reading on ----------------------------------------------------------------------------------------------------------


def test_reading_on_and_reading_back(house: WebHouse, talking: httpx.Client) -> None:
    address = address_of(house, talking)

    def fill(db: Connection, now: datetime) -> None:
        for number in range(120):
            house.say(db, now, address, Outgoing(str(number)), key=f"long-{number}")

    house.write(fill)
    numbers = {message["text"]: message["id"] for message in messages(talking)}
    first = messages(talking, after=0)[0]["id"]
    assert list(numbers) == [str(n) for n in range(70, 120)]
    assert texts_of(talking, before=numbers["70"]) == [str(n) for n in range(20, 70)]
    assert texts_of(talking, before=first + 20) == [str(n) for n in range(20)]
    assert texts_of(talking, after=0) == [str(n) for n in range(100)]
    assert texts_of(talking, after=numbers["99"]) == [str(n) for n in range(100, 120)]
    assert (texts_of(talking, after=numbers["119"]), texts_of(talking, before=first)) == ([], [])
    assert texts_of(talking, before=first + 999) == []


def test_a_row_sent_late_comes_last_whatever_its_number(house: WebHouse, talking: httpx.Client) -> None:
    """A decision notice queued in the evening waits for the morning; the night's talk has higher numbers."""
    address = address_of(house, talking)
    house.write(lambda db, now: house.say(db, now, address, Outgoing("notice"), key="notice", sent=False))
    house.write(lambda db, now: house.say(db, now, address, Outgoing("night talk"), key="night"))
    assert texts_of(talking, after=0) == ["night talk"]
    last = messages(talking)[-1]["id"]
    outbox = of(Outbox)
    house.write(
        lambda db, now: db.execute(update(outbox).where(outbox.c.key == "notice").values(state="sent", sent_at=now))
    )
    assert texts_of(talking, after=last) == ["notice"]
    assert texts_of(talking, after=messages(talking)[-1]["id"]) == []
    assert texts_of(talking) == ["night talk", "notice"]


@pytest.mark.parametrize("query", ["after=x", "after=-1", "after=99999999999999999999", "before=1.5", "after="])
def test_a_number_that_is_none_is_refused(talking: httpx.Client, query: str) -> None:
    assert talking.get(f"/chat/messages?{query}").json()["error"] == "bad-request"


def test_one_person_reads_nothing_of_another(house: WebHouse, talking: httpx.Client) -> None:
    """R65: messages, photos and files of another conversation do not exist."""
    talking.post("/chat/send", data={"id": "my-photo"}, files=[photo()])
    url, number = messages(talking)[0]["photos"][0], messages(talking)[0]["id"]
    with visitor(house) as other:
        other.post("/chat/open")
        send(other, "1", text="chào")
        assert talking.get(url).status_code == 200
        assert other.get(url).json()["error"] == "not-found"
        assert other.get(f"/chat/file/{number}").status_code == 404
        assert texts_of(other) == ["chào", "heard 'chào' with 0 photos"]
        key = url.removeprefix("/chat/photo/")
        theirs = address_of(house, other)
        house.write(lambda db, now: house.say(db, now, str(theirs), Outgoing("đã duyệt", photos=(key,)), key="shown"))
        assert other.get(url).content == JPEG  # shown to them since, as to a reviewer


@pytest.mark.parametrize(
    "key",
    [
        "../../secret.key",
        "..%2f..%2fsecret.key",
        "%2e%2e/%2e%2e/secret.key",
        "/etc/passwd",
        "ab/cd",
        "ab/cd/" + "a" * 64 + ".jpg",
        "a\x00b",
    ],
)
def test_photo_keys_lead_nowhere_else(talking: httpx.Client, key: str) -> None:
    answer = talking.get("/chat/photo/" + key.replace("\x00", "%00"))
    assert answer.status_code == 404
    assert b"PRIVATE" not in answer.content


# --- streams -------------------------------------------------------------------------------------------------------------


class Stream:
    """Reads server-sent events."""

    def __init__(self, client: httpx.Client, after: int | None = None, last: int | None = None) -> None:
        headers = {} if last is None else {"Last-Event-ID": str(last)}
        params = {} if after is None else {"after": after}
        self._request = client.stream("GET", "/chat/stream", headers=headers, params=params)

    def __enter__(self) -> Self:
        self.answer = self._request.__enter__()
        self._lines = self.answer.iter_lines()
        return self

    def __exit__(self, *error: object) -> None:
        self._request.__exit__(None, None, None)

    def event(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for line in self._lines:
            if not line:
                return found
            name, _, value = line.partition(": ")
            found[name] = value
        return {"end": ""}


def test_a_stream_resumes_without_loss_or_repetition(house: WebHouse, talking: httpx.Client) -> None:
    send(talking, "1", text="một")
    with Stream(talking, after=0) as stream:
        kind = "text/event-stream; charset=utf-8"
        assert (stream.answer.status_code, stream.answer.headers["content-type"]) == (200, kind)
        assert (stream.answer.headers["cache-control"], stream.answer.headers["x-accel-buffering"]) == (
            "no-store",
            "no",
        )
        assert stream.event() == {"retry": "2000", "event": "ready", "data": "{}"}
        first, second = stream.event(), stream.event()
        assert [json.loads(each["data"])["text"] for each in (first, second)] == ["một", "heard 'một' with 0 photos"]
        send(talking, "2", text="hai")
        assert json.loads(stream.event()["data"])["text"] == "hai"
        third = stream.event()
    for number in range(3, 6):
        send(talking, str(number), text=str(number))
    with Stream(talking, last=int(third["id"])) as stream:
        stream.event()
        seen = [json.loads(stream.event()["data"])["text"] for _ in range(6)]
        assert seen == [said for n in range(3, 6) for said in (str(n), f"heard '{n}' with 0 photos")]
        house.write(
            lambda db, now: house.say(db, now, address_of(house, talking), Outgoing("last"), key="last"),
            ring=address_of(house, talking),
        )
        assert json.loads(stream.event()["data"])["text"] == "last"


def test_leaving_ends_the_streams_of_this_browser(talking: httpx.Client) -> None:
    with Stream(talking, after=0) as stream:
        stream.event()
        talking.post("/chat/leave")
        assert stream.event() == {"end": ""}


def test_streams_are_bounded(tmp_path: Path) -> None:
    with web_house(tmp_path, parts={"streams": 2}) as house, visitor(house) as client:
        client.post("/chat/open")
        with Stream(client) as first, Stream(client) as second:
            first.event(), second.event()
            answer = client.get("/chat/stream")
            assert (answer.status_code, answer.json()["error"], answer.headers["retry-after"]) == (503, "busy", "3")


def test_the_house_shuts_within_a_second_and_comes_back(tmp_path: Path) -> None:
    with web_house(tmp_path) as house, visitor(house) as client:
        client.post("/chat/open")
        send(client, "1", text="một")
        with Stream(client, after=2) as stream, Stream(client, after=2) as other:
            stream.event(), other.event()
            house.stop()
            assert house.stopped_in < 1
            assert (stream.event(), other.event()) == ({"end": ""}, {"end": ""})
        house.start()
        assert texts_of(client) == ["một", "heard 'một' with 0 photos"]


# --- pages and health ----------------------------------------------------------------------------------------------------

POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)


@pytest.mark.parametrize(
    "path", ["/", "/?lang=en", "/g/XLSV", "/g/nothing", "/g/XLSV.svg", "/nothing", "/chat/messages", "/static/chat.js"]
)
def test_every_answer_is_guarded_and_names_no_other_host(client: httpx.Client, path: str) -> None:
    """R66: no word of a member's visit reaches anybody else."""
    answer = client.get(path)
    assert answer.headers["content-security-policy"] == POLICY
    assert (answer.headers["referrer-policy"], answer.headers["x-content-type-options"]) == ("no-referrer", "nosniff")
    foreign = answer.text.replace("http://www.w3.org/2000/svg", "")
    assert ("http://" in foreign, "https://" in foreign, "style=" in foreign, "onclick" in foreign) == (
        False,
        False,
        False,
        False,
    )


def test_the_page_speaks_both_languages_and_remembers(client: httpx.Client) -> None:
    assert '<html lang="vi">' in client.get("/").text
    assert "Kính chào anh/chị" in client.get("/").text
    assert "Welcome" in client.get("/?lang=en").text
    assert '<html lang="en">' in client.get("/g/XLSV").text
    assert '<html lang="vi">' in client.get("/?lang=vi").text
    assert '<html lang="vi">' in client.get("/?lang=<script>").text


def test_every_text_stands_in_both_languages() -> None:
    ours = {language: {name for name in TEXTS.names(language) if name.startswith("web-")} for language in ("vi", "en")}
    assert ours["vi"] == ours["en"]
    assert [name for name in ours["vi"] if "bạn" in TEXTS.say("vi", name, unit="A").split()] == []


def test_a_poster_leads_to_the_unit(tmp_path: Path) -> None:
    with web_house(tmp_path, parts={"telegram_bot": "baocong_bot"}) as house:
        page = ask(house, "/g/XLSV").text
        assert "CĐCS Công ty CP Xây lắp Sông Vân [MẪU]" in page
        assert 'href="/?start=u-XLSV"' in page
        assert 'href="https://t.me/baocong_bot?start=u-XLSV"' in page
        assert 'data-start="u-XLSV"' in ask(house, "/?start=u-XLSV").text
        assert 'data-start=""' in ask(house, '/?start="><script>').text
        code = ask(house, "/g/XLSV.svg")
        assert (code.headers["content-type"], code.text.count("<path")) == ("image/svg+xml", 2)
        assert ask(house, "/g/NOPE.svg").status_code == 404
        assert ask(house, "/g/..%2f..").status_code == 404


@pytest.mark.parametrize(
    ("parts", "status"),
    [
        ({"database": "ok", "telegram": "ok"}, 200),
        ({"database": "ok", "media": "waiting: photos"}, 200),
        ({"database": "ok", "disk": "90 % full"}, 503),
        ({}, 200),
    ],
)
def test_health(tmp_path: Path, parts: dict[str, str], status: int) -> None:
    with web_house(tmp_path, parts={"ready": lambda: parts}) as house:
        assert ask(house, "/healthz").text == "ok"
        answer = ask(house, "/readyz")
        assert (answer.status_code, answer.json()) == (status, parts)


def test_a_fault_of_ours_is_met_with_500_and_no_word_of_it(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    def broken(code: str) -> str:
        raise RuntimeError(f"secret {code}")

    with web_house(tmp_path, parts={"unit_name": broken}) as house:
        answer = ask(house, "/g/XLSV")
    assert (answer.status_code, answer.json()["error"]) == (500, "fault")
    assert "secret" not in answer.text + caplog.text
    assert "RuntimeError at test_web_chat.py" in caplog.text


# --- the gateway -----------------------------------------------------------------------------------------------------------

REF = "0123456789abcdef" * 2 + "-00"
GOOD = {"id": "w1.a", "address": "w1", "at": "2026-11-22T08:00:00+00:00"}


def test_the_gateway_reads_its_own_payload(tmp_path: Path) -> None:
    body = {**GOOD, "text": "chào", "choice": "m:1", "start": "u-A", "language": "en", "album": "x"}
    body["photos"] = [{"ref": REF, "caption": "trước"}]  # type: ignore[assignment]  # a JSON body is mixed
    assert WebChat(LocalUploads(tmp_path)).read(json.dumps(body).encode()) == Incoming(
        id="w1.a",
        channel="web",
        address="w1",
        at=datetime(2026, 11, 22, 8, tzinfo=UTC),
        kind="choice",
        text="chào",
        choice="m:1",
        start="u-A",
        language="en",
        album="x",
        photos=(PhotoRef(REF, "trước"),),
        echo=True,
    )


def test_half_a_sign_and_a_zero_are_kept_as_what_a_database_takes(tmp_path: Path) -> None:
    """A page that cuts an emoji in two sends half of it; the person's words stand in their transcript all the same."""
    raw = json.dumps({**GOOD, "text": "a\ud83d\0b", "choice": "\udc4d", "album": "\0"}).encode()
    read = WebChat(LocalUploads(tmp_path)).read(raw)
    assert (read.text, read.choice, read.album) == ("a\ufffdb", "\ufffd", "")


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff",
        b"null",
        b"[]",
        b'"text"',
        json.dumps({**GOOD, "id": ""}).encode(),
        json.dumps({**GOOD, "address": None}).encode(),
        json.dumps({**GOOD, "at": "yesterday"}).encode(),
        json.dumps({**GOOD, "at": "2026-11-22T08:00:00"}).encode(),
        json.dumps({**GOOD, "text": 5}).encode(),
        json.dumps({**GOOD, "photos": [{"ref": "../secret.key"}]}).encode(),
        json.dumps({**GOOD, "photos": ["x"]}).encode(),
        json.dumps({**GOOD, "photos": 1}).encode(),
    ],
)
def test_the_gateway_reads_nothing_else(tmp_path: Path, raw: bytes) -> None:
    with pytest.raises(Unreadable):
        WebChat(LocalUploads(tmp_path)).read(raw)


def test_the_gateway_fetches_and_releases_uploads(tmp_path: Path) -> None:
    web = WebChat(LocalUploads(tmp_path))
    (tmp_path / REF).write_bytes(JPEG)
    assert asyncio.run(web.fetch(REF)) == JPEG
    asyncio.run(web.release(REF))
    asyncio.run(web.release(REF))
    for ref in (REF, "../secret.key", ""):
        with pytest.raises(FetchFailed) as failed:
            asyncio.run(web.fetch(ref))
        assert failed.value.again is False
    assert asyncio.run(web.send("w1", Outgoing("chào"))) == ""


def test_the_bell_wakes_who_listens() -> None:
    async def listen() -> list[bool]:
        bell = Bell()
        with bell.listening("a") as ear, bell.listening("b") as other:
            bell.ring("a")
            bell.ring("nobody")
            seen = [ear.is_set(), other.is_set(), bell.listeners() == 2, bell.listeners("a") == 1]
            bell.close()
            seen += [other.is_set(), bell.closed]
        return [*seen, bell.listeners() == 0]

    assert asyncio.run(listen()) == [True, False, True, True, True, True, True]


def test_photos_of_the_person_are_theirs_before_any_transcript_shows_them(
    house: WebHouse, talking: httpx.Client
) -> None:
    send(talking, "1", text="chào")
    house.media.put(key_of(JPEG), JPEG)
    place = of(Address)
    with house.store.read() as db:
        mine = select(place.c.person_id).where(place.c.address == address_of(house, talking))
        who = db.execute(mine).scalar_one()
    row = {"channel": "telegram", "ref": "r", "state": "ready", "clean_key": key_of(JPEG), "tries": 0, "problem": ""}
    house.write(lambda db, now: db.execute(insert(of(Photo)).values(person_id=who, received_at=now, **row)))
    assert talking.get(f"/chat/photo/{key_of(JPEG)}").content == JPEG
