"""The tables of what channels and processes need for themselves: counts of what a plan or a bill counts, access, leases.

As in `tables.py`: moments are UTC, tokens are sealed.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Column
from sqlmodel import Field, SQLModel

from storage.tables import Moment, moment
from storage.vault import SealedJson, SealedText


class ChannelUse(SQLModel, table=True):
    """How many messages left by a channel within an hour: what a plan that counts them knows. Pieces count, answers too."""

    __tablename__ = "channel_use"
    channel: str = Field(primary_key=True)
    hour: datetime = Field(primary_key=True, sa_type=Moment)
    messages: int = 0


class ChannelToken(SQLModel, table=True):
    """What opens a channel whose access must be renewed (Zalo OA): a short-lived token, and one of a single use that makes the
    next pair. Both sealed; the new pair is committed before it is used."""

    __tablename__ = "channel_token"
    name: str = Field(primary_key=True)
    account: str = ""  # the id of the account it is for, and its name
    access: str = Field(default="", sa_type=SealedText)
    refresh: str = Field(default="", sa_type=SealedText)
    refreshed_at: datetime | None = moment(optional=True)
    expires_at: datetime | None = moment(optional=True)
    refused_at: datetime | None = moment(optional=True)  # since when it cannot be renewed: somebody must log in again
    refusal: int = 0  # with which code of the channel's
    login: dict[str, Any] | None = Field(default=None, sa_column=Column(SealedJson, nullable=True))  # one that is open
    heard_until: datetime | None = moment(optional=True)  # what people wrote before is known to have come in


class ChannelTally(SQLModel, table=True):
    """What a channel bills or rations, counted a month."""

    __tablename__ = "channel_tally"
    channel: str = Field(primary_key=True)
    month: str = Field(primary_key=True)  # 2026-11, local
    what: str = Field(primary_key=True)  # billed, template
    number: int = 0


class Lease(SQLModel, table=True):
    """What one process at a time may do: poll a bot, send on a channel, renew a token. Whoever lets it expire loses it.

    `fence` grows with each new holder, so what an earlier one does late is known by its number.
    """

    __tablename__ = "lease"
    name: str = Field(primary_key=True)
    holder: str
    fence: int
    until: datetime = moment()
