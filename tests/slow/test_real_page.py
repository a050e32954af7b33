"""Achievement no. 1 on the real page of the real program, in headless Chromium at phone size."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import sync_playwright
from sqlalchemy import select

from storage import album
from storage.store import Store
from storage.tables import Report, of
from storage.vault import VAULT
from tests.doors import Running
from tests.slow.screenshots import CHROMIUM, QUIET, an_old_phone, take


def test_a_stranger_reports_with_two_photos(tmp_path: Path) -> None:
    troubles: list[str] = []
    hosts: set[str] = set()
    with Running(tmp_path / "data") as program, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        context = an_old_phone(browser)
        page = context.new_page()
        page.on("console", lambda said: troubles.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("request", lambda request: hosts.add(request.url.split("/")[2].split(":")[0]))
        page.goto(program.url)
        take(page, tmp_path)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        browser.close()
    assert troubles == []
    assert hosts == {"127.0.0.1"}
    VAULT.unlock((tmp_path / "data" / "secret.key").read_bytes())
    store = Store(tmp_path / "data" / "baocong.db")
    with store.read() as db:
        rows = db.execute(select(of(Report).c.id, of(Report).c.title, of(Report).c.place)).all()
        assert [row[1:] for row in rows] == [
            ("Bộ gá xoay hàn lồng thép cọc khoan nhồi", "Bãi gia công thép, công trường cầu Vân Giang")
        ]
        assert [photo["tag"] for photo in album.of_report(db, rows[0][0])] == ["before", "after"]
    store.close()
