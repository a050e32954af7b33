"""Takes the pictures of README.md and the members' guide: `python -m tests.slow.screenshots docs/images`.

The real program, the real page at phone size, achievement no. 1. Run it again when the page or the texts change.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from handlers.rehearsal import PHOTOS
from tests.doors import Running

CHROMIUM = "/usr/bin/chromium"
QUIET = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
TYPED = (
    "Bộ gá xoay hàn lồng thép cọc khoan nhồi",
    "6 thợ lật lồng thép bằng xà beng, 5 giờ một lồng",
    "Dùng vành xe rùa và hộp số cũ làm gá xoay, một người bấm nút",
    "Còn 3 thợ, 3 giờ một lồng; 210 lồng giảm 4.410 giờ công",
    "Bãi gia công thép, công trường cầu Vân Giang",
    "15/3/2026",
)


def an_old_phone(browser: Browser) -> BrowserContext:
    """A small screen that is touched, in Vietnamese."""
    return browser.new_context(
        viewport={"width": 360, "height": 720},
        device_scale_factor=1.5,
        locale="vi-VN",
        timezone_id="Asia/Ho_Chi_Minh",
        has_touch=True,
        is_mobile=True,
    )


class Phone:
    """A member's hands."""

    def __init__(self, page: Page, folder: Path) -> None:
        self.page = page
        self.folder = folder

    def tap(self, label: str) -> None:
        self.page.get_by_role("button", name=label, exact=True).last.click()
        self._quiet()

    def say(self, words: str) -> None:
        self.page.locator("textarea").fill(words)
        self.tap("Gửi")

    def picture(self, name: str) -> None:
        self.page.screenshot(path=self.folder / f"{name}.png")

    def _quiet(self) -> None:
        """Until the answer is there, and drawn."""
        self.page.wait_for_timeout(600)
        self.page.locator("#typing").wait_for(state="hidden")
        self.page.wait_for_timeout(600)


def take(page: Page, folder: Path) -> None:
    phone = Phone(page, folder)
    page.wait_for_timeout(800)
    phone.picture("1-bat-dau")
    phone.tap("Bắt đầu")
    for label in ("Đồng ý", "Đồng ý", "Không đồng ý"):
        phone.tap(label)
    phone.say("song van")
    phone.picture("2-tim-don-vi")
    phone.tap("CĐCS Công ty CP Xây lắp Sông Vân [MẪU]")
    phone.say("Nguyễn Văn Thắng")
    phone.tap("Công nhân lao động")
    phone.tap("Bỏ qua")
    phone.tap("Báo thành tích")
    phone.tap("Sáng kiến, giải pháp")
    phone.tap("CĐCS Công ty CP Xây lắp Sông Vân [MẪU]")
    for number, words in enumerate(TYPED, 1):
        phone.say(words)
        if number == 2:
            phone.picture("3-cau-hoi")
    page.locator("input[type=file]").set_input_files([str(PHOTOS / "01-truoc.jpg"), str(PHOTOS / "01-sau.jpg")])
    page.wait_for_timeout(800)
    phone.tap("Gửi")
    page.get_by_role("button", name="Đủ ảnh rồi", exact=True).wait_for()
    page.wait_for_timeout(800)
    phone.picture("4-anh")
    phone.tap("Đủ ảnh rồi")
    phone.tap("Ảnh 1")
    phone.tap("Xong")
    phone.picture("5-xem-lai")
    phone.tap("Gửi bài")
    phone.picture("6-ma-bai")


def main(folder: Path) -> None:
    with tempfile.TemporaryDirectory() as data, Running(Path(data)) as program, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        context = an_old_phone(browser)
        page = context.new_page()
        page.goto(program.url)
        take(page, folder)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
