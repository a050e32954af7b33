"""R9: bytes are kept once, whole, under the hash of what they are."""

from __future__ import annotations

import resource
import shutil
import signal
from pathlib import Path
from threading import Thread

import pytest

from storage.media import LocalMedia, Media, MediaMissing, key_of

A, B = b"first photo", b"second photo"
SHA = "ab" * 32


@pytest.fixture
def media(tmp_path: Path) -> Media:
    return LocalMedia(tmp_path / "deep" / "media")


def test_a_key_is_the_hash_in_two_folders() -> None:
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert key_of(b"") == f"e3/b0/{empty}.jpg"
    assert key_of(b"", ".pdf") == f"e3/b0/{empty}.pdf"


def test_put_get_exists_delete(media: Media) -> None:
    key = key_of(A)
    assert not media.exists(key)
    media.put(key, A)
    assert (media.exists(key), media.get(key), media.url(key)) == (True, A, None)
    media.delete(key)
    media.delete(key)
    assert not media.exists(key)
    with pytest.raises(MediaMissing):
        media.get(key)


def test_putting_twice_is_putting_once(media: LocalMedia) -> None:
    key = key_of(A)
    media.put(key, A)
    before = (media.root / key).stat()
    media.put(key, A)
    after = (media.root / key).stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_only_we_may_read_and_nothing_is_left_over(media: LocalMedia) -> None:
    key = key_of(A)
    media.put(key, A)
    modes = {path.relative_to(media.root).as_posix(): path.stat().st_mode & 0o777 for path in media.root.rglob("*")}
    assert modes == {key[:2]: 0o700, key[:5]: 0o700, key: 0o600}
    assert media.root.stat().st_mode & 0o777 == 0o700


def test_list_is_in_order_and_by_prefix(media: LocalMedia) -> None:
    keys = sorted(key_of(bytes([n]), suffix) for n in range(20) for suffix in (".jpg", ".pdf"))
    for n in range(20):
        media.put(key_of(bytes([n])), bytes([n]))
        media.put(key_of(bytes([n]), ".pdf"), bytes([n]))
    (media.root / keys[0]).with_name(".part-left-by-a-crash").write_bytes(b"half")
    (media.root / "notes.txt").write_bytes(b"not ours")
    assert list(media.list()) == keys
    for length in (1, 2, 4, 9):
        prefix = keys[7][:length]
        assert list(media.list(prefix)) == [key for key in keys if key.startswith(prefix)]
    assert list(media.list("../")) == []


def test_an_empty_place_lists_nothing(media: Media) -> None:
    assert list(media.list()) == []


@pytest.mark.parametrize(
    "key",
    [
        "",
        "/etc/passwd",
        "../../etc/passwd",
        f"ab/ab/../../{SHA}.jpg",
        f"/ab/ab/{SHA}.jpg",
        f"ab/ab/{SHA}",
        f"ab/ab/{SHA}.jpg\n",
        f"ab/ab/{SHA}.jpg/x",
        f"ab/ab/{SHA}.j/g",
        f"ab/ab/{SHA}.JPG",
        f"AB/AB/{SHA.upper()}.jpg",
        f"ab/cd/{SHA}.jpg",
        f"ab//ab/{SHA}.jpg",
        f"ab\\ab\\{SHA}.jpg",
        f"ab/ab/{SHA}\0.jpg",
        f"ab/ab/{SHA[:-1]}.jpg",
        f"ab/ab/{SHA}a.jpg",
        f"ab/ab/{'١' * 64}.jpg",
    ],
)
def test_a_key_of_any_other_shape_is_refused(media: Media, key: str) -> None:
    for call in (media.get, media.delete, media.exists, media.url, lambda key: media.put(key, A)):
        with pytest.raises(ValueError, match="media key"):
            call(key)


def test_bytes_under_another_hash_are_refused(media: Media) -> None:
    with pytest.raises(ValueError, match="hash of its bytes"):
        media.put(key_of(A), B)
    assert not media.exists(key_of(A))


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


def test_many_hands_put_the_same_photo(media: LocalMedia) -> None:
    data = bytes(300_000)
    hands = [Thread(target=media.put, args=(key_of(data), data)) for _ in range(8)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert media.get(key_of(data)) == data
    assert list(media.list()) == [key_of(data)]
    assert [path.name for path in media.root.rglob(".part-*")] == []


def test_a_file_that_grows_is_adopted_under_its_hash_and_nothing_else_stays(media: LocalMedia) -> None:
    with media.making(".zip") as path:
        path.write_bytes(b"half")
        path.write_bytes(b"whole")
        key = media.adopt(path)
    with media.making(".zip") as dropped:
        dropped.write_bytes(b"never finished")
    assert key == key_of(b"whole", ".zip")
    assert (media.get(key), media.size(key)) == (b"whole", 5)
    with media.open(key) as stream:
        assert stream.read() == b"whole"
    assert list(media.list()) == [key]
    assert not list((media.root / "making").iterdir())
    with pytest.raises(MediaMissing):
        media.size(key_of(b"another", ".zip"))
