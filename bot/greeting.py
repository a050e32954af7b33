"""What the start prints: where to click and what else there is. For the operator, so in both languages, short."""

from __future__ import annotations

from bot.app import House
from storage import people


def greet(house: House, port: int | None, code: str) -> None:
    """`code` lets the visitor of a demo try a role; "" where there is no demo."""
    settings = house.settings
    if port is None:  # a process without pages
        return
    host = f"[{settings.web_host}]" if ":" in settings.web_host else settings.web_host
    address = settings.public_url or f"http://{host}:{port}"
    say = house.texts.say
    lines = [
        "",
        "  " + say("vi", "start-page", address=address),
        "  " + say("en", "start-page", address=address),
        "",
        "  ./run talk · ./run invite · ./run due · ./run doctor · ./run import-units FILE · ./run import-deadlines FILE",
        "  ./run forms · ./run replay ID · ./run bench · ./run --help",
    ]
    if settings.shows_demo:
        lines += [
            "  " + say("vi", "start-demo", folder=str(house.folder.root)),
            "  " + say("en", "start-demo", folder=str(house.folder.root)),
            "  " + say("vi", "start-staff", code=people.spelt(code)),
            "  " + say("en", "start-staff", code=people.spelt(code)),
        ]
    print("\n".join(lines), flush=True)
