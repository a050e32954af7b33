"""Media in a bucket (moto's S3 over HTTP): the same table as for a folder, and what only a bucket can do wrong."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

import pytest

from storage.bucket import Bucket
from storage.media import Media, MediaAway, MediaMissing, key_of
from storage.media_s3 import S3Media
from tests.media_table import CHECKS, A
from tests.slow.s3_server import KEY_ID, SECRET, Mood, S3Wire, new_bucket, place

GONE = key_of(b"never kept")
CLOCK = datetime(2026, 11, 20, tzinfo=UTC)


@pytest.fixture
def media(s3: str, tmp_path: Path) -> S3Media:
    return S3Media(Bucket(place(s3, new_bucket(s3), "a province/media")), tmp_path / "making")


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_a_bucket_is_a_place_for_media(media: S3Media, check: Callable[[Media], None]) -> None:
    check(media)


def test_two_prefixes_in_one_bucket_know_nothing_of_each_other(s3: str, tmp_path: Path) -> None:
    bucket = new_bucket(s3)
    one, other = (S3Media(Bucket(place(s3, bucket, prefix)), tmp_path) for prefix in ("one", ""))
    one.put(key_of(A), A)
    assert (list(one.list()), list(other.list()), other.exists(key_of(A))) == ([key_of(A)], [], False)


def test_the_machines_own_aws_variables_are_meant_for_others(
    media: S3Media, s3: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    monkeypatch.setenv("AWS_SKIP_SIGNATURE", "true")
    monkeypatch.setenv("AWS_VIRTUAL_HOSTED_STYLE_REQUEST", "true")
    other = S3Media(Bucket(place(s3, new_bucket(s3))), tmp_path)
    other.put(key_of(A), A)
    assert other.get(key_of(A)) == A


def test_a_missing_bucket_is_no_missing_photo(s3: str, tmp_path: Path) -> None:
    """A misspelt bucket answers 404 as well: a message that waits for its photo must wait on, not be given up."""
    media = S3Media(Bucket(place(s3, "no-such-bucket")), tmp_path)
    for call in CALLS.values():
        with pytest.raises(MediaAway):
            call(media)


CALLS: dict[str, Callable[[S3Media], object]] = {
    "put": lambda media: media.put(key_of(A), A),
    "get": lambda media: media.get(GONE),
    "open": lambda media: media.open(GONE),
    "exists": lambda media: media.exists(GONE),
    "list": lambda media: list(media.list()),
    "delete_old": lambda media: media.delete_old(GONE, CLOCK),
    "probe": lambda media: media.probe(),
    "probe write": lambda media: media.probe(write=True),
}


@pytest.mark.parametrize(("mood", "seconds"), [("closed", 2.0), ("silent", 4.0), ("503", 2.0), ("403", 2.0)])
def test_an_outage_answers_soon_tells_no_secret_and_is_over_when_it_is_over(
    wire: S3Wire, s3: str, tmp_path: Path, mood: Mood, seconds: float
) -> None:
    """Patience is half a second here, three in a house: what is measured is that it is spent twice and not more."""
    bucket = new_bucket(s3)
    media = S3Media(Bucket(place(wire.url, bucket, patience=0.5)), tmp_path)
    media.put(GONE, b"never kept")
    wire.be(mood)

    def suffer(call: Callable[[S3Media], object]) -> tuple[float, str]:
        began = monotonic()
        with pytest.raises(MediaAway) as away:
            call(media)
        told = "".join(traceback.format_exception(away.value)) + repr(away.value.__context__)
        return monotonic() - began, told

    with ThreadPoolExecutor(len(CALLS)) as threads:
        suffered = list(threads.map(suffer, CALLS.values()))
    assert [took for took, _ in suffered if took > seconds] == []
    secrets = (SECRET, KEY_ID, bucket, GONE, wire.url)
    assert [word for _, told in suffered for word in secrets if word in told] == []
    wire.be("well")
    assert media.get(GONE) == b"never kept"
    media.probe(write=True)


def test_a_stream_that_is_cut_says_so_and_goes_on_where_it_was(wire: S3Wire, s3: str, tmp_path: Path) -> None:
    media = S3Media(Bucket(place(wire.url, new_bucket(s3), patience=0.5)), tmp_path)
    data = bytes(range(256)) * 12_000
    media.put(key_of(data), data)
    with media.open(key_of(data)) as stream:
        assert stream.read(500_000) == data[:500_000]
        wire.be("closed")
        with pytest.raises(MediaAway):
            stream.read(2_000_000)
        wire.be("well")
        stream.seek(500_000)
        assert stream.read() == data[500_000:]


def test_an_upload_that_is_cut_leaves_nothing_and_can_be_done_again(wire: S3Wire, s3: str, tmp_path: Path) -> None:
    media = S3Media(Bucket(place(wire.url, new_bucket(s3), patience=0.5)), tmp_path / "making")
    with media.making(".zip") as path:
        path.write_bytes(bytes(7_000_000))
        wire.be("503")
        with pytest.raises(MediaAway):
            media.adopt(path)
        wire.be("well")
        assert list(media.list()) == []
        key = media.adopt(path)
    assert (media.size(key), list((tmp_path / "making").iterdir())) == (7_000_000, [])


def test_a_photo_deleted_meanwhile_is_missing_not_away(media: S3Media) -> None:
    with pytest.raises(MediaMissing) as missing:
        media.get(GONE)
    assert missing.value.__context__ is None
