"""The register of units and movements: filled on the first start, imported from files, changed by events (R1, R41).

The doors of `register_*.py`; asking it is `units.py`.
"""

from storage.register_checking import check
from storage.register_decisions import Decision
from storage.register_events import EventRefused, Newcomer, dissolve, found, merge, rename, serve, split, transfer
from storage.register_reading import read, read_units
from storage.register_shapes import PROBLEMS, Problem, Register, Sheet, Span
from storage.register_starter import amend_movement, load_starter, offer_release, running
from storage.register_writing import Line, NotImportable, Plan, apply, plan, registered

__all__ = [
    "PROBLEMS",
    "Decision",
    "EventRefused",
    "Line",
    "Newcomer",
    "NotImportable",
    "Plan",
    "Problem",
    "Register",
    "Sheet",
    "Span",
    "amend_movement",
    "apply",
    "check",
    "dissolve",
    "found",
    "load_starter",
    "merge",
    "offer_release",
    "plan",
    "read",
    "read_units",
    "registered",
    "rename",
    "running",
    "serve",
    "split",
    "transfer",
]
