"""The catalogue of honours: kinds of commendation, who decides, what may be asked for (`starter/awards.toml`)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import NoReturn


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of commendation: overall, thematic, ad-hoc."""

    code: str
    label: str
    label_en: str
    short: str


@dataclass(frozen=True, slots=True)
class Authority:
    """Who decides. `levels`: the unit types that are it, or, when it is `outside` the tree, that hand the file to it."""

    code: str
    label: str
    label_en: str
    short: str
    levels: tuple[str, ...]
    outside: bool


@dataclass(frozen=True, slots=True)
class Award:
    """An honour. `vote`: the share of all council members that must be in favour, 0 for none (R56)."""

    code: str
    label: str
    label_en: str
    authority: str
    form: str  # flag, certificate, commendation, creative-labour
    individual: bool
    collective: bool
    kinds: tuple[str, ...]
    vote: float


@dataclass(frozen=True, slots=True)
class Honours:
    """The whole catalogue in one version."""

    version: int
    kinds: tuple[Kind, ...]
    authorities: tuple[Authority, ...]
    awards: tuple[Award, ...]

    def award(self, code: str) -> Award:
        """Raises KeyError."""
        return next((each for each in self.awards if each.code == code), None) or _no(code)

    def authority(self, code: str) -> Authority:
        """Raises KeyError."""
        return next((each for each in self.authorities if each.code == code), None) or _no(code)

    def kind(self, code: str) -> Kind:
        """Raises KeyError."""
        return next((each for each in self.kinds if each.code == code), None) or _no(code)

    def of(self, kind: str, authority: str) -> tuple[Award, ...]:
        """What may be asked of an authority in a file of a kind."""
        return tuple(each for each in self.awards if each.authority == authority and kind in each.kinds)


def _no(code: str) -> NoReturn:
    raise KeyError(code)


@lru_cache(maxsize=1)
def honours() -> Honours:
    data = tomllib.loads((files("storage") / "starter" / "awards.toml").read_text(encoding="utf-8"))
    return Honours(
        version=data["version"],
        kinds=tuple(Kind(**each) for each in data["kinds"]),
        authorities=tuple(Authority(**{**each, "levels": tuple(each["levels"])}) for each in data["authorities"]),
        awards=tuple(Award(**{**each, "kinds": tuple(each["kinds"])}) for each in data["awards"]),
    )
