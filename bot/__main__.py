"""The command line. `./run` alone starts the program; every command is listed by `./run --help`."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.logs import protect
from bot.settings import BadSetting, Settings, read_settings

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)


def fail(sentence: object) -> None:
    print(f"Báo Công: {sentence}", file=sys.stderr)
    raise SystemExit(1)


def settled() -> Settings:
    """The settings, with logs set up so that no secret can reach them."""
    try:
        settings = read_settings()
    except BadSetting as bad:
        fail(bad)
        raise
    logging.basicConfig(level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    protect(settings.secrets)
    return settings


def run(work: Any) -> Any:
    """Run to the end; what stops a start is one sentence, not a traceback."""
    return stopped_kindly(lambda: asyncio.run(work))


def stopped_kindly(work: Callable[[], Any]) -> Any:
    """Do it; what stops a start is one sentence."""
    from sqlalchemy.exc import DBAPIError  # noqa: PLC0415 (imports are kept out of --help)

    from bot.control import NobodyListens  # noqa: PLC0415 (as above)
    from storage.carrying import NotDone  # noqa: PLC0415
    from storage.folder import FolderInUse  # noqa: PLC0415
    from storage.migrations import NewerDatabase  # noqa: PLC0415
    from storage.vault import WrongKey  # noqa: PLC0415

    try:
        return work()
    except (BadSetting, FolderInUse, NewerDatabase, NobodyListens, NotDone, WrongKey) as error:
        fail(error)
    except DBAPIError as error:  # its own words may quote rows and addresses
        fail(f"the database cannot be reached, read or written ({type(error.orig).__name__}): ./run doctor says more.")
    except OSError as error:
        fail(f"{error.strerror or 'the system refused'} ({error.filename or 'port or folder'}).")
    except KeyboardInterrupt:
        pass
    return None


def told(do: str, **args: Any) -> None:
    """A writing command whose answer is a text to print."""
    from bot.commands import run_writing  # noqa: PLC0415

    answer = run(run_writing(settled(), do, **args)) or {}
    print(answer.get("say", answer.get("error", "")))
    raise SystemExit(bool(answer.get("failed") or answer.get("error")))


@app.command()
def serve(
    only: Annotated[
        str,
        typer.Option(help="One part, where several processes share a PostgreSQL: web (pages, webhooks), desk or send."),
    ] = "",
) -> None:
    """Start the program (the default)."""
    from bot.serve import PARTS  # noqa: PLC0415
    from bot.serve import serve as work  # noqa: PLC0415

    settings = settled()
    if only and (only not in PARTS or not settings.database_url.startswith("postgresql")):
        fail(f"--only is one of {', '.join(PARTS)}, and needs BAOCONG_DATABASE_URL to name a PostgreSQL.")
    run(work(settings, (only,) if only else PARTS))


@app.command()
def talk() -> None:
    """The same conversation in the terminal."""
    from bot.talk import read_line  # noqa: PLC0415
    from bot.talk import talk as work  # noqa: PLC0415

    settings = settled()
    logging.getLogger().setLevel(logging.WARNING)
    run(work(settings, read_line, print))


@app.command()
def doctor(
    *,
    deep: Annotated[
        bool, typer.Option("--deep", help="Also prove that no step, award or act lacks what must stand behind it.")
    ] = False,
) -> None:
    """Check settings, database, media, channels, fonts, disk and dead letters; say what to do."""
    from bot.doctor import examine, report  # noqa: PLC0415

    findings = examine(settled(), deep=deep)
    print(report(findings))
    raise SystemExit(any(finding.state == "bad" for finding in findings))


@app.command()
def replay(row: Annotated[int, typer.Argument(help="The number of the dead letter, as doctor lists it.")]) -> None:
    """Handle a dead letter again, after its cause was mended."""
    from bot.commands import run_writing  # noqa: PLC0415

    answer = run(run_writing(settled(), "replay", row=row))
    if not (answer or {}).get("done"):
        fail(f"{row} is no dead letter, or its cause is not mended. ./run doctor lists them.")
    print(f"{row}: handled.")


@app.command("import-units")
def import_units(
    file: Annotated[
        Path, typer.Argument(help="CSV or XLSX, as docs/units.md describes it.", exists=True, dir_okay=False)
    ],
    *,
    apply: Annotated[
        bool, typer.Option("--apply", help="Really do it; without it, only say what would happen.")
    ] = False,
    language: Annotated[str, typer.Option(help="vi or en")] = "vi",
) -> None:
    """Bring units in: a dry run first, errors by row, all or nothing."""
    told("import-units", file=str(file.resolve()), apply=apply, language=language)


@app.command("import-deadlines")
def import_deadlines(
    file: Annotated[
        Path, typer.Argument(help="CSV or XLSX, as docs/deadlines.md describes it.", exists=True, dir_okay=False)
    ],
    *,
    apply: Annotated[
        bool, typer.Option("--apply", help="Really do it; without it, only say what would happen.")
    ] = False,
    language: Annotated[str, typer.Option(help="vi or en")] = "vi",
) -> None:
    """Bring deadlines in: a dry run first, errors by row, all or nothing."""
    told("import-deadlines", file=str(file.resolve()), apply=apply, language=language)


@app.command()
def invite(
    role: Annotated[str, typer.Option(help="reviewer, standing, publicity, council, leader or admin")],
    unit: Annotated[str, typer.Option(help="The code of the unit; the role holds for it and all below it.")],
    *,
    until: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Last day of the role.")] = None,
    language: Annotated[str, typer.Option(help="vi or en")] = "vi",
) -> None:
    """A code that makes its reader staff: one use, seven days."""
    last = until.date().isoformat() if until else ""
    told("invite", role=role, unit=unit, until=last, language=language)


@app.command("zalo-login")
def zalo_login() -> None:
    """Let the Zalo Official Account's administrator give us access, at first and when it has died (docs/zalo-oa.md)."""
    from bot.commands import run_writing  # noqa: PLC0415
    from bot.zalo_login import at_terminal  # noqa: PLC0415

    settings = settled()
    if not run(at_terminal(lambda **given: run_writing(settings, "zalo-login", **given), input, print)):
        raise SystemExit(1)


@app.command()
def template(
    do: Annotated[str, typer.Argument(help="list, sample CODE FILE, put FILE, or take-back NUMBER")] = "list",
    first: Annotated[
        str, typer.Argument(help="of sample: the paper's code; of put: the file; of take-back: the number")
    ] = "",
    second: Annotated[str, typer.Argument(help="of sample: the file to write")] = "",
    *,
    paper: Annotated[str, typer.Option(help="The code of the paper, as list shows it.")] = "",
    unit: Annotated[str, typer.Option(help="The code of the unit; the template holds for it and all below it.")] = "",
    language: Annotated[str, typer.Option(help="vi or en")] = "vi",
) -> None:
    """Word templates of a unit's own: see them, take one to change in Word, hand it in, take it back (docs/templates.md)."""
    from bot import templates  # noqa: PLC0415

    match do:
        case "list":
            print(stopped_kindly(lambda: templates.listed(settled(), language)))
        case "sample" if first and second:
            answer = stopped_kindly(lambda: templates.sample(first, Path(second), language)) or {}
            print(answer.get("say", ""))
            raise SystemExit(bool(answer.get("failed", True)))
        case "put" if Path(first).is_file():
            told("template-put", file=str(Path(first).resolve()), paper=paper, unit=unit, language=language)
        case "take-back" if first.isascii() and first.isdigit() and len(first) < 10:
            told("template-take-back", number=int(first), language=language)
        case _:
            fail(
                "list · sample CODE FILE · put FILE --paper CODE --unit CODE · take-back NUMBER (./run template --help)"
            )


@app.command()
def due(
    *,
    at: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d"], help="Local time; now if left out.")
    ] = None,
    days: Annotated[int, typer.Option(help="How far to look.", min=1, max=400)] = 8,
    language: Annotated[str, typer.Option(help="vi or en")] = "vi",
) -> None:
    """What reminders, nudges and digests would go out, to whom and why. Sends nothing."""
    from bot.due import explain  # noqa: PLC0415

    print(stopped_kindly(lambda: explain(settled(), at, days, language)))


@app.command()
def backup(
    file: Annotated[
        Path | None, typer.Argument(help="The archive to write; a new one in the data folder if left out.")
    ] = None,
    *,
    check: Annotated[bool, typer.Option("--check", help="Instead: prove FILE by its hashes. Needs no key.")] = False,
    with_key: Annotated[
        bool, typer.Option("--with-key", help="Put secret.key in, too: then the file opens all.")
    ] = False,
    unread: Annotated[bool, typer.Option("--unread", help="Do not read the archive back when it is written.")] = False,
) -> None:
    """Everything in one archive, while the program runs: database, photos, files (docs/backup.md)."""
    from bot import backups  # noqa: PLC0415

    if check and file is None:
        fail("./run backup --check FILE")
    if check and file is not None:
        print(stopped_kindly(lambda: backups.check(file)))
    else:
        print(stopped_kindly(lambda: backups.back_up(settled(), file, with_key=with_key, verify=not unread)))


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="An archive that ./run backup made.", exists=True, dir_okay=False)],
    *,
    deep: Annotated[bool, typer.Option("--deep", help="Also prove every promise and read every file.")] = False,
) -> None:
    """Bring an archive back into an empty place, whole or not at all (docs/backup.md)."""
    from bot import backups  # noqa: PLC0415

    print(stopped_kindly(lambda: backups.bring_back(settled(), file, deep=deep)))


@app.command("migrate-to")
def migrate_to(
    url: Annotated[str, typer.Argument(help="postgresql+psycopg://… or sqlite:///PATH; must be empty.")] = "",
    *,
    media: Annotated[str, typer.Option(help="Where photos and files go, too: s3://… or file:///PATH.")] = "",
    undo: Annotated[bool, typer.Option("--undo", help="Instead: let the database that was left count again.")] = False,
) -> None:
    """Move into another database, with the program stopped; every row is compared (docs/backup.md)."""
    from bot import backups  # noqa: PLC0415

    if bool(url) == undo:
        fail("./run migrate-to URL, or ./run migrate-to --undo")
    print(stopped_kindly(lambda: backups.move_back(settled()) if undo else backups.move(settled(), url, media)))


@app.command()
def forms(
    *, diagram: Annotated[bool, typer.Option("--diagram", help="As Mermaid diagrams instead of tables.")] = False
) -> None:
    """Draw the conversations."""
    from bot.drawing import draw_all  # noqa: PLC0415

    print(draw_all(diagram=diagram))


@app.command()
def bench(
    name: Annotated[
        str, typer.Argument(help="steps, photos, start, digests, broadcast, likeness, exports, carry, scale or all")
    ] = "all",
) -> None:
    """Measure on this machine, beside the floors; benchmarks/README.md says what and why."""
    from benchmarks import run_bench  # noqa: PLC0415

    run_bench(name)


@app.command()
def drill(
    name: Annotated[str, typer.Argument(help="Which; without a name those there are are listed.")] = "",
    *,
    size: Annotated[int | None, typer.Option(help="How much of it; the list says what that is.", min=1)] = None,
    seed: Annotated[int | None, typer.Option(help="Of a drill to be repeated; it is printed.")] = None,
    kills: Annotated[int | None, typer.Option(help="The same as: drill kill --size KILLS.", min=1)] = None,
    years: Annotated[int | None, typer.Option(help="The same as: drill years --size YEARS.", min=1)] = None,
) -> None:
    """Do to the program what the world will do, for long, and count what was lost or done twice."""
    from bot.drills import DRILLS, environment  # noqa: PLC0415

    name = name or ("kill" if kills else "years" if years else "")
    if name not in DRILLS:
        print("\n".join(f"./run drill {each:8} {it.size}={it.long}: {it.says}" for each, it in DRILLS.items()))
        raise SystemExit(bool(name))
    given = environment(name, size or kills or years, seed)
    words = [sys.executable, "-m", "pytest", "-s", f"tests/slow/{DRILLS[name].suite}"]
    os.execve(sys.executable, words, {DRILLS[name].size: str(DRILLS[name].long), **os.environ, **given})  # noqa: S606  - this Python, on our own tests


if __name__ == "__main__":
    app()
