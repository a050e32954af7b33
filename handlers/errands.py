"""The table of errands: what may be asked for that takes long."""

from __future__ import annotations

from collections.abc import Mapping

from handlers import digest_now, likeness_search, paper_errands
from handlers.errand import Errand

LISTED = (likeness_search.LOOK, likeness_search.FILL, digest_now.FIGURES, paper_errands.SHORT, paper_errands.LONG)
ERRANDS: Mapping[str, Errand] = {each.kind: each for each in LISTED}
