"""Draws the demo photos: `python -m storage.starter.draw_photos` writes `photos/01-truoc.jpg`, `01-sau.jpg`, ….

Two simple pictures for each of the twelve sample achievements, before and after. No persons (R63), nothing from a
camera, and `[MẪU]` on every one, so that nobody takes them for evidence. They are committed; the program never draws.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from storage.starter.board import (
    BLUE,
    BRICK,
    CLOUD,
    DIM,
    GREEN,
    GROUND,
    HEIGHT,
    INK,
    IRON,
    LEAF,
    NAVY,
    ORANGE,
    PAPER,
    RED,
    RUST,
    SAND,
    SKY,
    SOIL,
    STEEL,
    WIDTH,
    WOOD,
    YELLOW,
    Board,
)

PHOTOS = Path(__file__).resolve().parent / "photos"


def rebar_cage(board: Board) -> None:
    board.ground()
    top = 400 if not board.after else 330
    for row in range(7):
        board.line((190, top + row * 30), (1010, top + row * 30), ink=RUST, thick=7)
    for hoop in range(14):
        board.oval(180 + hoop * 62, top - 12, 34, 204, edge=RUST, thick=6)
    if board.after:
        for x in (205, 995):
            board.shape((x - 70, GROUND + 60), (x + 70, GROUND + 60), (x + 34, top + 90), (x - 34, top + 90), fill=NAVY)
            board.disc(x, top + 90, 128, edge=IRON, thick=22)
            board.disc(x, top + 90, 104, edge=YELLOW, thick=7)
            board.disc(x, top + 225, 26, STEEL, edge=INK)
        board.box(540, GROUND - 10, 150, 70, ORANGE, round_=10)
        board.disc(580, GROUND + 25, 20, GREEN, edge=PAPER)
        board.disc(645, GROUND + 25, 20, RED, edge=PAPER)
        board.line((615, GROUND - 10), (615, 560), (995, 560), ink=INK, thick=4)
        board.arc(600, top + 90, 165, 215, 325, GREEN, 12)
        board.shape((718, 302), (762, 330), (716, 356), fill=GREEN)
        board.fact("3 giờ/lồng", "một người bấm nút")
    else:
        for x in (260, 560, 860):
            board.box(x, top + 192, 90, 60, WOOD, edge=SOIL)
        for x in (150, 420, 700, 930):
            board.line((x, GROUND + 90), (x + 150, top + 140), ink=IRON, thick=15)
            board.line((x + 150, top + 140), (x + 180, top + 148), ink=IRON, thick=15)
        board.fact("5 giờ/lồng", "6 thợ, lật bằng xà beng")


def earth_bank(board: Board) -> None:
    board.box(0, 0, WIDTH, GROUND, SKY if board.after else "#d5dde3")
    board.ground(LEAF)
    board.shape((90, GROUND + 50), (330, 450), (870, 450), (1110, GROUND + 50), fill=SOIL)
    board.shape((330, 450), (870, 450), (880, 468), (320, 468), fill="#7d6344")
    for layer in (520, 590):
        board.line((330 - (layer - 450) * 1.0, layer), (870 + (layer - 450) * 1.0, layer), ink="#8a6d4a", thick=4)
    if board.after:
        for x in range(350, 860, 100):
            board.line((500, 220), (x, 452), ink="#ffffff", thick=2)
        for n in range(12):
            x, y = (330 + n * 108, 500) if n < 6 else (220 + (n - 6) * 152, 620)
            board.box(x - 13, y - 13, 26, 26, "white", edge=INK)
            board.box(x - 13, y - 13, 13, 13, INK)
            board.box(x, y, 13, 13, INK)
        board.line((380, 190), (620, 190), ink=INK, thick=12)
        board.box(450, 168, 100, 54, PAPER, round_=16, edge=INK)
        board.disc(500, 226, 18, INK)
        for x in (380, 620):
            board.line((x, 190), (x, 160), ink=INK, thick=8)
            board.oval(x - 80, 148, 160, 18, STEEL)
        board.fact("1 ngày/km", "2 người, sai số 1,8 %")
    else:
        for x in (200, 520):
            for foot in (-55, 0, 55):
                board.line((x, 430), (x + foot, 600), ink=WOOD, thick=9)
            board.box(x - 32, 378, 64, 52, YELLOW, round_=8, edge=INK)
            board.disc(x + 34, 404, 15, INK)
        for x in (390, 1010):
            for part in range(8):
                board.box(x, 300 + part * 34, 20, 34, RED if part % 2 else "white")
        board.box(690, 350, 170, 80, ORANGE, round_=8)
        board.box(760, 280, 80, 80, YELLOW, round_=8)
        board.box(772, 292, 56, 44, SKY)
        board.box(670, 424, 210, 44, INK, round_=22)
        board.shape((660, 350), (690, 370), (690, 470), (640, 470), fill=IRON)
        board.clock(800, 245, 32, RED)
        board.fact("3 ngày/km", "4 người đo, máy ủi chờ")


def paving(board: Board) -> None:
    board.box(0, 250, WIDTH, 90, LEAF if board.after else "#b7bfa4")
    for row in range(2):
        for brick in range(-1, 13):
            board.box(
                brick * 100 + row * 50 + 2, 322 + row * 42, 96, 38, BRICK if (brick + row) % 3 else "#b85f4b", round_=4
            )
    board.box(0, 406, WIDTH, 110, "#a9adb0" if board.after else SAND)
    for dot in range(420):
        x, y = dot * 397 % 1200, 410 + dot * 61 % 102
        board.disc(
            x,
            y,
            2 + dot % 4,
            ("#7d8388", "#c6c9cb", "#8d9296")[dot % 3] if board.after else ("#d9bd7c", "#f6e3b4")[dot % 2],
        )
    board.box(0, 516, WIDTH, 130, "#8a7a66")
    for stone in range(90):
        board.oval(stone * 173 % 1200, 524 + stone * 47 % 100, 44, 26, ("#9f907c", "#76685a")[stone % 2])
    board.box(0, 646, WIDTH, 140, SOIL)
    board.box(60, 432, 430, 58, "white", round_=12)
    board.text(275, 461, "Đá mạt + tro bay + xi măng" if board.after else "Đệm cát vàng 5 cm", 28)
    if board.after:
        for start, end, fill in ((0, 252, "#7d8388"), (252, 342, "#c9ccd0"), (342, 360, GREEN)):
            board.slice(420, 160, 88, start - 90, end - 90, fill)
        for n, words in enumerate(("70 % đá mạt", "25 % tro bay", "5 % xi măng")):
            board.box(535, 103 + n * 44, 26, 26, ("#7d8388", "#c9ccd0", GREEN)[n])
            board.text(575, 116 + n * 44, words, 26, at="lm", bold=False)
    else:
        board.shape((330, 250), (520, 120), (720, 250), fill=SAND)
        board.shape((520, 120), (720, 250), (560, 250), fill="#dcc083")
        board.line((640, 250), (700, 90), ink=WOOD, thick=10)
    board.fact(
        "250.000 đ/m³" if board.after else "420.000 đ/m³", "sau 10 tháng không lún" if board.after else "cát khan hiếm"
    )


def ledgers(board: Board) -> None:
    board.ground(WOOD)
    if not board.after:
        for n, colour in enumerate((RED, BLUE, GREEN)):
            x, y = 110 + n * 260, 360 - n * 12
            board.box(x, y, 230, 310, colour, round_=8)
            board.box(x + 18, y + 12, 206, 290, PAPER)
            for row in range(9):
                board.line((x + 34, y + 50 + row * 27), (x + 206, y + 50 + row * 27), ink=DIM, thick=2)
                board.line(
                    (x + 40, y + 40 + row * 27), (x + 80 + row * 37 % 100, y + 40 + row * 27), ink=STEEL, thick=6
                )
            board.text(x + 120, y + 26, f"SỔ {n + 1}", 22)
        board.disc(495, 455, 36, edge=RED, thick=5)
        board.box(910, 430, 200, 260, INK, round_=16)
        board.box(930, 450, 160, 56, "#cfe3c8", round_=6)
        for key in range(16):
            board.box(930 + key % 4 * 41, 522 + key // 4 * 40, 34, 32, ORANGE if key % 4 == 3 else CLOUD, round_=5)
        board.fact("5 ngày/quý", "nhập lại 3 sổ, sai 7 bút toán")
        return
    board.box(140, 210, 780, 450, INK, round_=20)
    board.box(162, 232, 736, 406, "white")
    board.box(480, 660, 100, 60, IRON)
    board.box(380, 712, 300, 22, IRON, round_=10)
    board.box(162, 232, 736, 46, GREEN)
    for column, words in enumerate(("Khoản", "Định mức", "Đã chi", "Còn lại")):
        board.text(254 + column * 184, 255, words, 22, "white")
    for row in range(8):
        over = row in (3, 6)
        board.box(530, 280 + row * 45, 184, 43, "#f6c6bf" if over else "#f3f8f4")
        for column in range(4):
            board.line(
                (184 + column * 184, 302 + row * 45),
                (240 + column * 184 + row * 31 % 70, 302 + row * 45),
                ink=RED if over and column == 2 else STEEL,
                thick=8,
            )
        board.line((162, 324 + row * 45), (898, 324 + row * 45), ink=CLOUD, thick=2)
        if not over:
            board.tick(850, 304 + row * 45, 22)
    board.fact("1,5 ngày/quý", "tự tô đỏ khi vượt")


def fans(board: Board) -> None:
    board.box(0, 0, WIDTH, GROUND + 40, "#c8d6de" if board.after else "#d8d3c9")
    board.ground("#a7a39a")
    clusters = (BLUE, GREEN, ORANGE, NAVY)
    for fan in range(24):
        across, down = fan % 6, fan // 6
        x, y = 150 + across * 118, 245 + down * 118
        colour = clusters[across // 3 + 2 * (down // 2)] if board.after else RED
        board.box(x - 50, y - 50, 100, 100, IRON, round_=10)
        board.disc(x, y, 44, CLOUD)
        for blade in range(4):
            turn = blade * 90 + fan * 13
            board.slice(x, y, 40, turn, turn + 46, STEEL)
        board.disc(x, y, 44, edge=colour, thick=6)
        board.disc(x, y, 9, INK)
        if not board.after or down < 2:
            board.arc(x, y, 30, 200, 300, colour, 4)
    if board.after:
        board.box(870, 240, 240, 330, PAPER, round_=14, edge=IRON)
        board.text(990, 280, "BIẾN TẦN", 28)
        for n, level in enumerate((0.9, 0.7, 0.4, 0.3)):
            board.box(900, 318 + n * 56, 180, 30, CLOUD, round_=8)
            board.box(900, 318 + n * 56, 180 * level, 30, clusters[n], round_=8)
        board.line((990, 570), (990, 640), ink=INK)
    else:
        board.box(900, 260, 180, 280, PAPER, round_=14, edge=IRON)
        board.text(990, 300, "ĐIỆN", 28)
        board.disc(990, 400, 62, edge=INK)
        board.line((990, 400), (1036, 372), ink=RED, thick=8)
        board.box(925, 485, 130, 34, INK, round_=4)
        board.text(990, 502, "0264", 24, YELLOW)
    board.fact(
        "170 kWh" if board.after else "264 kWh", "mỗi ngày, 4 cụm" if board.after else "mỗi ngày, 24 quạt tối đa"
    )


def autoclave(board: Board) -> None:
    board.ground("#b9c4c9")
    board.box(120, 190, 480, 500, CLOUD, round_=26, edge=STEEL)
    board.disc(360, 430, 190, STEEL)
    board.disc(360, 430, 164, "#33414d")
    trays = (BLUE, GREEN, ORANGE, YELLOW, RED)
    for shelf in range(3):
        y = 362 + shelf * 72
        board.line((222, y + 30), (498, y + 30), ink=STEEL, thick=6)
        for tray in range(4 if board.after else 2):
            board.box(238 + tray * 64, y - 12, 56, 40, trays[(tray + shelf) % 5] if board.after else DIM, round_=5)
    board.box(160, 212, 400, 20, INK, round_=8)
    board.disc(545, 660, 12, GREEN if board.after else RED)
    for n in range(6 if board.after else 9):
        x, y = 690 + n % 3 * 150, 250 + n // 3 * 140
        board.box(x, y, 126, 112, "white", round_=10, edge=STEEL)
        board.text(x + 63, y + 28, f"Mẻ {n + 1}", 22)
        board.box(x + 16, y + 56, 94, 34, CLOUD, round_=6)
        board.box(x + 16, y + 56, 94 * (0.9 if board.after else 0.6), 34, GREEN if board.after else ORANGE, round_=6)
    if board.after:
        board.phone(860, 530, 92)
        for row, colour in enumerate((BLUE, GREEN, ORANGE, YELLOW)):
            board.box(874, 560 + row * 28, 64, 18, colour, round_=4)
    board.fact("6 mẻ/ngày" if board.after else "9 mẻ/ngày", "mỗi mẻ đầy 90 %" if board.after else "mỗi mẻ đầy 60 %")


def site_hut(board: Board) -> None:
    board.box(0, 0, WIDTH, GROUND, SKY if board.after else "#d3dae0")
    board.ground("#c7b08a")
    board.box(110, 270, 620, 390, BLUE if board.after else STEEL)
    for rib in range(16):
        board.line((130 + rib * 39, 276), (130 + rib * 39, 656), ink="#356fae" if board.after else "#78889a", thick=5)
    board.shape((80, 275), (760, 275), (720, 225), (120, 225), fill=IRON)
    board.box(160, 370, 150, 290, NAVY)
    board.disc(288, 520, 9, YELLOW)
    if board.after:
        board.box(380, 325, 280, 320, PAPER, round_=12, edge=INK)
        board.text(520, 362, "MỖI CA MỘT Ý TƯỞNG", 21, RED)
        board.qr(415, 385, 210)
        board.text(520, 620, "Quét mã · gửi ảnh + 3 câu", 19, bold=False)
        board.phone(850, 330, 170)
        board.box(872, 380, 126, 90, SKY, round_=6)
        board.shape((880, 468), (920, 410), (955, 468), fill=LEAF)
        for row in range(3):
            board.box(872, 490 + row * 34, 126 - row * 22, 20, CLOUD, round_=6)
        board.box(872, 595, 126, 32, GREEN, round_=10)
        board.text(935, 611, "Gửi", 20, "white")
        for x, y, r in ((810, 250, 26), (1080, 290, 32), (1110, 470, 24)):
            board.disc(x, y, r, YELLOW)
            board.box(x - r / 3, y + r * 0.85, r * 0.66, r * 0.6, IRON, round_=3)
        board.fact("94 ý tưởng", "8 tháng, 31 áp dụng")
        return
    board.box(430, 400, 180, 150, WOOD, round_=6, edge=SOIL)
    board.box(465, 420, 110, 12, INK)
    board.text(520, 480, "HÒM THƯ", 24, PAPER)
    board.text(520, 514, "GÓP Ý", 24, PAPER)
    for strand in range(4):
        board.line((610, 400), (560 + strand * 17, 400 + 40), ink="#e9e9e9", thick=2)
    board.arc(610, 400, 32, 90, 180, "#e9e9e9", 2)
    board.box(850, 520, 210, 130, PAPER, edge=DIM)
    for row in range(4):
        board.line((870, 548 + row * 24), (1040, 548 + row * 24), ink=DIM, thick=3)
    board.line((1020, 500), (1080, 590), ink=ORANGE, thick=10)
    board.fact("6 sáng kiến", "cả năm, thợ ngại viết")


def helmet(board: Board, x: float, y: float, colour: str) -> None:
    board.slice(x, y, 42, 180, 360, colour)
    board.box(x - 52, y - 4, 104, 12, colour, round_=6)


def boot(board: Board, x: float, y: float, colour: str = INK) -> None:
    board.box(x, y, 30, 58, colour, round_=6)
    board.box(x, y + 36, 58, 26, colour, round_=10)


def vest(board: Board, x: float, y: float, colour: str = ORANGE) -> None:
    board.shape(
        (x, y), (x + 28, y), (x + 42, y + 26), (x + 56, y), (x + 84, y), (x + 84, y + 92), (x, y + 92), fill=colour
    )
    board.box(x, y + 56, 84, 12, YELLOW)


def ppe_cabinet(board: Board) -> None:
    board.ground("#c2bfb8")
    if not board.after:
        board.shadow(150, 706, 620)
        for n, (x, y) in enumerate(((250, 505), (420, 480), (630, 505), (335, 455), (520, 450))):
            helmet(board, x, y, (YELLOW, DIM, SKY, PAPER, ORANGE)[n])
        for x, y in ((200, 480), (330, 440), (520, 470), (640, 500), (460, 400)):
            boot(board, x, y, IRON)
        vest(board, 400, 470, "#d8a071")
        vest(board, 560, 430, "#c9b06f")
        board.shape((150, 540), (770, 540), (730, 705), (190, 705), fill=WOOD)
        for row in (590, 645):
            board.line((160, row), (758, row), ink=SOIL, thick=4)
        board.box(860, 470, 240, 220, "#d9b98c", edge=SOIL)
        board.line((860, 520), (1100, 520), ink=SOIL, thick=3)
        board.text(980, 600, "MUA MỚI", 34, RED)
        board.fact("420.000 đ/bộ", "mua mới liên tục")
        return
    board.box(120, 150, 640, 560, NAVY, round_=12)
    for shelf in range(3):
        board.box(145, 178 + shelf * 176, 590, 154, "#f2f5f7")
    for n in range(5):
        helmet(board, 212 + n * 114, 290, (YELLOW, YELLOW, BLUE, BLUE, PAPER if n > 4 else RED)[n])
        vest(board, 172 + n * 114, 384, ORANGE if n % 2 else LEAF)
        boot(board, 172 + n * 114, 590)
        boot(board, 192 + n * 114, 600, IRON)
    for shelf, grade in enumerate(("Mức A", "Mức B", "Mức C")):
        board.box(640, 184 + shelf * 176, 90, 30, GREEN, round_=8)
        board.text(685, 199 + shelf * 176, grade, 18, "white")
    board.box(850, 270, 250, 330, "white", round_=14, edge=NAVY)
    board.qr(875, 290, 200)
    board.text(975, 530, "Quét mã", 28, NAVY)
    board.text(975, 565, "để mượn, để trả", 24, bold=False)
    board.fact("310 bộ", "dùng lại mỗi năm")


def meeting_room(board: Board) -> None:
    board.box(0, 0, WIDTH, GROUND, "#e2ebf0" if board.after else "#e7ddd0")
    board.ground("#b49a7c")
    if board.after:
        board.box(150, 180, 600, 330, INK, round_=14)
        board.box(168, 198, 564, 294, NAVY)
        board.text(450, 280, "HỘI NGHỊ", 54, "white")
        board.text(450, 345, "Tài liệu: quét mã trên bàn", 28, SKY, bold=False)
        for bar, tall in enumerate((50, 80, 64, 96)):
            board.box(350 + bar * 54, 470 - tall, 36, tall, (YELLOW, LEAF, ORANGE, SKY)[bar])
        for x in (90, 1090):
            plant(board, x)
    else:
        board.box(130, 150, 630, 110, RED)
        board.text(445, 205, "CHÀO MỪNG HỘI NGHỊ", 42, YELLOW)
        for x in (270, 620):
            board.line((x, 150), (x, 0), ink=IRON, thick=4)
        board.box(860, 300, 220, 250, PAPER, edge=DIM)
        board.text(970, 345, "Phông in", 30, STEEL)
        board.text(970, 385, "dùng một lần", 26, STEEL, bold=False)
    board.shape((130, 600), (1070, 600), (1150, 690), (50, 690), fill=WOOD)
    board.box(50, 690, 1100, 30, SOIL)
    for seat in range(5):
        (qr_stand if board.after else papers)(board, 200 + seat * 190)
    for x in () if board.after else (330, 700):
        flowers(board, x)
    board.fact("3,2 triệu" if board.after else "9,5 triệu", "mỗi cuộc" if board.after else "mỗi cuộc: in, hoa, phông")


def plant(board: Board, x: float) -> None:
    board.shape((x - 46, 560), (x + 46, 560), (x + 34, 660), (x - 34, 660), fill=BRICK)
    for leaf in (-50, 50, -22, 22, 0):
        board.oval(x + leaf - 20, 440 + abs(leaf), 40, 130, LEAF if abs(leaf) == 22 else GREEN)


def qr_stand(board: Board, x: float) -> None:
    board.shape((x - 4, 655), (x + 84, 655), (x + 74, 575), (x + 6, 575), fill=PAPER)
    board.qr(x + 12, 582, 56)


def papers(board: Board, x: float) -> None:
    for sheet in range(7):
        board.box(x - 30, 648 - sheet * 9, 110, 12, PAPER, edge=DIM)


def flowers(board: Board, x: float) -> None:
    board.shape((x - 22, 570), (x + 22, 570), (x + 12, 650), (x - 12, 650), fill=SKY)
    for n, (dx, dy) in enumerate(((-26, 546), (0, 522), (26, 546), (0, 562))):
        board.disc(x + dx, dy, 22, (RED, YELLOW, ORANGE, "#e59bb4")[n])


def shift_meal(board: Board) -> None:
    board.box(0, 0, WIDTH, HEIGHT, "#d9cbb5" if not board.after else "#d6e4d3")
    board.box(70, 240, 640, 470, STEEL, round_=40)
    board.box(88, 258, 604, 434, CLOUD, round_=30)
    for x, y, w, h in (
        (115, 285, 260, 185),
        (400, 285, 265, 185),
        (115, 495, 170, 170),
        (305, 495, 170, 170),
        (495, 495, 170, 170),
    ):
        board.box(x, y, w, h, "#c3ccd4", round_=22)
    board.oval(140, 305, 210, 145, "white")
    if board.after:
        board.shape(
            (425, 380),
            (460, 335),
            (570, 330),
            (610, 375),
            (650, 340),
            (650, 420),
            (610, 385),
            (570, 430),
            (460, 425),
            fill=ORANGE,
        )
        board.disc(470, 370, 7, INK)
        for n in range(9):
            board.oval(128 + n % 3 * 48, 510 + n // 3 * 46, 54, 40, (GREEN, LEAF)[n % 2])
        board.disc(390, 580, 72, ORANGE)
        board.disc(390, 580, 60, YELLOW)
        for dx, dy in ((-20, -14), (16, 8), (-6, 26), (22, -24)):
            board.disc(390 + dx, 580 + dy, 9, GREEN)
        for dx, dy in ((-36, 0), (36, 0), (0, 32)):
            board.disc(580 + dx, 570 + dy, 36, RED)
    else:
        board.oval(440, 350, 90, 46, RUST)
        board.oval(140, 560, 80, 36, LEAF)
        board.disc(390, 580, 60, "#dcd8c4")
    board.box(790, 240, 330, 480, WOOD, round_=14)
    board.box(812, 272, 286, 430, "white")
    board.box(890, 222, 130, 50, IRON, round_=10)
    board.text(955, 306, "PHIẾU 20 TIÊU CHÍ" if board.after else "CHƯA CÓ PHIẾU", 26)
    for row in range(10):
        y = 350 + row * 34
        for column in (0, 1) if board.after else ():
            board.tick(832 + column * 138, y, 22)
            board.line((868 + column * 138, y), (938 + column * 138, y), ink=STEEL, thick=6)
        if not board.after:
            board.line((836, y), (1074, y), ink=CLOUD, thick=3)
    board.fact(
        "28.000 đ" if board.after else "22.000 đ",
        "suất ăn, 43/46 đã khắc phục" if board.after else "suất ăn, không đều",
    )


def machine_calendar(board: Board) -> None:
    board.ground("#c4b08c")
    board.shadow(50, 660, 330)
    board.box(60, 600, 300, 56, INK, round_=28)
    for wheel in range(5):
        board.disc(92 + wheel * 59, 628, 17, STEEL)
    board.box(90, 490, 230, 108, YELLOW, round_=14)
    board.box(200, 390, 110, 120, YELLOW, round_=10)
    board.box(214, 404, 82, 66, SKY, round_=4)
    board.line((310, 520), (400, 370), (480, 490), ink=ORANGE, thick=26)
    board.shape((452, 482), (520, 482), (510, 556), (462, 546), fill=IRON)
    board.box(560, 230, 580, 475, "white", round_=16, edge=NAVY)
    board.box(560, 230, 580, 70, NAVY, round_=16)
    board.text(850, 265, "LỊCH MÁY DÙNG CHUNG" if board.after else "LỊCH THUÊ CỦA TỪNG ĐỘI", 30, "white")
    teams = (BLUE, GREEN, ORANGE)
    for day in range(7):
        board.text(625 + day * 75, 325, ("T2", "T3", "T4", "T5", "T6", "T7", "CN")[day], 24, STEEL)
        for slot in range(5):
            x, y = 592 + day * 75, 350 + slot * 68
            board.box(x, y, 66, 58, "#eef2f5", round_=8)
            if day == 6:
                continue
            if board.after:
                board.box(x, y, 66, 58, teams[(day // 2 + slot) % 3], round_=8)
                board.tick(x + 20, y + 32, 26, "white")
            else:
                board.box(x, y, 46, 40, teams[(day * 2 + slot) % 3], round_=8)
                if (day + slot * 2) % 3 == 0:
                    board.box(x + 16, y + 14, 50, 44, RED, round_=8)
                    board.text(x + 41, y + 36, "×", 34, "white")
    for n, team in enumerate(teams):
        board.box(80 + n * 150, 715, 30, 30, team, round_=6)
        board.text(122 + n * 150, 730, f"Đội {n + 1}", 26, at="lm", bold=False)
    board.fact("4 ca trùng" if board.after else "17 ca trùng", "mỗi tháng" if board.after else "mỗi tháng × 2,8 triệu")


def school(board: Board, x: float, y: float, w: float, colour: str) -> None:
    board.box(x, y, w, w * 0.55, PAPER, edge=STEEL)
    board.shape((x - 12, y), (x + w + 12, y), (x + w / 2, y - w * 0.34), fill=colour)
    board.box(x + w * 0.42, y + w * 0.25, w * 0.16, w * 0.3, NAVY)
    for window in (0.1, 0.68):
        board.box(x + w * window, y + w * 0.14, w * 0.22, w * 0.18, SKY)


def flask(board: Board, x: float, y: float, colour: str) -> None:
    board.box(x - 9, y - 66, 18, 34, CLOUD, edge=STEEL)
    board.shape((x - 9, y - 36), (x + 9, y - 36), (x + 34, y), (x - 34, y), fill=colour)


def meter(board: Board, x: float, y: float, colour: str) -> None:
    board.box(x - 30, y - 66, 60, 66, colour, round_=8)
    board.slice(x, y - 26, 22, 180, 360, PAPER)
    board.line((x, y - 28), (x + 12, y - 42), ink=RED, thick=3)


def tool_store(board: Board) -> None:
    board.ground("#b7c7a9" if board.after else "#c4c1b4")
    roofs = (RED, BLUE, ORANGE, GREEN)
    if not board.after:
        for n, roof in enumerate(roofs):
            x = 70 + n * 280
            school(board, x + 20, 310, 190, roof)
            board.box(x + 20, 470, 190, 220, WOOD, round_=6, edge=SOIL)
            for shelf in range(3):
                board.box(x + 34, 486 + shelf * 66, 162, 56, "#8a6a48")
            (flask if n % 2 else meter)(board, x + 80, 542, DIM)
            board.text(x + 115, 648, "60 triệu/năm", 22, PAPER)
        board.fact("240 triệu", "mua mới, dùng dưới 30 %")
        return
    for n, roof in enumerate(roofs):
        x, y = ((60, 300), (60, 540), (980, 330), (980, 540))[n]
        board.line((x + (160 if n < 2 else 0), y + 50), (330 if n < 2 else 870, 450), ink=GREEN, thick=8)
        school(board, x, y, 160, roof)
    board.box(330, 215, 540, 490, NAVY, round_=14)
    board.text(600, 250, "KHO DÙNG CHUNG", 34, "white")
    for shelf in range(3):
        board.box(355, 282 + shelf * 138, 490, 122, "#f2f5f7", round_=4)
        for thing in range(6):
            colour = (BLUE, GREEN, ORANGE, RED, YELLOW, STEEL)[(thing * 2 + shelf) % 6]
            (flask if (thing + shelf) % 2 else meter)(board, 402 + thing * 78, 392 + shelf * 138, colour)
    board.fact("95 triệu", "mua mới, mức dùng 71 %")


SCENES: tuple[tuple[Callable[[Board], None], str, str], ...] = (
    (rebar_cage, "lật lồng thép 12 m bằng xà beng", "bộ gá xoay từ vành xe rùa và hộp số cũ"),
    (earth_bank, "đo thủ công nền đắp", "ảnh thiết bị bay, 12 điểm khống chế"),
    (paving, "vỉa hè đệm cát vàng", "đệm đá mạt, tro bay và xi măng"),
    (ledgers, "mỗi quý nhập lại ba quyển sổ", "một bảng dùng chung tự đối chiếu"),
    (fans, "24 quạt hút chạy tối đa cả ngày", "4 cụm có biến tần và hẹn giờ"),
    (autoclave, "9 mẻ hấp mỗi ngày, tủ còn trống", "gộp còn 6 mẻ theo lịch khoa"),
    (site_hut, "hòm thư góp ý ở lán ít ai dùng", "quét mã ở lán, gửi ảnh và ba câu"),
    (ppe_cabinet, "đồ bảo hộ còn tốt bị bỏ lại", "tủ bảo hộ dùng lại, mượn bằng mã QR"),
    (meeting_room, "tài liệu in, hoa và phông dùng một lần", "tài liệu QR, phông điện tử, chậu cây"),
    (shift_meal, "bữa ăn ca không đều", "bữa ăn ca theo phiếu 20 tiêu chí"),
    (machine_calendar, "ba đội thuê máy trùng ca", "lịch máy chung, đăng ký trước 24 giờ"),
    (tool_store, "mỗi trường mua một bộ thiết bị", "kho thiết bị thực hành chung bốn trường"),
)


def main() -> None:
    PHOTOS.mkdir(exist_ok=True)
    for number, (scene, before, after) in enumerate(SCENES, start=1):
        for board, words, name in ((Board(after=False), before, "truoc"), (Board(after=True), after, "sau")):
            scene(board)
            board.caption(words)
            board.save(PHOTOS / f"{number:02}-{name}.jpg")


if __name__ == "__main__":
    main()
