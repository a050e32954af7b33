"""What an archive says of itself: the last thing written into it, and the first that is believed."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, ValidationError

from storage.carrying import NotDone, Shape

FORMAT = 1


class BadArchive(NotDone):
    """Not an archive of ours, or not whole."""


class _Said(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Format(BaseModel):
    """All that is read of an archive of another format."""

    format: int


class Part(_Said):
    """A table in an archive."""

    name: str
    columns: tuple[tuple[str, str], ...]
    key: tuple[str, ...]
    rows: int
    hash: str
    members: tuple[str, ...]

    @property
    def shape(self) -> Shape:
        return Shape(self.name, self.columns, self.key)


class Held(_Said):
    """The media of an archive: how many, how large, and a hash of their keys in order."""

    files: int = 0
    bytes: int = 0
    keys: str = ""


class Manifest(_Said):
    """What an archive holds."""

    format: int = FORMAT
    release: str
    schema_version: str
    made_at: str
    database: str  # sqlite, postgresql
    key_mark: str  # by which the key that opens it is known; nothing follows from it
    tables: tuple[Part, ...]
    numbers: dict[str, int]  # the highest each table ever gave
    counters: dict[str, dict[str, int]]  # for people: how many of what
    media: Held
    gone: tuple[str, ...] = ()  # keys that rows name and nobody holds: deleted meanwhile, or lost before
    damaged: tuple[str, ...] = ()  # held, but not the bytes their key says
    unopened: int = 0  # sealed values that the key does not open
    members: dict[str, str]  # all but media, with their SHA-256

    @property
    def rows(self) -> int:
        return sum(each.rows for each in self.tables)

    def as_json(self) -> bytes:
        return self.model_dump_json(indent=1).encode()


def read_manifest(data: bytes) -> Manifest:
    """Raises BadArchive."""
    try:
        made_as = _Format.model_validate_json(data).format
        if made_as == FORMAT:
            return Manifest.model_validate_json(data)
    except ValidationError as error:
        raise BadArchive(
            f"The manifest cannot be read: {error.error_count()} entries are not what they should be."
        ) from None
    raise BadArchive(
        f"This archive is of format {made_as}, which this release does not know: take the one that made it."
    )
