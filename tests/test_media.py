"""R9: bytes are kept once, whole, under the hash of what they are."""

from __future__ import annotations

import resource
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from storage.media import LocalMedia, Media, MediaAway, MediaMissing, key_of
from tests.media_table import CHECKS, A


@pytest.fixture
def media(tmp_path: Path) -> LocalMedia:
    return LocalMedia(tmp_path / "deep" / "media")


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_a_folder_is_a_place_for_media(media: LocalMedia, check: Callable[[Media], None]) -> None:
    media.root.mkdir(parents=True, mode=0o700)
    check(media)
    assert [path.name for path in media.root.rglob(".part-*")] == []


def test_a_key_is_the_hash_in_two_folders() -> None:
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert key_of(b"") == f"e3/b0/{empty}.jpg"
    assert key_of(b"", ".pdf") == f"e3/b0/{empty}.pdf"


def test_what_is_there_is_not_written_again(media: LocalMedia) -> None:
    key = key_of(A)
    media.put(key, A)
    before = (media.root / key).stat()
    media.put(key, A)
    assert (media.root / key).stat().st_ino == before.st_ino


def test_only_we_may_read_and_nothing_is_left_over(media: LocalMedia) -> None:
    key = key_of(A)
    media.put(key, A)
    modes = {path.relative_to(media.root).as_posix(): path.stat().st_mode & 0o777 for path in media.root.rglob("*")}
    assert modes == {key[:2]: 0o700, key[:5]: 0o700, key: 0o600}
    assert media.root.stat().st_mode & 0o777 == 0o700


def test_what_is_no_key_of_ours_is_not_listed(media: LocalMedia) -> None:
    media.put(key_of(A), A)
    (media.root / key_of(A)).with_name(".part-left-by-a-crash").write_bytes(b"half")
    (media.root / "notes.txt").write_bytes(b"not ours")
    assert list(media.list()) == [key_of(A)]


def test_a_write_that_fails_halfway_leaves_nothing(media: LocalMedia) -> None:
    """A file-size limit stands for the full disk: an OSError, no half photo, and then it works again."""
    data = bytes(300_000)
    media.put(key_of(A), A)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
    try:
        with pytest.raises(OSError, match="too large"):
            media.put(key_of(data), data)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)
    assert [path.name for path in media.root.rglob("*") if path.is_file()] == [Path(key_of(A)).name]
    media.put(key_of(data), data)
    assert media.get(key_of(data)) == data


def test_a_media_folder_that_went_away_is_made_again(media: LocalMedia) -> None:
    media.put(key_of(A), A)
    shutil.rmtree(media.root)
    with pytest.raises(MediaMissing):
        media.get(key_of(A))
    media.put(key_of(A), A)
    assert media.get(key_of(A)) == A


def test_a_media_folder_that_went_away_is_said(media: LocalMedia) -> None:
    for write in (False, True):
        with pytest.raises(MediaAway) as away:
            media.probe(write=write)
        says = "the media folder is not there"
        assert (str(away.value), away.value.strerror, away.value.filename) == (says, says, "BAOCONG_MEDIA_URL")
