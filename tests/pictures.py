"""Photos made to order for tests: good ones, odd ones and hostile ones, all as bytes.

The good ones show `scene()`: a red sky over a blue ground with a green square at the top left, so that a test can
see by a few pixels whether a picture stands upright.
"""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from datetime import datetime
from functools import cache
from typing import Any

import pillow_heif
from PIL import Image, ImageCms, ImageDraw
from PIL.PngImagePlugin import PngInfo

pillow_heif.register_heif_opener()

RED, GREEN, BLUE = (220, 30, 30), (20, 200, 60), (30, 60, 220)
TAKEN = datetime(2026, 3, 8, 7, 15)  # noqa: DTZ001  - EXIF has no time zone
TURNED = {  # EXIF orientation -> how a camera held that way stores an upright scene
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def scene(width: int = 400, height: int = 300) -> Image.Image:
    image = Image.new("RGB", (width, height), RED)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, height // 2, width, height), fill=BLUE)
    draw.rectangle((0, 0, width // 4, height // 4), fill=GREEN)
    return image


def noise(seed: int, width: int = 400, height: int = 300) -> Image.Image:
    """Soft random clouds: every seed another photo, with detail at all scales as a real one has."""
    dice = random.Random(seed)
    image = Image.new("RGB", (width, height), "gray")
    for cells in (4, 12, 40):
        small = Image.frombytes("RGB", (cells, cells), dice.randbytes(cells * cells * 3))
        image = Image.blend(image, small.resize((width, height), Image.Resampling.BICUBIC), 0.5)
    return image


def saved(image: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def exif(orientation: int = 1, taken: datetime | str | None = TAKEN) -> Image.Exif:
    """A phone's metadata: maker, orientation, the moment, and where it was."""
    tags = Image.Exif()
    tags[0x010F], tags[0x0112] = "Fictional Phones", orientation
    if taken is not None:
        tags.get_ifd(0x8769)[0x9003] = taken if isinstance(taken, str) else taken.strftime("%Y:%m:%d %H:%M:%S")
    tags.get_ifd(0x8825).update({1: "N", 2: (20.0, 15.0, 3.0), 3: "E", 4: (105.0, 58.0, 29.0)})
    return tags


def icc(*, swapped: bool = False) -> bytes:
    """The sRGB profile; `swapped` says red where it means green, so that obeying it can be seen."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    if swapped:
        profile = profile.replace("sRGB".encode("utf-16-be"), "Odd!".encode("utf-16-be"))
    for tag in (b"XYZ", b"TRC") if swapped else ():
        profile = (
            profile.replace(b"r" + tag, b"?" + tag).replace(b"g" + tag, b"r" + tag).replace(b"?" + tag, b"g" + tag)
        )
    return profile


def jpeg_with_gps(
    orientation: int = 6, taken: datetime | str | None = TAKEN, image: Image.Image | None = None, **options: Any
) -> bytes:
    """What a phone held upright sends: stored lying down, with GPS, a colour profile and the moment in it."""
    turn = TURNED[orientation]
    image = image or scene()
    stored = image.transpose(turn) if turn is not None else image
    return saved(stored, exif=exif(orientation, taken), icc_profile=icc(), **options)


def comment() -> bytes:
    return saved(scene(), comment=b"<script>alert('0900 000 001')</script>")


def mpo() -> bytes:
    """Two pictures in one JPEG, as phones with two lenses write."""
    return saved(scene(), "MPO", save_all=True, append_images=[scene(40, 30)], exif=exif())


def heic(orientation: int = 1) -> bytes:
    """HEIC turns its pixels by a box of its own (irot), which the encoder writes only when EXIF is given as bytes."""
    turn = TURNED[orientation]
    stored = scene().transpose(turn) if turn is not None else scene()
    return saved(stored, "HEIF", exif=exif(orientation).tobytes(), quality=90)


def webp_animated() -> bytes:
    others = [Image.new("RGB", (400, 300), colour) for colour in ("black", "white")]
    return saved(scene(), "WEBP", save_all=True, append_images=others, duration=100, quality=90)


def webp_with_gps() -> bytes:
    return saved(scene(), "WEBP", exif=exif(), icc_profile=icc(), quality=90)


def cmyk() -> bytes:
    return saved(scene().convert("CMYK"), quality=95)


def png_16bit() -> bytes:
    """Grey, top brighter than bottom, sixteen bits a pixel."""
    rows = [struct.pack("<H", 60_000)] * 150 + [struct.pack("<H", 10_000)] * 150
    return saved(Image.frombytes("I;16", (400, 300), b"".join(row * 400 for row in rows)), "PNG")


def png_palette_clear() -> bytes:
    """A palette with a transparent middle: only the green corner, on nothing."""
    image = Image.new("P", (400, 300), 0)
    image.putpalette([0, 0, 0, *GREEN])
    image.paste(1, (0, 0, 100, 75))
    return saved(image, "PNG", transparency=0)


def png_with_texts() -> bytes:
    texts = PngInfo()
    texts.add_text("Comment", "0900 000 001")
    texts.add_itxt("XML:com.adobe.xmp", "<x>GPS</x>")
    return saved(scene().convert("RGBA"), "PNG", pnginfo=texts, exif=exif(), icc_profile=icc())


@cache
def bomb_png(width: int = 30_000, height: int = 30_000) -> bytes:
    """A grey PNG of any size in almost no bytes, made without ever holding it."""
    squeeze = zlib.compressobj(9, wbits=-15)
    row = squeeze.compress(bytes(width + 1)) + squeeze.flush(zlib.Z_FULL_FLUSH)  # stands alone, so it can be repeated
    checksum = (width + 1) * height % 65521 << 16 | 1  # Adler-32 of zeros
    pixels = b"\x78\xda" + row * height + b"\x03\x00" + struct.pack(">I", checksum)
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*it) for it in ((b"IHDR", header), (b"IDAT", pixels), (b"IEND", b"")))


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def truncated() -> bytes:
    whole = saved(noise(1))
    return whole[: len(whole) // 2]


def polyglot() -> bytes:
    """A JPEG that is also a zip with a page in it."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as zipped:
        zipped.writestr("index.html", "<script>alert(1)</script>")
    return saved(scene()) + archive.getvalue()


def gif() -> bytes:
    return saved(scene(), "GIF")


def huge() -> bytes:
    """25 MB that begin like a photo."""
    return saved(scene()) + bytes(25_000_000)


TEXT = "Cách làm: gá xoay hai đầu".encode()
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF"
MP4 = b"\x00\x00\x00\x18ftypmp42" + bytes(40)


def corrupted(seed: int) -> bytes:
    """One of six good files with some bytes changed, cut out or doubled."""
    dice = random.Random(seed)
    data = bytearray(dice.choice(_good()))
    for _ in range(dice.choice((1, 3, 30))):
        at = dice.randrange(len(data))
        match dice.randrange(3):
            case 0:
                data[at] = dice.randrange(256)
            case 1:
                del data[at : at + dice.randrange(1, 200)]
            case _:
                data[at:at] = data[at : at + dice.randrange(1, 200)]
    return bytes(data)


@cache
def _good() -> tuple[bytes, ...]:
    return jpeg_with_gps(), heic(), webp_animated(), webp_with_gps(), png_with_texts(), mpo()
