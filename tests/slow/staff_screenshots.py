"""Takes the pictures of the staff's guide: `python -m tests.slow.staff_screenshots docs/images`.

The real program with its sample data, the real page at phone size, somebody who takes the role the start offers. Run it
again when the page or the texts change.
"""

from __future__ import annotations

import re
import sys
import tempfile
import time
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from PIL import Image
from playwright.sync_api import sync_playwright
from sqlalchemy import func, select

from handlers.rehearsal import achievements
from handlers.rehearsal_review import reviews
from storage.store import Store
from storage.tables import Report, of
from storage.vietnamese import show_day
from tests.doors import Running
from tests.slow.screenshots import CHROMIUM, QUIET, Phone, an_old_phone

PATIENCE = 300  # seconds for the sample data, with what the sample staff decide
DECIDED = {"approve": "approved", "refuse": "refused", "return": "returned"}
CODE = re.compile(r"/vaitro (\S+)")
REGISTRATION = "Đăng ký thi đua · LĐLĐ tỉnh"  # on the button of the deadline that asks many units
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
PAPER = 60  # seconds a paper may take
TO_THE_MIDDLE = """each => {
    const all = each.closest('main'), frame = all.getBoundingClientRect()
    all.scrollTop += each.getBoundingClientRect().top - frame.top - frame.height / 2
}"""
TO_ITS_TOP = "each => { const all = each.closest('main'); all.scrollTop = each.offsetTop - all.offsetTop - 8 }"


class Officer(Phone):
    """An officer's hands."""

    def choose(self, part: str) -> str:
        """Tap the button that says this among other things; gives all it says."""
        button = self.page.get_by_role("button", name=part).last
        said = button.inner_text()
        button.click()
        self._quiet()
        return said

    def wait_for(self, part: str) -> None:
        """Until a button says this among other things: what comes by itself, a moment later."""
        self.page.get_by_role("button", name=part).last.wait_for(timeout=PAPER * 1000)
        self._quiet()

    def to_button(self, label: str) -> None:
        """Scroll so that this newest button stands in the middle."""
        self.page.get_by_role("button", name=label, exact=True).last.evaluate(TO_THE_MIDDLE)
        self._quiet()

    def back_to(self, seen: str) -> None:
        """Scroll to the newest answer that holds this: it is read from its first line."""
        answer = self.page.locator(f"li.theirs:has({seen})").last
        answer.wait_for()
        answer.evaluate(TO_ITS_TOP)
        self._quiet()

    def picture(self, name: str) -> None:
        """As the page shows it, in 256 colours: a guide is read over weak networks."""
        super().picture(name)
        file = self.folder / f"{name}.png"
        with Image.open(file) as picture:
            picture.convert("RGB").quantize(256).save(file, optimize=True)


def join(officer: Officer) -> None:
    officer.tap("Bắt đầu")
    for label in ("Đồng ý", "Đồng ý", "Không đồng ý"):
        officer.tap(label)
    officer.say("lien doan lao dong tinh")
    officer.tap("Liên đoàn Lao động tỉnh Ninh Bình")
    officer.say("Nguyễn Thị Thu")
    officer.tap("Cán bộ, công chức, viên chức")
    officer.tap("Bỏ qua")


def take(officer: Officer, code: str) -> None:
    join(officer)
    officer.say(f"/vaitro {code}")
    officer.picture("cb-1-nhan-vai-tro")
    officer.tap("Nhận vai trò này")
    officer.picture("cb-2-viec-can-bo")
    review(officer)
    officer.say("/bantin")
    officer.tap("Xem số liệu đến lúc này")
    officer.wait_for("Mở từng con số")
    officer.back_to("img")
    officer.picture("cb-4-ban-tin")
    officer.say("/hanmuc")
    label = officer.choose(REGISTRATION)
    officer.picture("cb-5-han-nop")
    officer.tap("Đổi ngày hạn")
    officer.say(later(label))
    officer.picture("cb-6-xem-truoc")
    officer.tap("Huỷ")
    nominate(officer)


def review(officer: Officer) -> None:
    """The next report that waits: its card, its buttons, and what its author would be asked for."""
    officer.tap("Xét duyệt bài")
    officer.back_to("img")
    officer.picture("cb-3-xet-duyet")
    officer.to_button("Duyệt")
    officer.picture("cb-7-nut-xet-duyet")
    officer.tap("Trả lại bổ sung")
    officer.tap("Kết quả")
    officer.tap("Ảnh")
    officer.picture("cb-8-tra-lai")
    officer.tap("Huỷ")


def nominate(officer: Officer) -> None:
    """A file of one, what the rules say of them, and a paper of it."""
    officer.say("/denghi")
    for label in ("Lập hồ sơ mới", "Khen thưởng toàn diện", "Liên đoàn Lao động tỉnh Ninh Bình"):
        officer.tap(label)
    officer.tap("Liên đoàn Lao động tỉnh")
    officer.tap(str(datetime.now(ZONE).year))
    officer.choose("· bài SK-")
    officer.tap("Bằng khen của BCH LĐLĐ tỉnh")
    officer.tap("Xem từng điều kiện")
    officer.back_to(":text('Điều kiện của')")
    officer.picture("cb-9-dieu-kien")
    officer.tap("Về hồ sơ")
    officer.tap("Làm giấy tờ")
    officer.choose("Báo cáo thành tích")
    officer.wait_for("Điền tiếp hồ sơ")
    officer.to_button("Điền tiếp hồ sơ")
    officer.picture("cb-10-giay-to")


def later(label: str) -> str:
    """Five days after the deadline of this button."""
    day, month, year = (int(each) for each in label[:10].split("/"))
    return show_day(date(year, month, day) + timedelta(days=5))


def offered(program: Running) -> str:
    """The code of the role that a visitor of the demo may try, as the start prints it."""
    assert program.process is not None
    assert program.process.stdout is not None
    return next(found[1] for line in program.process.stdout if (found := CODE.search(line)))


def wait_for_the_samples(folder: Path) -> None:
    """Until all are reported and decided, and the minute is over: figures made on demand end with the last whole one."""
    store = Store(folder / "demo" / "baocong.db")
    decided = Counter(DECIDED[each["decision"]] for each in reviews())
    state = of(Report).c.state
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with store.read() as db:
            found = Counter({row[0]: row[1] for row in db.execute(select(state, func.count()).group_by(state))})
        if found.total() == len(achievements()) and all(found[each] >= many for each, many in decided.items()):
            store.close()
            time.sleep(60 - time.time() % 60)
            return
        time.sleep(0.5)
    raise AssertionError("the sample data are not there")


def main(folder: Path) -> None:
    with (
        tempfile.TemporaryDirectory() as data,
        Running(Path(data), DEMO="true") as program,
        sync_playwright() as playwright,
    ):
        code = offered(program)
        wait_for_the_samples(Path(data))
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        page = an_old_phone(browser).new_page()
        page.goto(program.url)
        page.wait_for_timeout(800)
        take(Officer(page, folder), code)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
