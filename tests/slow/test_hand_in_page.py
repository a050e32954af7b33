"""The page for handing in a Word template, in a real browser at phone size without scripts: whole, and its form arrives (R31).

What only a browser shows: with a form it sends no origin at all when the page's referrer policy forbids referrers.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import ViewportSize, expect, sync_playwright

from storage.forms import shipped
from tests.slow.test_chat_page import CHROMIUM, SIDEWAYS, TOO_SMALL
from tests.talk import ZONE
from tests.test_hand_in import PAPER, WRONG, employed, say
from tests.web_server import web_house

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine")

PHONE = ViewportSize(width=360, height=740)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_template_is_handed_in_by_finger_without_scripts_r31(tmp_path: Path, scheme: str) -> None:
    arguments = ["--no-sandbox", "--disable-dev-shm-usage"]
    with web_house(tmp_path / "data", parts={"zone": ZONE}) as house, sync_playwright() as playwright:
        desk = employed(house)
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=arguments)
        # Scripts are the test's own eyes too, so the measuring is done with them and the sending without.
        measured = browser.new_page(viewport=PHONE, color_scheme="dark" if scheme == "dark" else "light")
        measured.goto(house.url + desk.path())
        measured.screenshot(path=tmp_path / f"ask-{scheme}.png", full_page=True)
        assert (measured.evaluate(TOO_SMALL), measured.evaluate(SIDEWAYS)) == ([], 0)
        page = browser.new_context(java_script_enabled=False, viewport=PHONE, has_touch=True).new_page()
        page.goto(house.url + desk.path())
        for data, words in ((WRONG, "hand-in-not-taken"), (shipped(PAPER), "hand-in-taken")):
            page.locator("#template").set_input_files({"name": "mẫu.docx", "mimeType": "", "buffer": data})
            page.get_by_role("button", name=say("hand-in-send")).tap()
            expect(page.locator("h1")).to_have_text(say(words))
            page.screenshot(path=tmp_path / f"{words}.png", full_page=True)
            page.get_by_role("link", name=say("hand-in-again")).tap()
        expect(page.get_by_text("Mẫu riêng hiện nay: “mẫu.docx”")).to_be_visible()
        browser.close()
        assert [row["name"] for row in desk.rows()] == ["mẫu.docx"]
