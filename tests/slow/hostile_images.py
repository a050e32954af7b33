"""Files made to hurt whoever opens them: broken at random, or built with one thing in them that should never be there."""

from __future__ import annotations

import io
import random
import struct
import zlib
from collections.abc import Callable
from functools import partial

from PIL import Image

from tests import pictures
from tests.pictures import noise, saved, scene

PNG = b"\x89PNG\r\n\x1a\n"
GOOD: tuple[Callable[[], bytes], ...] = (
    pictures.jpeg_with_gps,
    partial(saved, noise(3), progressive=True),
    pictures.heic,
    pictures.webp_with_gps,
    pictures.webp_animated,
    pictures.png_with_texts,
    pictures.png_16bit,
    pictures.mpo,
)


def broken(dice: random.Random) -> bytes:
    """A good file with bytes changed, cut out, doubled or cut off; a PNG's checksums are put right again half the time, so
    that the change reaches the decoder."""
    data = bytearray(dice.choice(GOOD)())
    for _ in range(dice.choice((1, 1, 3, 30))):
        if len(data) < 2:
            break
        at = dice.randrange(len(data))
        match dice.randrange(5):
            case 0:
                data[at] = dice.randrange(256)
            case 1:
                data[at] ^= 1 << dice.randrange(8)
            case 2:
                del data[at : at + dice.randrange(1, 200)]
            case 3:
                data[at:at] = data[at : at + dice.randrange(1, 200)]
            case _:
                del data[at + 1 + dice.randrange(len(data)) :]
    whole = bytes(data)
    return with_right_sums(whole) if whole.startswith(PNG) and dice.random() < 0.5 else whole


def with_right_sums(data: bytes) -> bytes:
    """A PNG whose chunks all carry the checksum they should."""
    fixed, at = bytearray(PNG), len(PNG)
    while at + 12 <= len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        body = data[at + 4 : at + 8 + length]
        if len(body) < 4 + length:
            break
        fixed += data[at : at + 4] + body + struct.pack(">I", zlib.crc32(body))
        at += 12 + length
    return bytes(fixed + data[at:])


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png_with(name: bytes, head: bytes) -> bytes:
    """A PNG with a chunk that unfolds into 200 MB."""
    squeeze = zlib.compressobj(9)
    packed = b"".join(squeeze.compress(bytes(1 << 20)) for _ in range(200)) + squeeze.flush()
    good = saved(scene(), "PNG")
    place = good.index(b"IDAT") - 4
    return good[:place] + chunk(name, head + packed) + good[place:]


def of_any_size(width: int, height: int) -> bytes:
    """A small JPEG that says it is this large."""
    data = bytearray(saved(scene()))
    at = data.index(b"\xff\xc0")
    data[at + 5 : at + 9] = struct.pack(">HH", height, width)
    return bytes(data)


def endless_scans(times: int = 400) -> bytes:
    """A progressive JPEG whose last scan comes again and again: each costs a pass over all its pixels."""
    data = saved(noise(5, 3_000, 2_000), progressive=True, quality=60)
    start, end = data.rindex(b"\xff\xda"), len(data) - 2
    return data[:end] + data[start:end] * times + data[end:]


def many_comments() -> bytes:
    data = saved(scene())
    comment = b"\xff\xfe" + struct.pack(">H", 65_535) + b"<script>0900 000 001" + b"x" * (65_533 - 20)
    return data[:2] + comment * 200 + data[2:]


def frames(kind: str, count: int) -> bytes:
    images = [Image.new("RGB", (300, 200), (number % 256, 0, 0)) for number in range(count)]
    return saved(images[0], kind, save_all=True, append_images=images[1:], duration=20)


def lying_exif() -> bytes:
    """Metadata whose directory points into itself and far beyond the end."""
    tiff = b"II*\x00\x08\x00\x00\x00" + struct.pack("<H", 2)
    tiff += (
        struct.pack("<HHII", 0x8769, 4, 1, 8)
        + struct.pack("<HHII", 0x0112, 3, 0xFFFFFFFF, 0xFFFFFFF0)
        + b"\x08\x00\x00\x00"
    )
    body = b"Exif\x00\x00" + tiff
    data = saved(scene())
    return data[:2] + b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body + data[2:]


def eps() -> bytes:
    file = io.BytesIO()
    scene().save(file, "EPS")
    return file.getvalue()


CRAFTED: dict[str, Callable[[], bytes]] = {
    "30,000 x 30,000 grey PNG": pictures.bomb_png,
    "12,001 x 1 PNG": partial(pictures.bomb_png, 12_001, 1),
    "7,000 x 7,100 PNG, just within": partial(pictures.bomb_png, 7_000, 7_100),
    "20,000 x 20,000 RGBA said by a small JPEG": partial(of_any_size, 20_000, 20_000),
    "SOF 65,535 x 65,535": partial(of_any_size, 65_535, 65_535),
    "SOF 0 x 65,535": partial(of_any_size, 0, 65_535),
    "SOF 12,000 x 4,000, nearly no data": partial(of_any_size, 12_000, 4_000),
    "zTXt of 200 MB": lambda: png_with(b"zTXt", b"Comment\x00\x00"),
    "iCCP of 200 MB": lambda: png_with(b"iCCP", b"profile\x00\x00"),
    "iTXt of 200 MB": lambda: png_with(b"iTXt", b"XML:com.adobe.xmp\x00\x01\x00\x00\x00"),
    "200-frame GIF": lambda: frames("GIF", 200),
    "200-frame WebP": lambda: frames("WEBP", 200),
    "200-frame PNG": lambda: frames("PNG", 200),
    "a JPEG that is a zip": pictures.polyglot,
    "a script as a comment": pictures.comment,
    "200 comments of 64 kB": many_comments,
    "400 scans": endless_scans,
    "metadata that points into itself": lying_exif,
    "SVG": lambda: pictures.SVG,
    "EPS": eps,
    "PDF": lambda: pictures.PDF,
    "MP4": lambda: pictures.MP4,
    "text": lambda: pictures.TEXT,
    "BMP": lambda: saved(scene(), "BMP"),
    "TIFF": lambda: saved(scene(), "TIFF"),
    "1 x 1": lambda: saved(scene(1, 1), "PNG"),
    "12,000 x 1": lambda: saved(scene(12_000, 1)),
    "1 x 12,000": lambda: saved(scene(1, 12_000)),
    "CMYK": pictures.cmyk,
    "16 bits": pictures.png_16bit,
    "two lenses": pictures.mpo,
    "a palette with a transparent middle": pictures.png_palette_clear,
    "a colour profile that swaps colours": lambda: saved(scene(), icc_profile=pictures.icc(swapped=True)),
    "a colour profile of nonsense": lambda: saved(scene(), icc_profile=b"x" * 60_000),
    "25 MB": pictures.huge,
    "nothing": bytes,
    "the beginning of a JPEG": lambda: b"\xff\xd8\xff",
    "half a photo": pictures.truncated,
    "12 megapixels of noise": lambda: saved(noise(9, 4_000, 3_000)),
}
