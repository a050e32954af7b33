"""What the start prints: where to click and what else there is. For the operator, so in both languages, short."""

from __future__ import annotations

from bot.app import House


def greet(house: House, port: int) -> None:
    settings = house.settings
    host = f"[{settings.web_host}]" if ":" in settings.web_host else settings.web_host
    address = settings.public_url or f"http://{host}:{port}"
    say = house.texts.say
    lines = [
        "",
        "  " + say("vi", "start-page", address=address),
        "  " + say("en", "start-page", address=address),
        "",
        "  ./run talk · ./run doctor · ./run forms · ./run import-units FILE · ./run replay ID · ./run bench · ./run --help",
    ]
    if settings.shows_demo:
        lines += [
            "  " + say("vi", "start-demo", folder=str(house.folder.root)),
            "  " + say("en", "start-demo", folder=str(house.folder.root)),
        ]
    print("\n".join(lines), flush=True)
