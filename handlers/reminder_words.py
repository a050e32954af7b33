"""How a reminder reads: one message for all units of one deadline and moment, always with the true number of days (R78)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from handlers.deadline_words import title
from handlers.reminder_plan import Entry
from handlers.words import Option, Outgoing
from storage.deadlines import Due
from storage.vietnamese import shorten, show_day, sort_key

Saying = Callable[..., str]
NAMED = 8  # units called by name in one message
NAME = 120  # characters of a unit's name


def message(
    say: Saying,
    entry: Entry,
    due: Due,
    today: date,
    names: Mapping[int, str],
    reminded: Mapping[int, Mapping[str, int]] | None = None,
) -> Outgoing:
    """What an entry about a deadline says. `names`: of its units; `reminded`: unit → who was reminded how often (above)."""
    parts = [_about(say, entry, due, today)]
    if entry.kind == "above":
        lines = [_above_line(say, names[unit], (reminded or {}).get(unit, {})) for unit in _ordered(names)]
        parts += [_list(say, lines), say("reminder-above-end")]
    elif due.state != "withdrawn":
        lines = [say("reminder-unit", unit=shorten(names[unit], NAME)) for unit in _ordered(names)]
        parts += [_list(say, lines), say("reminder-if-done", count=len(names))]
    if entry.muted:
        parts.append(say("reminder-muted-but-duty"))
    return Outgoing("\n\n".join(parts), _doors(say, entry, due, names))


def _about(say: Saying, entry: Entry, due: Due, today: date) -> str:
    """What is owed by when, and how long that is."""
    args = {"title": title(say, due), "day": show_day(due.due), "left": left(say, due.due, today)}
    if entry.kind == "above":
        return say("reminder-above", **args)
    if entry.kind != "moved":
        return say("reminder-deadline", **args)
    if entry.old is None:
        return say("reminder-back", **args)
    if due.state == "withdrawn":
        return say("reminder-withdrawn", title=args["title"], day=show_day(entry.old))
    return say("reminder-moved", **args, old=show_day(entry.old))


def left(say: Saying, due: date, today: date) -> str:
    """ "còn 5 ngày", "hôm nay là hạn cuối", "đã quá hạn 3 ngày"."""
    days = (due - today).days
    return say("reminder-left", days=days) if days >= 0 else say("reminder-late", days=-days)


def _ordered(names: Mapping[int, str]) -> list[int]:
    return sorted(names, key=lambda unit: (sort_key(names[unit]), unit))


def _list(say: Saying, lines: Sequence[str]) -> str:
    shown = list(lines[:NAMED])
    if len(lines) > NAMED:
        shown.append(say("reminder-more", count=len(lines) - NAMED))
    return say("reminder-units", count=len(lines), lines="\n".join(shown))


def _above_line(say: Saying, unit: str, reminded: Mapping[str, int]) -> str:
    if not reminded:
        return say("reminder-above-nobody", unit=shorten(unit, NAME))
    times = [say("reminder-times", name=name, times=times) for name, times in sorted(reminded.items())]
    return say("reminder-above-unit", unit=shorten(unit, NAME), times=", ".join(times))


def _doors(say: Saying, entry: Entry, due: Due, names: Mapping[int, str]) -> tuple[Option, ...]:
    every = Option("go:nhac:", say("reminder-see-all"))
    if len(names) > 1 or entry.kind == "above" or due.state == "withdrawn":
        return (every,)
    return (Option(f"go:nophoso:{due.id}-{min(names)}", say("reminder-mark-done")), every)


def nudge(say: Saying, titles: Sequence[str], draft: int | None) -> Outgoing:
    """A word about what was not finished: `titles` of all of it, "" where it has none. `draft` is the one to open, None
    the report that is being told."""
    named = f"“{shorten(titles[0], 60)}”" if titles[0] else say("nudge-untitled")
    text = say("nudge-one", title=named) if len(titles) == 1 else say("nudge-several", count=len(titles))
    token = "go:tieptuc:" if draft is None else f"go:bannhap:{draft}" if len(titles) == 1 else "go:bannhap:"
    return Outgoing(text, (Option(token, say("nudge-resume")),))
