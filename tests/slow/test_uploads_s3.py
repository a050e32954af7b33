"""Uploads in a bucket: the same table as for a folder, two machines, a bucket that is away; and what nothing names there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from storage.bucket import Bucket
from storage.media import MediaAway, MediaMissing
from storage.media_s3 import S3Media
from storage.uploads import Uploads
from storage.uploads_s3 import AT_REST, SharedUploads
from storage.vault import VAULT, new_key
from tests.keeping_table import (
    OTHER,
    REF,
    UPLOADS,
    Shelf,
    only_what_nothing_names_goes_and_only_when_it_is_old,
    part,
)
from tests.slow.s3_server import S3Wire, new_bucket, place
from tests.talk import KEY, Room

SOON = timedelta(seconds=1)


@pytest.fixture
def machines(wire: S3Wire, s3: str, tmp_path: Path) -> list[SharedUploads]:
    """Two of them, which share the bucket and the key, and reach the bucket over the same wire."""
    VAULT.unlock(KEY)
    bucket = new_bucket(s3)
    for name in "ab":
        (tmp_path / name).mkdir()
    return [SharedUploads(tmp_path / name, Bucket(place(wire.url, bucket, "p", patience=0.5))) for name in "ab"]


@pytest.mark.parametrize("check", UPLOADS, ids=lambda check: check.__name__)
def test_a_bucket_is_a_place_for_uploads(machines: list[SharedUploads], check: Callable[[Uploads], None]) -> None:
    check(machines[0])


def test_what_one_machine_took_another_finds_and_may_release(machines: list[SharedUploads], s3: str) -> None:
    here, there = machines
    here.keep({REF: part(here, b"a photo with its place in it")})
    assert there.get(REF) == b"a photo with its place in it"
    there.release(REF)
    with pytest.raises(MediaMissing):
        here.get(REF)


def test_nobody_reads_an_upload_in_the_bucket_without_the_houses_key(machines: list[SharedUploads]) -> None:
    here, there = machines
    here.keep({REF: part(here, b"a photo with its place in it")})
    held = here._bucket.get(f"uploads/{REF}")
    assert b"photo" not in held
    VAULT.unlock(new_key())
    with pytest.raises(MediaAway, match=r"same secret\.key"):  # it waits: the right key may be put back
        there.get(REF)
    VAULT.unlock(KEY)
    assert there.get(REF) == b"a photo with its place in it"


def test_while_the_bucket_is_away_uploads_stay_here_and_go_there_when_it_is_back(
    wire: S3Wire, machines: list[SharedUploads]
) -> None:
    """The first of an album waits for the bucket, the others do not; nothing that is still being written goes."""
    here, there = machines
    wire.be("silent")
    album = {f"{'2' * 32}-{n:02}": part(here, b"%d" % n, str(n)) for n in range(10)}
    before = wire.asked
    here.keep(album)
    assert wire.asked - before <= 3  # one upload, and its tries
    assert [here.get(ref) for ref in album] == [b"%d" % n for n in range(10)]
    with pytest.raises(MediaAway):
        there.get(next(iter(album)))
    now = datetime.now(UTC)
    with pytest.raises(MediaAway):
        here.forward(now + AT_REST + SOON)
    wire.be("well")
    (here.folder / OTHER).write_bytes(b"still growing")
    with pytest.raises(MediaMissing):  # there they may still come
        there.get(next(iter(album)))
    assert here.forward(now - SOON) == 0
    (here.folder / OTHER).unlink()
    assert here.forward(now + AT_REST + SOON) == 10
    assert [there.get(ref) for ref in album] == [b"%d" % n for n in range(10)]
    assert list(here.folder.iterdir()) == []
    assert here.forward(now + AT_REST + SOON) == 0


def test_only_what_nothing_names_is_removed_from_a_bucket_and_only_when_it_is_old(
    room: Room, s3: str, tmp_path: Path
) -> None:
    media = S3Media(Bucket(place(s3, new_bucket(s3), "p")), tmp_path)
    only_what_nothing_names_goes_and_only_when_it_is_old(Shelf(room, media))
