"""The Official Account's gateway against the stand-in: sending, pictures, errors, fetching. Real HTTP on loopback."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from bot.channels.gateway import FetchFailed, Limits, SendFailed, fit
from bot.channels.zalo_oa_errors import CODES, ErrorCode, verdict
from bot.channels.zalo_oa_message import MOST_TEXT
from handlers.words import Option, Outgoing
from storage.media import key_of
from storage.shrinking import shrunk
from tests.pictures import noise, saved
from tests.standin_zalo_oa import StandIn
from tests.talk import Room
from tests.zalo_oa_house import Account, log_in, with_account

AN = 1001
YES, NO = Option("1000001:0", "Có"), Option("1000001:1", "Không")
BACK = Option("1000001:2", "Quay lại", aside=True)
DOOR = Option("go:xem:41", "Mở bài SK-2026-0041")


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    made = Room(tmp_path)
    log_in(made, StandIn())  # the stand-in's first pair is always the same
    yield made
    made.store.close()


@pytest.fixture
def server() -> Iterator[StandIn]:
    with StandIn() as standing:
        yield standing


def keeps(room: Room, data: bytes, kind: str = "jpg") -> str:
    key = key_of(data, f".{kind}")
    room.media.put(key, data)
    return key


# --- sending ------------------------------------------------------------------------------------------------------


def test_words_go_out_literally_composed_with_their_buttons(room: Room, server: StandIn) -> None:
    """R69: NFC, shown as written; a button carries our option's token as its payload."""

    async def conversation(oa: Account) -> None:
        address = oa.meets(AN)
        number = await oa.gateway.send(address, Outgoing("<b>*Ca\u0302u*</b> 1/7 \ud83d", (YES, NO, BACK)))
        [shown] = server.messages(AN)
        assert shown.id == number
        assert shown.text == "<b>*Câu*</b> 1/7 ?"
        assert shown.tokens == {"Có": "1000001:0", "Không": "1000001:1", "Quay lại": "1000001:2"}
        [asked] = server.calls("cs")
        assert asked.params == {
            "recipient": {"user_id": address},
            "message": {
                "text": "<b>*Câu*</b> 1/7 ?",
                "attachment": {
                    "type": "template",
                    "payload": {
                        "buttons": [
                            {"title": option.label, "type": "oa.query.hide", "payload": option.token}
                            for option in (YES, NO, BACK)
                        ]
                    },
                },
            },
        }

    with_account(room, server, conversation)


def options(answers: int, aside: int, door: int = 0) -> tuple[Option, ...]:
    return (
        *(Option(f"1000001:{place}", f"Đáp án {place + 1}") for place in range(answers)),
        *(Option(f"go:xem:{place}", f"Mở {place}") for place in range(door)),
        *(Option(f"1000001:{answers + place}", f"Lối {place + 1}", aside=True) for place in range(aside)),
    )


@pytest.mark.parametrize(
    ("offered", "buttons", "text"),
    [
        (options(2, 3), 5, "Hỏi?"),
        (options(2, 4), 2, "Hỏi?\n\nLối 1 · Lối 2 · Lối 3 · Lối 4"),
        (options(4, 1, 1), 5, "Hỏi?\n\nLối 1"),
        (options(6, 1), 0, "Hỏi?\n\n" + "\n".join(f"{n}. Đáp án {n}" for n in range(1, 7)) + "\n\nLối 1"),
        (options(5, 0, 1), 0, "Hỏi?\n\n" + "\n".join(f"{n}. Đáp án {n}" for n in range(1, 6)) + "\n\nMở 0: /xem 0"),
        (options(0, 6), 0, "Hỏi?\n\n" + " · ".join(f"Lối {n}" for n in range(1, 7))),
    ],
)
def test_more_than_five_options_are_told_in_lines(offered: tuple[Option, ...], buttons: int, text: str) -> None:
    """A number always counts the answers as they stand together: they are all buttons, or all lines."""
    [piece] = fit(Outgoing("Hỏi?", offered), Limits(text=MOST_TEXT, most_buttons=5))
    assert piece == Outgoing(text, offered[:buttons])
    assert fit(Outgoing("Hỏi?", offered), Limits(text=MOST_TEXT)) == [Outgoing("Hỏi?", offered)]


def test_a_template_type_is_given_where_it_is_set(room: Room, server: StandIn) -> None:
    async def conversation(oa: Account) -> None:
        oa.gateway._template = "buttons"
        await oa.gateway.send(oa.meets(AN), Outgoing("Hỏi?", (DOOR,)))
        [asked] = server.calls("cs")
        assert asked.params["message"]["attachment"]["payload"]["template_type"] == "buttons"
        assert server.messages(AN)[0].tokens == {DOOR.label: "go:xem:41"}

    with_account(room, server, conversation)


def test_a_picture_goes_with_its_words_or_before_the_buttons_and_is_brought_to_zalo_once(
    room: Room, server: StandIn
) -> None:
    picture = saved(noise(1))
    key = keeps(room, picture)

    async def conversation(oa: Account) -> None:
        address = oa.meets(AN)
        await oa.gateway.send(address, Outgoing("Bản tin tuần", photos=(key,)))
        await oa.gateway.send(address, Outgoing("Hỏi?", (YES,), photos=(key,)))
        shown = server.messages(AN)
        assert [(each.kind, each.text, each.pictures) for each in shown] == [
            ("photo", "Bản tin tuần", [picture]),
            ("photo", "", [picture]),
            ("text", "Hỏi?", []),
        ]
        assert len(server.calls("image")) == 1
        server.forget_uploads()  # Zalo keeps one for seven days
        with pytest.raises(SendFailed) as failed:
            await oa.gateway.send(address, Outgoing("Lần nữa", photos=(key,)))
        assert failed.value.outcome == "retry"
        await oa.gateway.send(address, Outgoing("Lần nữa", photos=(key,)))
        assert server.messages(AN)[-1].pictures == [picture]

    with_account(room, server, conversation)


def test_a_large_picture_is_made_small_enough(room: Room, server: StandIn) -> None:
    picture = saved(Image.frombytes("RGB", (700, 600), random.Random(1).randbytes(700 * 600 * 3)), "PNG")
    assert len(picture) > 1_048_576
    key = keeps(room, picture, "png")

    async def conversation(oa: Account) -> None:
        await oa.gateway.send(oa.meets(AN), Outgoing("Bản tin", photos=(key,)))
        [sent] = server.messages(AN)[0].pictures
        assert len(sent) <= 1_000_000
        assert sent.startswith(b"\xff\xd8")

    with_account(room, server, conversation)


def test_what_cannot_be_made_small_enough_says_so() -> None:
    assert shrunk(b"tiny", 10) == b"tiny"
    with pytest.raises(ValueError, match="small enough"):
        shrunk(saved(noise(1)), 1_000)


@pytest.mark.parametrize(
    ("fault", "outcome", "shown"), [("-201", "", 1), ("-1234", "", 1), ("500 before", "retry", 0), ("-32", "retry", 0)]
)
def test_words_do_not_wait_for_a_picture_zalo_never_takes(
    room: Room, server: StandIn, fault: str, outcome: str, shown: int
) -> None:
    key = keeps(room, saved(noise(1)))

    async def conversation(oa: Account) -> None:
        server.fail("image", fault)
        message = Outgoing("Bản tin tuần", photos=(key,))
        if outcome:
            with pytest.raises(SendFailed) as failed:
                await oa.gateway.send(oa.meets(AN), message)
            assert failed.value.outcome == outcome
        else:
            await oa.gateway.send(oa.meets(AN), message)
        assert [(each.kind, each.text) for each in server.messages(AN)] == [("text", "Bản tin tuần")] * shown

    with_account(room, server, conversation)


# --- errors -------------------------------------------------------------------------------------------------------

FAULTS = [  # fault, outcome, messages that arrived
    ("429", "retry", 0),
    ("-32", "retry", 0),
    ("-213", "gone", 0),
    ("-230", "closed", 0),
    ("-201", "rejected", 0),
    ("-224", "retry", 0),
    ("-99999", "uncertain", 0),
    ("500 before", "uncertain", 0),
    ("500 after", "uncertain", 1),
    ("cut before", "uncertain", 0),
    ("cut after", "uncertain", 1),
    ("bad json", "uncertain", 1),
    ("403", "uncertain", 0),
    ("hang", "uncertain", 0),
]


def test_every_fault_says_whether_the_message_may_have_arrived(room: Room, server: StandIn) -> None:
    async def conversation(oa: Account) -> None:
        for chat, (fault, outcome, arrived) in enumerate(FAULTS, 2000):
            address = oa.meets(chat)
            oa.line.client.timeout = 0.3 if fault == "hang" else 5.0
            server.fail("cs", fault)
            with pytest.raises(SendFailed) as failed:
                await oa.gateway.send(address, Outgoing("Chào anh/chị"))
            said = (failed.value.outcome, failed.value.throttled, len(server.messages(chat)))
            assert said == (outcome, fault in ("429", "-32"), arrived), fault
            told = f"{failed.value} {failed.value.__context__} {failed.value.__cause__}"
            assert not [word for word in ("Chào", "access-0", address) if word in told]
            await oa.gateway.send(address, Outgoing("Lần nữa"))  # and the line is good again

    with_account(room, server, conversation)


def test_every_code_of_the_table_has_its_outcome() -> None:
    outcomes = {"token": "retry", "trouble": "retry", "expired": "retry"}
    for code, known in CODES.items():
        assert verdict(ErrorCode(code)).outcome == outcomes.get(known.means, known.means), code
    assert verdict(ErrorCode(-999)).outcome == "uncertain"


def test_when_a_part_went_out_not_sent_cannot_be_said_any_more(room: Room, server: StandIn) -> None:
    key = keeps(room, saved(noise(1)))

    async def conversation(oa: Account) -> None:
        address = oa.meets(AN)
        for fault, outcome in [("-32", "uncertain"), ("-230", "uncertain"), ("-201", "rejected"), ("-217", "gone")]:
            server.fail("cs", "")  # the picture goes through
            server.fail("cs", fault)
            with pytest.raises(SendFailed) as failed:
                await oa.gateway.send(address, Outgoing("Hỏi?", (YES,), photos=(key,)))
            assert failed.value.outcome == outcome

    with_account(room, server, conversation)


def test_what_can_never_be_sent_is_rejected_and_nobody_listening_is_tried_again(room: Room, server: StandIn) -> None:
    async def conversation(oa: Account) -> None:
        address = oa.meets(AN)
        for place, message, outcome in [
            ("an@example", Outgoing("Chào"), "rejected"),
            (address, Outgoing("ă" * 2001), "rejected"),
            (address, Outgoing("Chào", photos=("zz/zz/missing.jpg",)), "rejected"),
        ]:
            with pytest.raises(SendFailed) as failed:
                await oa.gateway.send(place, message)
            assert failed.value.outcome == outcome, message
        oa.line.api_url = "http://127.0.0.1:1"
        with pytest.raises(SendFailed) as failed:
            await oa.gateway.send(address, Outgoing("Chào"))
        assert failed.value.outcome == "retry"

    with_account(room, server, conversation)
    assert server.calls("cs") == []


# --- fetching -----------------------------------------------------------------------------------------------------


def test_a_photo_is_fetched_from_zalo_only_or_says_why_not(room: Room, server: StandIn) -> None:
    async def conversation(oa: Account) -> None:
        good = server.keep_file(b"bytes of a photo")
        assert await oa.gateway.fetch(good) == b"bytes of a photo"
        await oa.gateway.release(good)
        for ref, fault, again in [
            (good, "500 before", True),
            (good, "cut before", True),
            (good, "429", True),
            (good, "404", False),
            (server.url + "/media/expired.jpg", "", False),
            ("https://169.254.169.254/latest/meta-data", "", False),
            ("https://zdn.vn.evil.example/a.jpg", "", False),
            ("http://photo-stal-1.zdn.vn/a.jpg", "", False),
            ("file:///etc/passwd", "", False),
        ]:
            if fault:
                server.fail("download", fault)
            with pytest.raises(FetchFailed) as failed:
                await oa.gateway.fetch(ref)
            assert failed.value.again is again, (ref, fault)
        big = server.keep_file(bytes(20_000_001))
        with pytest.raises(FetchFailed) as failed:
            await oa.gateway.fetch(big)
        assert failed.value.too_large

    with_account(room, server, conversation)
