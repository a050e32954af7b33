"""The photo worker's other half: a process that reads a photo, answers, and reads the next one.

`python -m bot.photo_child MEMORY_BYTES` says `READY`, then answers frames on stdin with frames on stdout until stdin
ends, as it does when the bot dies. A frame is a length (four bytes, big-endian) and that many bytes. Answers are JSON
and pixels, not pickles: whoever takes over a codec must not get to run code in the bot.
"""

from __future__ import annotations

import json
import resource
import signal
import sys
from datetime import date
from typing import BinaryIO, get_args

from storage.picture import MAX_BYTES, BadPhoto, Picture, Reason

REASONS: dict[str, Reason] = {reason: reason for reason in get_args(Reason)}
READY = b"photos\n"
LENGTH = 4
MAX_ANSWER = MAX_BYTES  # two small JPEGs; anything longer is not an answer of ours
ORPHAN_SECONDS = 60  # the bot kills at its own, shorter time limit; this one is for a photo that outlives the bot


def frame(data: bytes) -> bytes:
    return len(data).to_bytes(LENGTH, "big") + data


def pack(picture: Picture) -> bytes:
    """One line of JSON, then the two JPEGs."""
    line = {
        "original_sha256": picture.original_sha256,
        "width": picture.width,
        "height": picture.height,
        "taken_on": picture.taken_on and picture.taken_on.isoformat(),
        "dhash": picture.dhash,
        "clean": len(picture.clean),
    }
    return json.dumps(line).encode() + b"\n" + picture.clean + picture.thumb


def pack_bad(bad: BadPhoto) -> bytes:
    return json.dumps({"bad": bad.reason}).encode()


def unpack(answer: bytes) -> Picture | BadPhoto:
    """What was packed. Raises ValueError, KeyError or TypeError for anything else."""
    head, _, pixels = answer.partition(b"\n")
    line = json.loads(head)
    if "bad" in line:
        return BadPhoto(REASONS[line["bad"]])
    return Picture(
        original_sha256=line["original_sha256"],
        clean=pixels[: line["clean"]],
        thumb=pixels[line["clean"] :],
        width=line["width"],
        height=line["height"],
        taken_on=line["taken_on"] and date.fromisoformat(line["taken_on"]),
        dhash=line["dhash"],
    )


def main(memory: int, source: BinaryIO, answers: BinaryIO) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the bot, which lets the photo in hand finish
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # the bot died while we worked: nobody wants the answer, go quietly
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a crash must not leave a member's photo on the disk
    from storage.photos import process  # noqa: PLC0415  - under the limits from the first codec on

    answers.write(READY)
    answers.flush()
    while len(length := source.read(LENGTH)) == LENGTH:
        data = source.read(int.from_bytes(length, "big"))
        signal.alarm(ORPHAN_SECONDS)
        try:
            answer = pack(process(data))
        except BadPhoto as bad:
            answer = pack_bad(bad)
        answers.write(frame(answer))
        answers.flush()
        signal.alarm(0)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.stdin.buffer, sys.stdout.buffer)
