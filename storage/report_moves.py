"""The state table of reports (R20): which acts there are, from which states, and what each brings about; `reports.move` does
them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Move:
    """A legal act on a report: from which states to which, who may do it, and what it brings about."""

    act: str
    by: str  # author, reviewer (whose turn it is), colleague (any reviewer within reach)
    froms: tuple[str, ...]
    to: str = ""  # "" leaves the state; an undo leads back to where the report came from
    reason: bool = False  # a note, or the questions asked for, is mandatory
    waits: bool = False  # comes to wait for somebody anew
    told: bool = False  # its author hears of it
    undo: bool = False  # may be taken back for a few minutes
    private: bool = False  # never shown to its author


# The state table (R20), drawn by `./run forms`. "" is a report that does not exist yet.
OPEN = ("sent", "received")
MOVES: Mapping[str, Move] = {
    each.act: each
    for each in (
        Move("send", "author", ("",), "sent", waits=True),
        Move("add", "author", OPEN),
        Move("withdraw", "author", (*OPEN, "returned"), "withdrawn"),
        Move("complete", "author", ("returned",), "sent", waits=True),
        Move("receive", "reviewer", ("sent",), "received", told=True),
        Move("forward", "reviewer", OPEN, "sent", waits=True, told=True, undo=True),
        Move("approve", "reviewer", OPEN, "approved", told=True, undo=True),
        Move("return", "reviewer", OPEN, "returned", reason=True, told=True, undo=True),
        Move("refuse", "reviewer", OPEN, "refused", reason=True, told=True, undo=True),
        Move("reopen", "colleague", ("refused",), "received", reason=True, told=True),
        Move("recall", "colleague", ("sent",), "received", told=True),
        Move("undo", "colleague", ("sent", "approved", "returned", "refused")),
        Move("assign", "reviewer", OPEN, private=True),
        Move("recode", "colleague", (*OPEN, "returned", "approved")),
        Move("note", "colleague", (*OPEN, "returned", "approved", "refused"), private=True),
    )
}
UNDO = timedelta(minutes=10)
PRIVATE = tuple(act for act, each in MOVES.items() if each.private)


class IllegalMove(Exception):
    """The report stands elsewhere by now: this act is not possible from its state."""


class NotTheirs(Exception):
    """This person may not: `why` is role (no right here), own (they sent it or are an author), turn (others' turn),
    late (nothing of theirs to take back, or not any more)."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class NoReason(Exception):
    """A return or a refusal without a reason."""


def legal(state: str, act: str) -> bool:
    return act in MOVES and state in MOVES[act].froms
