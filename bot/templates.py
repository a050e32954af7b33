"""`./run template`: what an officer does with Word templates on the command line (R31)."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path

from bot.app import House, texts_of_the_house
from bot.control import Answer
from bot.ground import address_of, is_there
from bot.settings import Settings
from handlers.papers import template_check, template_words
from handlers.papers.catalogue import PAPER_LANGUAGE
from handlers.papers.template_package import MOST_BYTES
from handlers.papers.word import SUFFIX
from storage import templates, units
from storage.folder import DataFolder
from storage.forms import shipped, word_form
from storage.media import key_of
from storage.store import Store


async def put(house: House, file: str, paper: str, unit: str, *, language: str) -> Answer:
    """A unit's own template: checked, kept, and used from now on."""
    return await asyncio.to_thread(_put, house, Path(file), paper, unit, language)


def _put(house: House, file: Path, paper: str, unit: str, language: str) -> Answer:
    say = partial(house.texts.say, language)
    form = word_form(paper)
    if form is None:
        return {"say": say("template-no-paper", paper=paper[:40]), "failed": True}
    with house.store.read() as db:
        unit_id = units.by_code(db, unit)
    if unit_id is None:
        return {"say": say("template-no-unit", unit=unit[:40]), "failed": True}
    data = _head(file)
    verdict = template_check.check(form, data, house.texts.say(PAPER_LANGUAGE, "paper-draft"))
    if verdict.faults:
        return {"say": template_words.refused(say, verdict), "failed": True}
    key = key_of(data, SUFFIX)
    try:
        house.media.put(key, data)
    except OSError:
        return {"say": say("web-problem-busy"), "failed": True}
    keep = partial(templates.put, unit_id=unit_id, paper=paper, media_key=key, name=file.name, who=None)
    number = house.writer.submit(lambda db, now: keep(db, now=now)).result()
    return {"say": template_words.taken(say, number, paper, unit, verdict)}


def _head(file: Path) -> bytes:
    """As much of the file as may be read, and one byte more, so that a larger one is seen to be too large."""
    with file.open("rb") as opened:
        return opened.read(MOST_BYTES + 1)


async def take_back(house: House, number: int, *, language: str) -> Answer:
    """The one before it counts again, or the one the program brings along."""
    done = await house.writer.run(lambda db, now: templates.take_back(db, number, who=None, now=now))
    told = house.texts.say(language, "template-taken-back" if done else "template-no-number", number=str(number))
    return {"say": told, "failed": not done}


def listed(settings: Settings, language: str) -> str:
    """What there is, read beside a running program."""
    say = partial(texts_of_the_house().say, language)
    path = address_of(settings, DataFolder(settings.folder))
    if not is_there(path):
        return template_words.listed(say, [], settings.zone)
    store = Store(path)
    try:
        with store.read() as db:
            return template_words.listed(say, templates.kept(db), settings.zone)
    finally:
        store.close()


def sample(paper: str, file: Path, language: str) -> Answer:
    """Write the template the program brings along, to be changed in Word; nothing is overwritten."""
    say = partial(texts_of_the_house().say, language)
    if word_form(paper) is None:
        return {"say": say("template-no-paper", paper=paper[:40]), "failed": True}
    try:
        with file.open("xb") as opened:
            opened.write(shipped(paper))
    except FileExistsError:
        return {"say": say("template-file-exists"), "failed": True}
    return {"say": say("template-written", paper=paper)}
