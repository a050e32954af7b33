"""The sheet and the strokes the demo photos are drawn with; see `draw_photos.py`."""

from __future__ import annotations

from pathlib import Path

import segno
from PIL import Image, ImageDraw, ImageFont

FONTS = Path(__file__).resolve().parent / "fonts"
WIDTH, HEIGHT, STRIP, GROUND = 1200, 900, 120, 640  # px; the strip holds the caption, the ground is where things stand
SHARP = 2  # drawn this much larger, then shrunk: smooth edges
INK, NAVY, STEEL, IRON, CLOUD, PAPER = "#22303c", "#1f3a5f", "#8595a6", "#5b6876", "#dde5ec", "#fbfaf6"
RED, ORANGE, YELLOW, GREEN, LEAF, BLUE, SKY = (
    "#c0392b",
    "#e08a3c",
    "#f2c14e",
    "#2f8f5b",
    "#6db26b",
    "#3b7dc4",
    "#9cc7e8",
)
SOIL, SAND, WOOD, RUST, BRICK, DIM = "#9a7b55", "#ecd49a", "#b98a5a", "#a4583a", "#c9705a", "#c9ccd0"

Point = tuple[float, float]


class Board:
    """A sheet of 1200 × 900 to draw on, with the few strokes the pictures need. Units: px of the finished picture."""

    def __init__(self, *, after: bool) -> None:
        self.after = after
        self.image = Image.new("RGB", (WIDTH * SHARP, HEIGHT * SHARP), "#eaf3ee" if after else "#efebe4")
        self.draw = ImageDraw.Draw(self.image)

    def box(self, x: float, y: float, w: float, h: float, fill: str, *, round_: float = 0, edge: str = "") -> None:
        area = (x * SHARP, y * SHARP, (x + w) * SHARP, (y + h) * SHARP)
        self.draw.rounded_rectangle(area, round_ * SHARP, fill, edge or None, 3 * SHARP if edge else 0)

    def disc(self, x: float, y: float, r: float, fill: str = "", *, edge: str = "", thick: float = 4) -> None:
        area = ((x - r) * SHARP, (y - r) * SHARP, (x + r) * SHARP, (y + r) * SHARP)
        self.draw.ellipse(area, fill or None, edge or None, round(thick * SHARP) if edge else 0)

    def oval(self, x: float, y: float, w: float, h: float, fill: str = "", *, edge: str = "", thick: float = 4) -> None:
        area = (x * SHARP, y * SHARP, (x + w) * SHARP, (y + h) * SHARP)
        self.draw.ellipse(area, fill or None, edge or None, round(thick * SHARP) if edge else 0)

    def arc(self, x: float, y: float, r: float, start: float, end: float, ink: str, thick: float = 6) -> None:
        area = ((x - r) * SHARP, (y - r) * SHARP, (x + r) * SHARP, (y + r) * SHARP)
        self.draw.arc(area, start, end, ink, round(thick * SHARP))

    def slice(self, x: float, y: float, r: float, start: float, end: float, fill: str) -> None:
        area = ((x - r) * SHARP, (y - r) * SHARP, (x + r) * SHARP, (y + r) * SHARP)
        self.draw.pieslice(area, start, end, fill)

    def shape(self, *points: Point, fill: str) -> None:
        self.draw.polygon([(x * SHARP, y * SHARP) for x, y in points], fill)

    def line(self, *points: Point, ink: str = INK, thick: float = 5) -> None:
        self.draw.line([(x * SHARP, y * SHARP) for x, y in points], ink, round(thick * SHARP), joint="curve")

    def text(
        self, x: float, y: float, words: str, size: float, ink: str = INK, *, at: str = "mm", bold: bool = True
    ) -> None:
        self.draw.text((x * SHARP, y * SHARP), words, ink, font(size, bold=bold), anchor=at)

    def ground(self, fill: str = "#cfc7b8") -> None:
        self.box(0, GROUND, WIDTH, HEIGHT - GROUND, fill)

    def shadow(self, x: float, y: float, w: float) -> None:
        self.oval(x, y - 9, w, 22, "#b9b1a2")

    def tick(self, x: float, y: float, size: float, ink: str = GREEN) -> None:
        self.line((x, y), (x + size * 0.35, y + size * 0.4), (x + size, y - size * 0.5), ink=ink, thick=size / 5)

    def clock(self, x: float, y: float, r: float, ink: str) -> None:
        self.disc(x, y, r, PAPER, edge=ink, thick=r / 7)
        self.line((x, y), (x, y - r * 0.6), ink=ink, thick=r / 9)
        self.line((x, y), (x + r * 0.45, y + r * 0.2), ink=ink, thick=r / 9)

    def qr(self, x: float, y: float, side: float) -> None:
        rows = [list(row) for row in segno.make("[MẪU] Báo Công", error="m", micro=False).matrix_iter(border=2)]
        cell = side / len(rows)
        self.box(x, y, side, side, "white")
        for down, row in enumerate(rows):
            for across, dark in enumerate(row):
                if dark:
                    self.box(x + across * cell, y + down * cell, cell, cell, INK)

    def phone(self, x: float, y: float, w: float) -> None:
        self.box(x, y, w, w * 1.9, INK, round_=w / 8)
        self.box(x + w * 0.06, y + w * 0.12, w * 0.88, w * 1.64, PAPER, round_=w / 20)

    def fact(self, figure: str, words: str) -> None:
        """The card at the top right: one figure, and what it counts, as large as fits."""
        colour = GREEN if self.after else RED
        self.box(800, 40, 360, 150, "white", round_=18, edge=colour)
        self.text(980, 92, figure, min(58, 58 * 320 * SHARP / font(58, bold=True).getlength(figure)), colour)
        self.text(980, 152, words, min(26, 26 * 328 * SHARP / font(26, bold=False).getlength(words)), bold=False)

    def caption(self, words: str) -> None:
        top, colour = HEIGHT - STRIP, GREEN if self.after else RED
        self.box(40, 40, 190, 62, colour, round_=31)
        self.text(135, 71, "SAU" if self.after else "TRƯỚC", 32, "white")
        self.box(0, top, WIDTH, STRIP, NAVY)
        self.box(0, top, 14, STRIP, colour)
        self.text(44, top + STRIP / 2, f"[MẪU] {'Sau' if self.after else 'Trước'}: {words}", 32, "white", at="lm")

    def save(self, path: Path) -> None:
        self.image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS).save(path, "JPEG", quality=75, optimize=True)


def font(size: float, *, bold: bool) -> ImageFont.FreeTypeFont:
    """Be Vietnam Pro: Pillow's own font lacks Vietnamese letters."""
    return ImageFont.truetype(FONTS / f"BeVietnamPro-{'Bold' if bold else 'Regular'}.ttf", size * SHARP)
