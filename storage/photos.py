"""Photos: a member's file in, a small clean copy out (R9, R64).

The original is not kept. What is kept is drawn anew from its pixels alone, so GPS, comments, hidden archives and
whatever else rode along stay behind. Each file is decoded once, a JPEG at the scale that is needed.
"""

from __future__ import annotations

import hashlib
import io
from datetime import date

import pillow_heif
from PIL import Image, ImageCms, JpegImagePlugin, PngImagePlugin, UnidentifiedImageError, WebPImagePlugin

from storage.picture import LOOKS_ALIKE, MAX_BYTES, BadPhoto, Picture, hamming

__all__ = ["LOOKS_ALIKE", "MAX_BYTES", "BadPhoto", "Picture", "hamming", "process"]

CLEAN_SIDE = 2_000  # px, the longest side of what is kept: enough for an A5 print at 240 dpi
THUMB_SIDE = 320
MAX_PIXELS = 50_000_000
MAX_SIDE = 12_000
PLUGINS = (JpegImagePlugin, PngImagePlugin, WebPImagePlugin)  # named, or the first WebP makes Pillow load all forty
FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")  # "MPO" is not named: Pillow's JPEG plugin opens those phone photos by itself
BEGINNINGS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF")  # of a photo, even when the rest of it is beyond reading
HEIF_BRANDS = (b"hei", b"hev", b"mif", b"msf")  # the same for HEIC, whose `ftyp` box MP4 videos share
BEST = Image.Resampling.LANCZOS
SRGB = ImageCms.createProfile("sRGB")
UPRIGHT = {  # EXIF orientation -> what turns the picture upright (CIPA DC-008, tag 274)
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
JFIF = {"jfif", "jfif_version", "jfif_unit", "jfif_density"}  # all that Pillow may find beside our pixels
ORIENTATION, EXIF_IFD, DATE_TIME_ORIGINAL = 0x0112, 0x8769, 0x9003

pillow_heif.options.DECODE_THREADS = 1  # one photo, one core: the other one answers people
pillow_heif.options.THUMBNAILS = pillow_heif.options.DEPTH_IMAGES = pillow_heif.options.AUX_IMAGES = False
pillow_heif.register_heif_opener()


def process(data: bytes) -> Picture:
    """Read one photo (JPEG, PNG, WebP or HEIC, at most `MAX_BYTES`). Raises `BadPhoto` and nothing else.

    Takes about 0.2 s and 50 MiB for a 12-megapixel JPEG. Hostile files can take 10 s or crash a codec, so the
    bot calls it in a process of its own.
    """
    if not data:
        raise BadPhoto("empty")
    if len(data) > MAX_BYTES:
        raise BadPhoto("too-large")
    try:
        return _read(data)
    except BadPhoto:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise BadPhoto("too-many-pixels") from None
    except Exception:  # a broken file may trip its decoder into any exception there is
        raise BadPhoto("damaged") from None


def _read(data: bytes) -> Picture:
    with _opened(data) as file:
        profile = file.info.get("icc_profile")
        file.draft(None, _fitted(file.size, CLEAN_SIDE))
        file.load()
        orientation, taken_on = _exif(file)
        small = _resized(_plain(file), CLEAN_SIDE)
    clean = _in_srgb(small, profile)
    if orientation in UPRIGHT:
        clean = clean.transpose(UPRIGHT[orientation])
    thumb = _resized(clean, THUMB_SIDE)
    return Picture(
        original_sha256=hashlib.sha256(data).hexdigest(),
        clean=_jpeg_of(clean),
        thumb=_jpeg_of(thumb),
        width=clean.width,
        height=clean.height,
        taken_on=taken_on,
        dhash=_dhash(thumb),
    )


def _opened(data: bytes) -> Image.Image:
    """The file with only its header read. Sizes are checked here, before a single pixel is made."""
    try:
        file = Image.open(io.BytesIO(data), formats=FORMATS)
    except UnidentifiedImageError:
        looks_right = data.startswith(BEGINNINGS) or (data[4:8] == b"ftyp" and data[8:11] in HEIF_BRANDS)
        raise BadPhoto("damaged" if looks_right else "not-a-photo") from None
    if file.width * file.height > MAX_PIXELS or max(file.size) > MAX_SIDE:
        raise BadPhoto("too-many-pixels")
    return file


def _fitted(size: tuple[int, int], side: int) -> tuple[int, int]:
    """`size` shrunk, never enlarged, to a longest side of `side`. Exact on both, because `draft` honours both."""
    scale = min(1.0, side / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _exif(file: Image.Image) -> tuple[int, date | None]:
    """Orientation and day taken; (1, None) where the metadata can't be read: the pixels still count."""
    try:
        exif = file.getexif()
        orientation = exif.get(ORIENTATION, 1)
        taken_on = _day(exif.get_ifd(EXIF_IFD).get(DATE_TIME_ORIGINAL))
    except Exception:  # as in process(): broken metadata raises anything
        return 1, None
    return orientation if isinstance(orientation, int) else 1, taken_on


def _day(stamp: object) -> date | None:
    """`2026:03:08 07:15:00` -> 8 March 2026. Cameras without a clock write zeros, or a year before cameras."""
    try:
        day = date.fromisoformat(str(stamp)[:10].replace(":", "-"))
    except ValueError:
        return None
    return day if day.year >= 1990 else None


def _plain(image: Image.Image) -> Image.Image:
    """In one of the modes that can be resized and coloured: L, RGB, CMYK or RGBA, eight bits each."""
    if str(image.mode).startswith("I"):  # 16-bit grey, which `convert` alone would clip to white
        return image.point(lambda value: value * (1 / 256)).convert("L")
    if image.has_transparency_data:
        return image.convert("RGBA")
    if image.mode == "1":
        return image.convert("L")
    return image if image.mode in ("L", "RGB", "CMYK") else image.convert("RGB")


def _resized(image: Image.Image, side: int) -> Image.Image:
    """Most phones' 4,032 px are decoded to 2,016: for so small a step a narrow filter is as sharp, at half the cost."""
    size = _fitted(image.size, side)
    if size == image.size:
        return image.copy()
    narrow = max(size) > 0.9 * max(image.size)
    return image.resize(size, Image.Resampling.HAMMING if narrow else BEST, reducing_gap=2.0)


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """RGB on white, in sRGB, without `info`: Pillow would write a JPEG's comment into the copy."""
    if image.mode == "RGBA":
        white = Image.new("RGB", image.size, "white")
        white.paste(image, mask=image.getchannel("A"))
        image = white
    image = (_converted(image, profile) if profile else image).convert("RGB")
    image.info = {}
    return image


def _converted(image: Image.Image, profile: bytes) -> Image.Image:
    """The image in sRGB. A profile that is broken, or of another kind than the pixels, says nothing."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if ImageCms.getProfileDescription(source).startswith("sRGB"):
            return image  # already: most Android phones say so, and converting would cost as much as decoding
        return ImageCms.profileToProfile(image, source, SRGB, outputMode="RGB") or image
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return image


def _jpeg_of(image: Image.Image) -> bytes:
    """JPEG bytes, looked at again before anybody may keep them: pixels and a JFIF header, nothing else."""
    file = io.BytesIO()
    image.save(file, "JPEG", quality=82)
    with Image.open(io.BytesIO(file.getbuffer()), formats=("JPEG",)) as again:
        if again.size != image.size or set(again.info) - JFIF:
            raise BadPhoto("damaged")
    return file.getvalue()


def _dhash(image: Image.Image) -> int:
    """Difference hash: is each of 8 × 8 places brighter than its right neighbour? First place = highest bit; signed."""
    grey = image.convert("L").resize((9, 8), BEST).tobytes()
    bits = 0
    for row in range(0, 72, 9):
        for left, right in zip(grey[row : row + 8], grey[row + 1 : row + 9], strict=True):
            bits = bits << 1 | (left > right)
    return int.from_bytes(bits.to_bytes(8, "big"), "big", signed=True)
