"""The long drills as a table: what each does to us, the suite that does it, and how its size is told to it.

A drill is a slow suite that CI runs small. Each prints its seed; with the seed given it does the same again.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Drill:
    """`size` is the environment variable that says how much, `long` how much it is here."""

    suite: str
    size: str
    long: int
    says: str


DRILLS = {
    "kill": Drill("test_kill.py", "KILLS", 1_000, "kill -9 while members report; about a second each"),
    "years": Drill("test_reminder_year.py", "YEARS", 10, "simulated years of reminders; about half a minute each"),
    "power": Drill("test_power_loss.py", "CUTS", 3_000, "cut the power beneath the database"),
    "fuzz": Drill("test_fuzz.py", "UPDATES", 100_000, "hostile updates, this many a channel"),
    "images": Drill("test_hostile_images.py", "IMAGES", 1_000, "broken photos beside those built to harm"),
    "doors": Drill("test_golden_doors.py", "WAYS", 10, "golden conversations by every door, on both databases"),
    "carry": Drill("test_carry.py", "CARRIES", 100, "kill -9 while restoring and moving; about three seconds each"),
    "schema": Drill("test_migration_kill.py", "KILLS", 10_000, "kill -9 at every statement of the migrations"),
    "model": Drill("test_delivery_model.py", "RUNS", 1_000, "two senders, a crash or a freeze between any two steps"),
    "soak": Drill("test_soak.py", "HOURS", 24, "simulated hours at ten times the expected load, with restarts"),
}


def environment(name: str, size: int | None, seed: int | None) -> dict[str, str]:
    """What tells the suite how much of it to do, and which."""
    drill = DRILLS[name]
    how_much = {drill.size: str(size)} if size is not None else {}
    return {**how_much, **({"SEED": str(seed)} if seed is not None else {})}
