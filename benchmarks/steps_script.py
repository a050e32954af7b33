"""The talk that is measured, as raw Telegram updates: a member joins, reports a policy result and holds the receipt.

Seventeen messages, typed answers and tapped buttons, no photo: a policy result asks for none, and what a photo costs is
`bench_photos`. Every member types words of their own, so that no text formatted for one serves another. The talk is held
once with the real clerk (`steps_ours.record`) to learn what the bot says and how long what it keeps is; every way then
gets the same bytes.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from handlers.talk import SERIALS
from tests import telegram_shapes as shapes

ADDRESSES = 100_000  # and the member's number: where they are reached
NOON = 1_795_322_400  # 2026-11-22 02:40 UTC, when the first of them began to type

UNITS = ("Xây lắp Sông Vân", "Công đoàn xã Yên Khánh", "Công đoàn phường Thành Nam", "Công đoàn xã Vụ Bản")
ACTS: tuple[str | int, ...] = (  # what is typed ({n}: the member's number), or which button is tapped
    "/start",
    0,  # keep: agree
    0,  # spread: agree
    1,  # publish: no
    "{unit}",
    "Nguyễn Văn Thắng",
    1,  # class
    "0912{n:06d}",
    "/baocao",
    4,  # kind: a policy result
    0,  # unit: the one they joined with
    "Thoả ước lao động tập thể lần {n}: bữa ăn ca từ 25.000 lên 32.000 đồng",
    "{n}/TƯLĐTT-CĐCS",
    "15/9/2026",
    (
        "Sau ba cuộc đối thoại định kỳ và một lần lấy ý kiến toàn thể đoàn viên, ban chấp hành công đoàn cơ sở cùng giám đốc"
        " thống nhất nâng bữa ăn ca, thêm bữa phụ cho ca đêm và lập tổ giám sát bếp ăn gồm {n} đoàn viên, luân phiên hằng tuần."
    ),
    "1.{n:03d} lao động được hưởng từ tháng 10; số phản ánh về bữa ăn giảm từ 14 xuống 1 mỗi tháng.",
    0,  # send
)


@dataclass(frozen=True, slots=True)
class Shown:
    """What the bot answered: its words, its buttons as (token, label), and the sealed lengths of what it kept."""

    text: str
    options: list[tuple[str, str]]
    body_bytes: int
    session_bytes: int


@dataclass(frozen=True, slots=True)
class Script:
    """The talk: what came back to each act of member 1.

    The serials of a member's buttons begin with the number the database gave them: the member's own when they come one
    after the other to one process, else whatever it is (`person`)."""

    shown: list[Shown] = field(default_factory=list)

    def updates(self, member: int) -> list[bytes]:
        """The raw updates of one member, in order, in ASCII with escapes as Telegram writes them."""
        return [self.raw(member, number) for number in range(len(ACTS))]

    def raw(self, member: int, number: int, person: int = 0) -> bytes:
        sender, act = shapes.Member(ADDRESSES + member), ACTS[number]
        message, date = member * 1_000 + number * 2, NOON + member + number * 30
        content: dict[str, Any]
        if isinstance(act, int):
            asked = self.shown[number - 1]
            buttons = [(_token(token, person or member), label) for token, label in asked.options]
            keys = {"inline_keyboard": [[{"text": label, "callback_data": token}] for token, label in buttons]}
            tapped = shapes.bot_message(message - 1, sender, date, text=asked.text, reply_markup=keys)
            content = {"callback_query": shapes.tap(str(message), sender, tapped, buttons[act][0])}
        else:
            typed = act.format(n=member, unit=UNITS[member % len(UNITS)])
            content = {"message": shapes.message(message, sender, date, **shapes.text(typed))}
        return json.dumps({"update_id": member * 1_000 + number, **content}).encode()

    def save(self, path: Path) -> None:
        path.write_text(json.dumps(asdict(self)))

    @staticmethod
    def load(path: Path) -> Script:
        return Script([Shown(**each) for each in json.loads(path.read_text())["shown"]])


def _token(token: str, person: int) -> str:
    """A button of member 1's as the same button of another member's: every person has serials of their own."""
    serial, _, place = token.partition(":")
    return f"{int(serial) + (person - 1) * SERIALS}:{place}"
