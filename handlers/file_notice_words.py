"""How the notices about nomination files read (R29, R30, R78)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from handlers.file_words import named
from handlers.report_notice_part import Part
from handlers.words import Option, Outgoing
from storage.awards import honours
from storage.vietnamese import shorten

Saying = Callable[..., str]
NAMED = 8  # files in one message, each with its door
BRIEF = 160  # characters of an officer's sentence where several files are told of
SEVERAL = "several"
REASONED = ("return", "refuse")


def message(say: Saying, language: str, kind: str, parts: Sequence[Part], *, muted: bool) -> Outgoing:
    """One message that tells all the parts; `muted`: the person switched the kind off and hears it as their duty."""
    text = SAYING[kind](say, language, parts)
    lines = [say("files-more", count=len(parts) - NAMED)] if len(parts) > NAMED else []
    why = say("files-muted") if muted else ""
    doors = {part.number: _door(say, part) for part in parts[:NAMED]}
    return Outgoing("\n\n".join(filter(None, ["\n".join([text, *lines]), why])), tuple(doors.values()))


def _door(say: Saying, part: Part) -> Option:
    return Option(f"go:{part.words.get('door', 'denghi')}:{part.number}", say("files-open", code=part.words["code"]))


def _about(part: Part, language: str) -> dict[str, str]:
    """A file by its code, kind and authority, as the reader calls them."""
    catalogue = honours()
    return {
        "code": part.words["code"],
        "kind": named(catalogue.kinds, part.words["kind"], language),
        "authority": named(catalogue.authorities, part.words["authority"], language),
    }


def _came(say: Saying, language: str, parts: Sequence[Part]) -> str:
    """What came in the same way is said once; else each line says it."""
    hows = {part.words["how"] for part in parts}
    how = hows.pop() if len(hows) == 1 else SEVERAL
    lines = []
    for part in parts[:NAMED]:
        told = part.words["how"] if how == SEVERAL else "-"
        lines.append(say("files-line", how=told, **_about(part, language)))
        if part.words["note"]:
            lines.append(say("file-reason", act="return", note=shorten(part.words["note"], BRIEF)))
    return "\n".join([say("files-notice", count=len(parts), how=how), *lines])


def _late(say: Saying, language: str, parts: Sequence[Part]) -> str:
    lines = [say("files-late-line", **_about(part, language), days=part.words["days"]) for part in parts[:NAMED]]
    return "\n".join([say("files-late-notice", count=len(parts)), *lines])


def _above(say: Saying, language: str, parts: Sequence[Part]) -> str:
    lines = [
        say("files-above-line", **_about(part, language), unit=part.words["unit"], days=part.words["days"])
        for part in parts[:NAMED]
    ]
    return "\n".join([say("files-above-notice", count=len(parts)), *lines])


def _steps(say: Saying, language: str, parts: Sequence[Part]) -> str:
    alone = len(parts) == 1
    lines = [_step(say, part, brief=not alone) for part in parts[:NAMED]]
    told = lines[0] if alone else "\n".join(f"• {line}" for line in lines)
    return say("file-steps-notice", count=len(parts), act=parts[0].words["act"] if alone else SEVERAL, told=told)


def _step(say: Saying, part: Part, *, brief: bool) -> str:
    """The step in a sentence; of a return what is asked for, of a refusal the reason."""
    words = part.words
    note, act = words["note"], words["act"]
    said = say(
        "file-step",
        act=act,
        code=words["code"],
        unit=words["unit"],
        number=note if act == "decide" else "-",
        year=words["year"],
        old=note.split()[0] if act == "carry" and note else "-",
        awarded=int(words["awarded"]),
        left=int(words["left"]),
    )
    if act not in REASONED or not note:
        return said
    return "\n".join([said, say("file-reason", act=act, note=shorten(note, BRIEF) if brief else note)])


SAYING: Mapping[str, Callable[[Saying, str, Sequence[Part]], str]] = {
    "files": _came,
    "files-late": _late,
    "files-above": _above,
    "file-steps": _steps,
}
