"""The chat page in a real browser at phone size: looks whole, works by finger and by keyboard, survives cuts. R65, R66, R78.

Pictures of every stage are left in pytest's temporary folder, to be looked at.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Page, Playwright, ViewportSize, expect, sync_playwright

from storage.picture import MAX_BYTES
from tests.web_server import WebHouse, member_script, web_house

CHROMIUM = next(
    (path for path in map(Path, ("/usr/bin/chromium", "/usr/bin/chromium-headless-shell")) if path.exists()), None
)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine")

PHONE = ViewportSize(width=360, height=740)
QUIET = "net::ERR_"  # what the browser itself says of a cut line
TOO_SMALL = """() => Array.from(document.querySelectorAll('button, a, input, textarea, summary, label.photo'))
    .filter((each) => each.offsetParent && !each.matches('.unseen, .skip'))
    .map((each) => [each.outerHTML.slice(0, 80), each.getBoundingClientRect()])
    .filter(([, box]) => box.width && (box.height < 44 || box.width < 44)).map(([html]) => html)"""
SIDEWAYS = """() => [document.documentElement, document.querySelector('main')]
    .filter((each) => each.scrollWidth > each.clientWidth).length"""


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    arguments = ["--no-sandbox", "--disable-dev-shm-usage"]
    browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=arguments)
    yield browser
    browser.close()


@pytest.fixture
def house(tmp_path: Path) -> Iterator[WebHouse]:
    with web_house(tmp_path / "data", script=member_script, parts={"telegram_bot": "baocong_bot"}) as house:
        yield house


class Watched:
    """A page whose complaints and foreign requests are noted."""

    def __init__(
        self, browser: Browser, house: WebHouse, folder: Path, *, finger: bool = True, scheme: str = "light"
    ) -> None:
        self.context = browser.new_context(
            viewport=PHONE,
            device_scale_factor=2,
            has_touch=finger,
            is_mobile=finger,
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            color_scheme="dark" if scheme == "dark" else "light",
        )
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(15_000)
        self.house, self.folder = house, folder
        self.complaints: list[str] = []
        self.hosts: set[str] = set()
        self.page.on(
            "console", lambda said: self.complaints.append(said.text) if said.type in ("error", "warning") else None
        )
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.hosts.add(urlsplit(request.url).netloc or "blob"))

    def look(self, name: str) -> None:
        """A picture, and what must hold of every screen."""
        self.page.screenshot(path=self.folder / f"{name}.png")
        assert self.page.evaluate(TOO_SMALL) == []
        assert self.page.evaluate(SIDEWAYS) == 0

    def finish(self, *, cut: bool = False) -> None:
        own = urlsplit(self.house.url).netloc
        assert self.hosts <= {own, "blob"}
        assert [said for said in self.complaints if not (cut and (QUIET in said or "503" in said))] == []
        self.context.close()

    def begin(self, path: str = "/") -> Page:
        self.page.goto(self.house.url + path)
        self.page.get_by_role("button", name="Bắt đầu").click()
        expect(self.page.locator(".options button")).to_have_count(4)
        return self.page


def picture(path: Path, width: int, height: int) -> Path:
    """A photo-like JPEG: noisy enough to be large."""
    image = Image.new("RGB", (width, height), "#777")
    draw = ImageDraw.Draw(image)
    dice = random.Random(7)
    for _ in range(3000):
        x, y = dice.randrange(width), dice.randrange(height)
        draw.ellipse((x, y, x + 90, y + 60), fill=(dice.randrange(256), dice.randrange(256), 90))
    exif = Image.Exif()
    exif[0x0110] = "a phone that must not be named"
    exif.get_ifd(0x8769)[0x9003] = "2026:11:20 07:15:00"
    exif.get_ifd(0x8825)[1] = "N"
    image.save(path, quality=95, exif=exif)
    return path


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_member_tells_and_sends_two_photos(browser: Browser, house: WebHouse, tmp_path: Path, scheme: str) -> None:
    seen = Watched(browser, house, tmp_path, scheme=scheme)
    seen.page.goto(house.url + "/?start=u-XLSV")
    expect(seen.page.get_by_role("heading", name="Kính chào anh/chị")).to_be_visible()
    seen.look("1-welcome")
    page = seen.begin("/?start=u-XLSV")
    assert house.taken[0].start == "u-XLSV"
    assert page.url == house.url + "/"
    seen.look("2-menu")

    page.get_by_role("button", name="Gửi báo cáo mới").tap()
    expect(page.locator(".own .bubble").last).to_contain_text("Gửi báo cáo mới")
    expect(page.get_by_text("Câu 1/7")).to_be_visible()
    expect(page.get_by_role("button", name="Gửi báo cáo mới")).to_have_count(
        0
    )  # old buttons are gone, their words stay
    seen.look("3-question")

    page.get_by_label("Nhập câu trả lời").fill("Bộ gá <b>xoay</b> {{ 1+1 }} 🔥")
    page.get_by_role("button", name="Gửi", exact=True).tap()
    expect(page.locator(".own p").last).to_have_text("Bộ gá <b>xoay</b> {{ 1+1 }} 🔥")
    expect(page.get_by_text("Câu 2/7")).to_be_visible()

    large = picture(tmp_path / "large.jpg", 3600, 2400)
    small = picture(tmp_path / "small.jpg", 400, 300)
    page.locator("#photos").set_input_files([large, small])
    expect(page.locator("#tray img")).to_have_count(2)
    seen.look("4-chosen")
    page.get_by_role("button", name="Gửi", exact=True).tap()
    expect(page.locator(".own").last.locator("img")).to_have_count(2)
    expect(page.get_by_text("Em đã nhận 2 ảnh")).to_be_visible()
    expect(page.locator("progress")).to_have_count(0)
    seen.look("5-photos")

    page.reload()
    expect(page.locator(".own").last.locator("img")).to_have_count(2)
    page.wait_for_function(
        "() => Array.from(document.querySelectorAll('.own img')).every((each) => each.naturalWidth > 0)"
    )
    expect(page.locator("#messages > li.own")).to_have_count(4)  # nothing twice
    seen.look("6-again")
    seen.finish()


def test_large_photos_are_made_small_and_keep_only_their_day(browser: Browser, house: WebHouse, tmp_path: Path) -> None:
    """R9, R64: the place and the phone stay at home; the day it was taken comes along."""
    seen = Watched(browser, house, tmp_path)
    page = seen.begin()
    page.locator("#photos").set_input_files(picture(tmp_path / "large.jpg", 3600, 2400))
    page.locator("#send").tap()
    expect(page.get_by_text("Em đã nhận 1 ảnh")).to_be_visible()
    (key,) = house.media.list()
    kept = house.media.root / key
    with Image.open(kept) as image:
        exif = image.getexif()
        assert (image.size, dict(exif), exif.get_ifd(0x8769)) == (
            (2000, 1333),
            {0x8769: 26},
            {0x9003: "2026:11:20 07:15:00"},
        )
    assert kept.stat().st_size < (tmp_path / "large.jpg").stat().st_size
    seen.finish()


def test_an_upload_shows_how_far_it_is_and_goes_on_after_a_refusal(
    browser: Browser, house: WebHouse, tmp_path: Path
) -> None:
    seen = Watched(browser, house, tmp_path)
    page = seen.begin()
    not_a_photo = tmp_path / "large.heic"  # what the browser cannot decode goes as it is
    not_a_photo.write_bytes(b"x" * (MAX_BYTES // 2))
    house.away = True
    session = seen.context.new_cdp_session(page)
    slow = {"offline": False, "latency": 20, "downloadThroughput": -1, "uploadThroughput": 4_000_000}
    session.send("Network.emulateNetworkConditions", slow)
    page.locator("#photos").set_input_files(not_a_photo)
    page.locator("#send").tap()
    expect(page.locator("progress")).to_be_visible()
    seen.look("1-uploading")
    page.wait_for_function(
        "() => { const bar = document.querySelector('progress'); return bar && bar.value > 0.1 && bar.value < 1; }"
    )
    expect(page.get_by_text("Máy chủ chưa lưu được tin này")).to_be_visible()
    expect(page.get_by_role("button", name="Gửi lại ngay")).to_be_visible()
    seen.look("2-refused")
    session.send("Network.emulateNetworkConditions", {**slow, "uploadThroughput": -1, "latency": 0})
    house.away = False
    page.get_by_role("button", name="Gửi lại ngay").tap()
    expect(page.get_by_text("Em đã nhận 1 ảnh")).to_be_visible()
    assert len(house.taken) == 2
    seen.finish(cut=True)


def test_eleven_photos_are_ten_and_one_can_be_taken_out(browser: Browser, house: WebHouse, tmp_path: Path) -> None:
    seen = Watched(browser, house, tmp_path)
    page = seen.begin()
    page.locator("#photos").set_input_files([picture(tmp_path / f"{n}.jpg", 120, 90) for n in range(11)])
    expect(page.locator("#tray li")).to_have_count(10)
    expect(page.get_by_text("nhiều nhất 10 ảnh, các ảnh sau")).to_be_visible()
    page.get_by_role("button", name="Bỏ ảnh này").first.tap()
    expect(page.locator("#tray li")).to_have_count(9)
    seen.look("1-tray")
    page.locator("#send").tap()
    expect(page.get_by_text("Em đã nhận 9 ảnh")).to_be_visible()
    seen.finish()


def test_by_keyboard_alone(browser: Browser, house: WebHouse, tmp_path: Path) -> None:
    seen = Watched(browser, house, tmp_path, finger=False)
    page = seen.page
    page.goto(house.url)
    expect(page.get_by_role("button", name="Bắt đầu")).to_be_visible()

    def tab_to(name: str) -> None:
        for _ in range(20):
            page.keyboard.press("Tab")
            if page.evaluate("() => document.activeElement.textContent.trim()") == name:
                return
        raise AssertionError(f"the keyboard does not reach {name}")

    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.className") == "skip"
    tab_to("Bắt đầu")
    page.keyboard.press("Enter")
    expect(page.locator(".options button")).to_have_count(4)
    assert page.evaluate("() => document.activeElement.id") == "say"
    for _ in range(10):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("() => document.activeElement.textContent") == "Gửi báo cáo mới":
            break
    page.keyboard.press("Space")
    expect(page.get_by_text("Câu 1/7")).to_be_visible()
    tab_to("Quay lại")  # from the answer on to the newest buttons
    seen.look("1-focus")
    for _ in range(6):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement.id") == "say":
            break
    page.keyboard.type("dòng một")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("dòng hai")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Câu 2/7")).to_be_visible()
    assert house.taken[-1].text == "dòng một\ndòng hai"
    assert page.evaluate("() => document.activeElement.id") == "say"
    seen.finish()


def test_messages_said_while_the_house_is_down_arrive_once_it_is_back(
    browser: Browser, house: WebHouse, tmp_path: Path
) -> None:
    seen = Watched(browser, house, tmp_path)
    page = seen.begin()
    house.stop()
    page.get_by_label("Nhập câu trả lời").fill("nói lúc mất mạng")
    page.locator("#send").tap()
    expect(page.get_by_text("Chưa gửi được, đang thử lại…")).to_be_visible()
    expect(page.locator("#state")).to_have_text("Đang kết nối lại…")
    seen.look("1-cut")
    house.start()
    expect(page.get_by_text("Câu 2/7")).to_be_visible(timeout=40_000)
    expect(page.locator("#state")).to_have_text("Trợ lý Công đoàn")
    expect(page.get_by_text("nói lúc mất mạng")).to_have_count(1)
    assert [taken.text for taken in house.taken] == ["/start", "nói lúc mất mạng"]
    seen.finish(cut=True)


def test_offline_is_said_and_a_reload_keeps_the_words(browser: Browser, house: WebHouse, tmp_path: Path) -> None:
    seen = Watched(browser, house, tmp_path)
    page = seen.begin()
    seen.context.set_offline(offline=True)
    expect(page.get_by_text("Máy đang mất mạng")).to_be_visible()
    page.get_by_label("Nhập câu trả lời").fill("giữ hộ em")
    page.locator("#send").tap()
    expect(page.get_by_text("Chưa gửi được, đang thử lại…")).to_be_visible()
    seen.look("1-offline")
    seen.context.set_offline(offline=False)
    page.reload()
    expect(page.get_by_text("Câu 2/7")).to_be_visible(timeout=20_000)
    expect(page.get_by_text("giữ hộ em")).to_have_count(1)
    expect(page.get_by_text("Máy đang mất mạng")).to_be_hidden()
    seen.finish(cut=True)


def test_leaving_a_shared_phone(browser: Browser, house: WebHouse, tmp_path: Path) -> None:
    """R65: asked first; then the next person sees a welcome and nothing else."""
    seen = Watched(browser, house, tmp_path)
    page = seen.begin()
    page.get_by_text("Thêm", exact=True).tap()
    seen.look("1-more")
    page.get_by_role("button", name="Thoát").tap()
    expect(page.get_by_role("alertdialog")).to_be_visible()
    seen.look("2-asked")
    page.get_by_role("button", name="Ở lại").tap()
    expect(page.get_by_role("alertdialog")).to_be_hidden()
    page.get_by_text("Thêm", exact=True).tap()
    page.get_by_role("button", name="Thoát").tap()
    page.get_by_role("alertdialog").get_by_role("button", name="Thoát").tap()
    expect(page.get_by_role("heading", name="Kính chào anh/chị")).to_be_visible()
    expect(page.locator("#messages > li")).to_have_count(0)
    assert seen.context.cookies() == []
    seen.finish()


def test_english_and_the_unit_page(browser: Browser, house: WebHouse, tmp_path: Path) -> None:
    seen = Watched(browser, house, tmp_path)
    page = seen.page
    page.goto(house.url + "/g/XLSV")
    expect(page.get_by_role("heading", name=re.compile("Sông Vân"))).to_be_visible()
    page.screenshot(path=tmp_path / "1-unit.png", full_page=True)
    seen.look("2-unit")
    page.get_by_role("link", name="English").tap()
    page.get_by_role("link", name="Open the chat on the web").tap()
    expect(page.get_by_role("heading", name="Welcome")).to_be_visible()
    page.get_by_role("button", name="Start").tap()
    expect(page.locator(".options button")).to_have_count(4)
    assert [(taken.start, taken.language) for taken in house.taken] == [("u-XLSV", "en")]
    seen.look("3-english")
    seen.finish()


def test_a_long_talk_opens_at_its_end_and_reads_back(browser: Browser, house: WebHouse, tmp_path: Path) -> None:
    seen = Watched(browser, house, tmp_path)
    page = seen.begin()
    for number in range(40):
        page.evaluate(
            """(n) => fetch('/chat/send', {method: 'POST', headers: {'X-Baocong': '1', 'Content-Type': 'application/json'},
               body: JSON.stringify({id: 'long-talk-' + n, text: 'câu trả lời số ' + n})})""",
            number,
        )
    expect(page.locator(".own")).to_have_count(41)
    page.reload()
    expect(page.get_by_text("câu trả lời số 39")).to_be_visible()
    page.get_by_role("button", name="Xem tin cũ hơn").tap()
    expect(page.locator(".own")).to_have_count(41)
    expect(page.get_by_role("button", name="Xem tin cũ hơn")).to_be_hidden()
    expect(page.locator(".day")).to_have_count(1)
    seen.look("1-long")
    seen.finish()


def test_without_javascript_it_says_what_to_do(browser: Browser, house: WebHouse) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=False, locale="vi-VN")
    page = context.new_page()
    page.goto(house.url)
    expect(page.get_by_text("Mời anh/chị bật JavaScript")).to_be_visible()
    context.close()
