"""What Zalo's Official Account OpenAPI sends, in the shapes of its documentation (developers.zalo.me, webhook and tin-nhan)."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

Fields = dict[str, Any]

APP_ID, OA_ID = "360846524940903967", "388613280878808645"


def message_event(name: str, sender: str, moment: int, number: str, **content: Any) -> Fields:
    """An event of a person's message."""
    return {
        "app_id": APP_ID,
        "sender": {"id": sender},
        "user_id_by_app": f"55{sender}",
        "recipient": {"id": OA_ID},
        "event_name": name,
        "message": {**content, "msg_id": number},
        "timestamp": str(moment),
    }


def follower_event(name: str, follower: str, moment: int) -> Fields:
    return {
        "oa_id": OA_ID,
        "follower": {"id": follower},
        "user_id_by_app": f"55{follower}",
        "event_name": name,
        "source": "oa_profile",
        "app_id": APP_ID,
        "timestamp": str(moment),
    }


def info_event(sender: str, moment: int, name: str, phone: str) -> Fields:
    address = {"user_city": "Ninh Bình", "user_ward": "Hoa Lư", "user_address": "1"}
    return {
        "sender": {"id": sender},
        "recipient": {"id": OA_ID},
        "event_name": "user_submit_info",
        "app_id": APP_ID,
        "timestamp": str(moment),
        "info": {"name": name, "phone": phone, "user_dob": "30/10/1990", "gender": "Nam", "full_address": address},
    }


def image(url: str) -> Fields:
    return {"type": "image", "payload": {"thumbnail": url, "url": url}}


def file(url: str, name: str, size: int) -> Fields:
    kind = name.rsplit(".", 1)[-1]
    return {
        "type": "file",
        "payload": {"size": str(size), "name": name, "checksum": "0" * 32, "type": kind, "url": url},
    }


def line_of_chat(event: Fields, *, mine: bool = False) -> Fields:
    """The same message as `listrecentchat` and `conversation` tell it."""
    message = event["message"]
    photo = event["event_name"] == "user_send_image"
    line: Fields = {
        "src": 0 if mine else 1,
        "time": int(event["timestamp"]),
        "type": "photo" if photo else "text" if event["event_name"].endswith("_text") else "sticker",
        "message": message.get("text", ""),
        "message_id": message["msg_id"],
        "from_id": event["sender"]["id"],
        "to_id": event["recipient"]["id"],
        "from_display_name": "An",
        "from_avatar": "",
        "to_display_name": "OA",
        "to_avatar": "",
    }
    if photo:
        line["url"] = line["thumb"] = message["attachments"][0]["payload"]["url"]
        line["description"] = message.get("text", "")
    return line


def challenge_of(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")


def refusal(code: int, words: str = "refused") -> Fields:
    return {"error": code, "message": words}
