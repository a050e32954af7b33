"""R9, R64: what is kept of a photo, and what of the files that are none."""

from __future__ import annotations

import hashlib
import io
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageEnhance

from storage.photos import LOOKS_ALIKE, MAX_BYTES, BadPhoto, Picture, hamming, process
from tests import pictures
from tests.pictures import BLUE, GREEN, RED, noise, saved

DEMO = Path(__file__).resolve().parent.parent / "storage" / "starter" / "photos"
Colours = dict[tuple[float, float], tuple[int, int, int]]  # place (shares of width and height) -> RGB
WHITE = (255, 255, 255)
SCENE = {(0.1, 0.1): GREEN, (0.9, 0.1): RED, (0.1, 0.9): BLUE, (0.9, 0.9): BLUE}
RIDERS = (b"Exif", b"GPS", b"ICC_PROFILE", b"Fictional", b"script", b"0900", b"PK\x03\x04", b"http")


def shown(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data), formats=("JPEG",))


def shows(data: bytes, colours: Colours, near: int = 30) -> bool:
    """Whether the picture has these colours at these places."""
    image = shown(data).convert("RGB")
    for (x, y), wanted in colours.items():
        pixel = image.getpixel((int(x * image.width), int(y * image.height)))
        assert isinstance(pixel, tuple)
        if any(abs(a - b) > near for a, b in zip(pixel, wanted, strict=True)):
            return False
    return True


GOOD = {
    "phone, upright": (pictures.jpeg_with_gps(1), SCENE),
    "phone on its side": (pictures.jpeg_with_gps(6), SCENE),
    **{f"orientation {n}": (pictures.jpeg_with_gps(n), SCENE) for n in (2, 3, 4, 5, 7, 8)},
    "progressive": (pictures.jpeg_with_gps(6, progressive=True), SCENE),
    "grey": (saved(pictures.scene().convert("L")), {(0.5, 0.1): (87,) * 3, (0.5, 0.9): (69,) * 3}),
    "CMYK": (pictures.cmyk(), SCENE),
    "two lenses (MPO)": (pictures.mpo(), SCENE),
    "comment": (pictures.comment(), SCENE),
    "HEIC": (pictures.heic(), SCENE),
    "HEIC on its side": (pictures.heic(6), SCENE),
    "WebP": (pictures.webp_with_gps(), SCENE),
    "animated WebP: its first frame": (pictures.webp_animated(), SCENE),
    "PNG with texts and XMP": (pictures.png_with_texts(), SCENE),
    "16-bit PNG": (pictures.png_16bit(), {(0.5, 0.1): (234,) * 3, (0.5, 0.9): (39,) * 3}),
    "palette with holes": (pictures.png_palette_clear(), {(0.1, 0.1): GREEN, (0.9, 0.9): WHITE}),
    "half transparent": (saved(Image.new("LA", (40, 30), (0, 0)), "PNG"), {(0.5, 0.5): WHITE}),
    "one bit": (saved(Image.new("1", (40, 30), 1), "PNG"), {(0.5, 0.5): WHITE}),
    "another colour space": (
        saved(pictures.scene(), icc_profile=pictures.icc(swapped=True)),
        {(0.1, 0.1): (200, 20, 60), (0.9, 0.1): (30, 220, 30)},
    ),
    "a profile that is none": (saved(pictures.scene(), icc_profile=b"nonsense"), SCENE),
    "polyglot with a zip": (pictures.polyglot(), SCENE),
}


@pytest.mark.parametrize(("data", "colours"), GOOD.values(), ids=GOOD.keys())
def test_r64_good_photos_come_out_upright_and_clean(data: bytes, colours: Colours) -> None:
    picture = process(data)
    assert shows(picture.clean, colours)
    assert shows(picture.thumb, colours, near=40)
    assert (picture.width, picture.height) == shown(picture.clean).size
    assert [rider for rider in RIDERS if rider in picture.clean + picture.thumb] == []
    assert picture.original_sha256 == hashlib.sha256(data).hexdigest()


BAD = {
    "zero bytes": (b"", "empty"),
    "one byte more than allowed": (bytes(MAX_BYTES + 1), "too-large"),
    "25 MB": (pictures.huge(), "too-large"),
    "text": (pictures.TEXT, "not-a-photo"),
    "SVG": (pictures.SVG, "not-a-photo"),
    "GIF": (pictures.gif(), "not-a-photo"),
    "PDF": (pictures.PDF, "not-a-photo"),
    "video": (pictures.MP4, "not-a-photo"),
    "TIFF": (saved(pictures.scene(), "TIFF"), "not-a-photo"),
    "half a JPEG": (pictures.truncated(), "damaged"),
    "the first bytes of a JPEG": (pictures.truncated()[:20], "damaged"),
    "half a PNG": (pictures.png_with_texts()[:900], "damaged"),
    "half a HEIC": (pictures.heic()[:-200], "damaged"),
    "the first bytes of a HEIC": (pictures.heic()[:40], "damaged"),
    "30,000 × 30,000": (pictures.bomb_png(), "too-many-pixels"),
    "a little over the pixels": (pictures.bomb_png(8_000, 6_251), "too-many-pixels"),
    "a little over the side": (pictures.bomb_png(12_001, 1), "too-many-pixels"),
}


@pytest.mark.parametrize(("data", "reason"), BAD.values(), ids=BAD.keys())
def test_bad_photos_are_told_apart(data: bytes, reason: str) -> None:
    with pytest.raises(BadPhoto) as refused:
        process(data)
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    ("size", "clean", "thumb"),
    [
        ((4000, 3000), (2000, 1500), (320, 240)),
        ((3000, 4000), (1500, 2000), (240, 320)),
        ((2000, 999), (2000, 999), (320, 160)),
        ((300, 200), (300, 200), (300, 200)),
        ((12_000, 1), (2000, 1), (320, 1)),
        ((1, 1), (1, 1), (1, 1)),
    ],
)
def test_sizes_shrink_and_never_grow(size: tuple[int, int], clean: tuple[int, int], thumb: tuple[int, int]) -> None:
    for kind in ("JPEG", "PNG"):
        picture = process(saved(Image.new("RGB", size, "teal"), kind))
        assert (picture.width, picture.height) == shown(picture.clean).size == clean
        assert shown(picture.thumb).size == thumb


@pytest.mark.parametrize(
    ("stamp", "day"),
    [
        ("2026:03:08 07:15:00", date(2026, 3, 8)),
        ("2026-03-08T07:15:00", date(2026, 3, 8)),
        ("0000:00:00 00:00:00", None),
        ("1904:01:01 00:00:00", None),
        ("    :  :     :  :  ", None),
        ("hôm qua", None),
        (None, None),
    ],
)
def test_r64_the_day_is_the_only_metadata_kept(stamp: str | None, day: date | None) -> None:
    assert process(pictures.jpeg_with_gps(6, stamp)).taken_on == day


def test_the_day_is_read_from_every_format() -> None:
    days = {process(data).taken_on for data in (pictures.heic(), pictures.webp_with_gps(), pictures.png_with_texts())}
    assert days == {date(2026, 3, 8)}


def test_r19_copies_look_alike_and_other_photos_do_not() -> None:
    original = noise(0, 1200, 900)
    first = process(saved(original, quality=92))
    copies = {
        "squeezed": saved(original, quality=50),
        "half size": saved(original.resize((600, 450))),
        "as PNG": saved(original, "PNG"),
        "brighter": saved(ImageEnhance.Brightness(original).enhance(1.15)),
        "on its side": pictures.jpeg_with_gps(8, image=original),
    }
    far = {name: hamming(first.dhash, process(data).dhash) for name, data in copies.items()}
    assert [name for name, bits in far.items() if bits > LOOKS_ALIKE] == []
    others = [hamming(first.dhash, process(saved(noise(seed))).dhash) for seed in range(1, 30)]
    assert min(others) > 2 * LOOKS_ALIKE


def test_the_demo_photos_are_small_whole_and_all_different() -> None:
    files = sorted(DEMO.glob("*"))
    assert [file.name for file in files] == [f"{n:02}-{when}.jpg" for n in range(1, 13) for when in ("sau", "truoc")]
    assert sum(file.stat().st_size for file in files) < 2_500_000
    read = [process(file.read_bytes()) for file in files]
    assert {(picture.width, picture.height, picture.taken_on) for picture in read} == {(1200, 900, None)}
    assert min(hamming(a.dhash, b.dhash) for a, b in combinations(read, 2)) > LOOKS_ALIKE


@given(st.integers(-(2**63), 2**63 - 1), st.integers(-(2**63), 2**63 - 1))
def test_hamming_is_a_distance_on_signed_integers(a: int, b: int) -> None:
    assert hamming(a, a) == 0
    assert hamming(a, b) == hamming(b, a) == sum((a >> n ^ b >> n) & 1 for n in range(64))
    assert hamming(a, ~a) == 64


def test_dhash_fits_a_signed_column() -> None:
    """Brighter on the left everywhere: all 64 bits, which is minus one."""
    slope = Image.linear_gradient("L").rotate(90)
    assert [process(saved(image)).dhash for image in (slope, slope.rotate(180))] in ([-1, 0], [0, -1])


def test_corrupted_files_end_in_a_picture_or_a_kind_reason() -> None:
    """200 files with changed, missing or doubled bytes; `corrupted(seed)` makes any of them again."""
    ends = {"Picture": 0, "BadPhoto": 0}
    for seed in range(200):
        try:
            picture = process(pictures.corrupted(seed))
        except BadPhoto as bad:
            assert bad.reason in ("not-a-photo", "damaged", "too-many-pixels"), seed
            ends["BadPhoto"] += 1
        else:
            assert isinstance(picture, Picture)
            assert [rider for rider in RIDERS if rider in picture.clean + picture.thumb] == [], seed
            ends["Picture"] += 1
    assert min(ends.values()) > 20
