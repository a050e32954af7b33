"""What must hold of every place where media are kept: a table of checks, run on a folder and (slow suite) on a bucket."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest

from storage.media import Media, MediaMissing, key_of

A, B = b"first photo", b"second photo"
SHA = "ab" * 32
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
LATER = datetime(2126, 1, 1, tzinfo=UTC)
NO_KEYS = [
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
]


def put_get_exists_delete(media: Media) -> None:
    key = key_of(A)
    assert not media.exists(key)
    media.put(key, A)
    assert (media.exists(key), media.get(key), media.size(key), media.url(key)) == (True, A, len(A), None)
    media.delete(key)
    media.delete(key)
    assert not media.exists(key)


def what_is_not_there_is_missing(media: Media) -> None:
    for ask in (media.get, media.size, media.open):
        with pytest.raises(MediaMissing):
            ask(key_of(A))
    assert list(media.list()) == []


def putting_twice_is_putting_once(media: Media) -> None:
    for _ in range(2):
        media.put(key_of(A), A)
    assert (list(media.list()), media.get(key_of(A))) == ([key_of(A)], A)


def nothing_at_all_may_be_kept(media: Media) -> None:
    media.put(key_of(b""), b"")
    with media.open(key_of(b"")) as stream:
        assert (stream.read(), media.get(key_of(b"")), media.size(key_of(b""))) == (b"", b"", 0)


def list_is_in_order_and_by_prefix(media: Media) -> None:
    keys = sorted(key_of(bytes([n]), suffix) for n in range(20) for suffix in (".jpg", ".pdf"))
    for n in range(20):
        media.put(key_of(bytes([n])), bytes([n]))
        media.put(key_of(bytes([n]), ".pdf"), bytes([n]))
    assert list(media.list()) == keys
    for length in (1, 2, 3, 4, 6, 9):
        prefix = keys[7][:length]
        assert list(media.list(prefix)) == [key for key in keys if key.startswith(prefix)]
    assert list(media.list("../")) == []


def a_key_of_any_other_shape_is_refused(media: Media) -> None:
    for key in NO_KEYS:
        for call in (media.get, media.delete, media.exists, media.url, media.size, media.open, _putting(media)):
            with pytest.raises(ValueError, match="media key"):
                call(key)


def _putting(media: Media) -> Callable[[str], None]:
    return lambda key: media.put(key, A)


def bytes_under_another_hash_are_refused(media: Media) -> None:
    with pytest.raises(ValueError, match="hash of its bytes"):
        media.put(key_of(A), B)
    assert not media.exists(key_of(A))


def many_hands_put_the_same_photo(media: Media) -> None:
    data = bytes(300_000)
    hands = [Thread(target=media.put, args=(key_of(data), data)) for _ in range(8)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert media.get(key_of(data)) == data
    assert list(media.list()) == [key_of(data)]


def a_file_that_grows_is_adopted_under_its_hash(media: Media) -> None:
    with media.making(".zip") as path:
        path.write_bytes(b"half")
        path.write_bytes(b"whole")
        key = media.adopt(path)
    with media.making(".zip") as dropped:
        dropped.write_bytes(b"never finished")
    assert not dropped.exists()
    assert key == key_of(b"whole", ".zip")
    assert (media.get(key), media.size(key)) == (b"whole", 5)
    assert list(media.list()) == [key]
    with pytest.raises(MediaMissing):
        media.size(key_of(b"another", ".zip"))


def a_large_file_goes_in_and_out_in_pieces(media: Media) -> None:
    """Above S3's part size, and read from the middle, from the end and as a whole."""
    data = bytes(range(256)) * 27_000
    with media.making(".zip") as path:
        path.write_bytes(data)
        key = media.adopt(path)
    assert media.size(key) == len(data)
    with media.open(key) as stream:
        assert stream.read(3) == data[:3]
        assert stream.seek(4_000_001) == 4_000_001
        assert stream.read(1_500_000) == data[4_000_001:5_500_001]
        assert (stream.seek(-5, 2), stream.read(), stream.read()) == (len(data) - 5, data[-5:], b"")
        stream.seek(0)
        assert stream.read() == data
    assert media.get(key) == data
    media.put(key_of(data[1:]), data[1:])
    assert media.get(key_of(data[1:])) == data[1:]


def only_what_is_old_is_found_and_forgotten(media: Media) -> None:
    for data in (A, B):
        media.put(key_of(data), data)
    assert (list(media.old(LONG_AGO)), list(media.old(LATER))) == ([], sorted(map(key_of, (A, B))))
    assert list(media.old(LATER, key_of(A)[:3])) == [key_of(A)]
    assert (media.delete_old(key_of(A), LONG_AGO), media.exists(key_of(A))) == (False, True)
    assert (media.delete_old(key_of(A), LATER), media.exists(key_of(A))) == (True, False)
    assert (media.delete_old(key_of(A), LATER), media.exists(key_of(B))) == (False, True)


def putting_again_makes_young_again(media: Media) -> None:
    media.put(key_of(A), A)
    between = _next_second(media)
    assert list(media.old(between)) == [key_of(A)]
    media.put(key_of(A), A)
    assert list(media.old(between)) == []
    assert not media.delete_old(key_of(A), between)


def _next_second(media: Media) -> datetime:
    """A moment that what was put so far lies before, and what is put from now on does not: S3 knows whole seconds."""
    moment = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=1)
    while datetime.now(UTC) < moment + timedelta(milliseconds=20):  # a file's stamp lags behind the clock by a few
        media.exists(key_of(B))
    return moment


def what_a_crash_left_half_made_goes_when_it_is_old(media: Media) -> None:
    with media.making(".zip") as path:
        media.clear_making(LONG_AGO)
        assert path.exists()
        media.clear_making(LATER)
        assert not path.exists()


def a_place_that_is_well_says_so_and_nothing_is_left_of_the_question(media: Media) -> None:
    media.put(key_of(A), A)
    media.probe()
    media.probe(write=True)
    assert list(media.list()) == [key_of(A)]


CHECKS = (
    put_get_exists_delete,
    what_is_not_there_is_missing,
    putting_twice_is_putting_once,
    nothing_at_all_may_be_kept,
    list_is_in_order_and_by_prefix,
    a_key_of_any_other_shape_is_refused,
    bytes_under_another_hash_are_refused,
    many_hands_put_the_same_photo,
    a_file_that_grows_is_adopted_under_its_hash,
    a_large_file_goes_in_and_out_in_pieces,
    only_what_is_old_is_found_and_forgotten,
    putting_again_makes_young_again,
    what_a_crash_left_half_made_goes_when_it_is_old,
    a_place_that_is_well_says_so_and_nothing_is_left_of_the_question,
)
