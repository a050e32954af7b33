"""Whether an event comes from Zalo: a plain SHA-256 over app, body, moment and the account's secret key.

https://developers.zalo.me/docs/official-account/webhook/tong-quan: `mac=<hex>` of appId + body + timestamp + OASecretKey. In real
traffic it differs where the timestamp stands and whose id comes first, so each documented way is tried; the one that matched
has a name, and is logged once. All of them need the key, which nobody else has.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

SIGNATURE_HEADER = "x-zevent-signature"
TIMESTAMP_HEADER = "x-zevent-timestamp"
GIVEN = re.compile(r"(?:mac=)?([0-9a-f]{64})", re.IGNORECASE)
MOMENT = re.compile(r"[0-9]{8,17}")


@dataclass(frozen=True, slots=True)
class Keys:
    """What a signature is made with. Without `oa_id` the account is taken to be the one the event names."""

    app_id: str
    secret: str
    oa_id: str = ""


def variant(keys: Keys, body: bytes, event: dict[str, Any], given: str, header_moment: str) -> str | None:
    """The name of the way in which this event is signed; None: it is not, as far as we can tell.

    `event` is the body's JSON object: a body that is none cannot be one with the moment's digits at its end.
    """
    mac = GIVEN.fullmatch(given.strip())
    if mac is None:
        return None
    wanted = bytes.fromhex(mac[1])
    found = None
    for name, prefix, moment in _ways(keys, event, header_moment):
        made = hashlib.sha256(prefix.encode() + body + moment.encode() + keys.secret.encode()).digest()
        if hmac.compare_digest(made, wanted) and found is None:
            found = name
    form = "mac=" if given.strip().lower().startswith("mac=") else "bare"
    return f"{form} {found}" if found else None


def _ways(keys: Keys, event: dict[str, Any], header_moment: str) -> Iterator[tuple[str, str, str]]:
    """(name, what comes first, what comes after the body)."""
    recipient = event.get("recipient")
    named = [event.get("oa_id"), recipient.get("id") if isinstance(recipient, dict) else None]
    accounts = [keys.oa_id] if keys.oa_id else [each for each in named if isinstance(each, str) and each.isalnum()]
    moments = {"body timestamp": event.get("timestamp"), "header timestamp": header_moment}
    for where, moment in moments.items():
        if not isinstance(moment, int | str) or not MOMENT.fullmatch(str(moment)):
            continue
        yield f"app_id, {where}", keys.app_id, str(moment)
        for account in accounts:
            yield f"oa_id, {where}", account, str(moment)
