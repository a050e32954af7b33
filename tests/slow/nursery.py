"""Starts the program as often as a test kills it: everything is imported once, each start is a fork of that.

Lines in: `start`, `wait PID`; lines out: the pid, the exit status. What the program prints goes to the file named first.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import traceback

from bot.__main__ import run, settled
from bot.app import texts_of_the_house
from bot.serve import serve
from bot.telegram_wing import gateway_of  # noqa: F401  - loaded here, once
from storage.movement import starter


def main(log: str) -> None:
    texts_of_the_house()
    starter()
    print("ready", flush=True)
    alive: set[int] = set()
    for line in sys.stdin:
        match line.split():
            case ["start"]:
                alive.add(pid := start(log))
                print(pid, flush=True)
            case ["wait", number]:
                print(os.waitstatus_to_exitcode(os.waitpid(int(number), 0)[1]), flush=True)
                alive.discard(int(number))
    for pid in alive:  # of a test that failed
        os.kill(pid, signal.SIGKILL)


def start(log: str) -> int:
    child = os.fork()
    if child:
        return child
    descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((nothing, 0), (descriptor, 1), (descriptor, 2)):
        os.dup2(source, target)
    try:
        asyncio.set_event_loop(None)
        run(serve(settled()))
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1])
