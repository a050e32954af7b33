"""The table of errands: what may be asked for that takes long."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.errand import Errand

LISTED: tuple[Errand, ...] = ()
ERRANDS: Mapping[str, Errand] = {each.kind: each for each in LISTED}
