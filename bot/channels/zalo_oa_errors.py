"""What Zalo's error codes mean for a message, and what a person can do about them: one table.

The codes come in the body of an HTTP 200 (https://developers.zalo.me/docs/official-account/phu-luc/ma-loi). One that is not
in the table leaves open what became of the message: a reply is then tried again, bulk is shown to staff as unconfirmed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from bot.channels.gateway import SendFailed

Means = Literal["retry", "token", "gone", "closed", "rejected", "trouble", "expired"]

A_WHILE = 15.0  # seconds after a "too many": the budget is counted a minute
LONG = 600.0  # seconds until a message is tried again whose way only a person can mend


@dataclass(frozen=True, slots=True)
class Code:
    """`means`: retry (too many), token (renew the access, then once more), gone (this person cannot be reached), closed (not
    before they write), rejected (this message never), trouble (the app or the account: `says` what to mend), expired (an
    upload that must be made again)."""

    means: Means
    says: str = ""


CODES: Mapping[int, Code] = {
    -32: Code("retry", "too many calls a minute"),
    -100: Code("expired", "an uploaded picture is no longer kept"),
    -216: Code("token", "the access token is not valid"),
    -220: Code("token", "the access token has expired"),
    -213: Code("gone", "the person does not follow the account"),
    -217: Code("gone", "the person has blocked the account"),
    -218: Code("gone", "the person takes no messages of the account"),
    -227: Code("gone", "the person's account is locked, or offline for more than 45 days"),
    -244: Code("gone", "the person has refused messages of this kind"),
    -230: Code("closed", "the person has not written for 7 days"),
    -232: Code("closed", "the person has not written for 7 days"),
    -200: Code("rejected", "the message cannot be sent"),
    -201: Code("rejected", "a parameter is wrong"),
    -210: Code("rejected", "a parameter is too long"),
    -211: Code("rejected", "the quota of this kind of message is used up"),
    -233: Code("rejected", "this kind of message is not supported"),
    -240: Code("rejected", "this way of sending was shut down"),
    -248: Code("rejected", "the message breaks Zalo's rules"),
    -204: Code("trouble", "the Official Account has been deleted or disabled"),
    -205: Code("trouble", "the Official Account does not exist"),
    -209: Code("trouble", "the app may not use this interface: ask for it at developers.zalo.me"),
    -212: Code("trouble", "the app is not registered for this interface at developers.zalo.me"),
    -219: Code("trouble", "the app was removed or disabled at developers.zalo.me"),
    -221: Code("trouble", "the Official Account is not verified"),
    -223: Code("trouble", "the app's quota is used up"),
    -224: Code("trouble", "the Official Account's package does not cover the API: buy or renew one at oa.zalo.me"),
}


class ErrorCode(Exception):
    """Zalo answered with an error code. Its words are not kept: they may quote what was sent."""

    def __init__(self, code: int) -> None:
        super().__init__(f"error {code}")
        self.code = code

    @property
    def means(self) -> Means | None:
        known = CODES.get(self.code)
        return known.means if known else None


def verdict(refused: ErrorCode) -> SendFailed:
    """What a refusal says about the message it met."""
    why = f"error {refused.code}"
    match refused.means:
        case "retry":
            return SendFailed("retry", retry_after=A_WHILE, throttled=True, why=why)
        case "gone":
            return SendFailed("gone", why=why)
        case "closed":
            return SendFailed("closed", why=why)
        case "rejected":
            return SendFailed("rejected", why=why)
        case "trouble" | "token":
            return SendFailed("retry", retry_after=LONG, why=why)
        case "expired":
            return SendFailed("retry", why=why)
        case None:
            return SendFailed("uncertain", why=why)
