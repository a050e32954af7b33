"""Sample achievements performed through a conversation, by somebody who sees only what a member sees.

The actor reads each message, recognises the question by its words, and types what the script says. It fills the demo, and
the tests send it through every door.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

from handlers.report_form import bilingual
from handlers.texts import Texts
from storage.movement import Movement, find

PHOTOS = files("storage.starter") / "photos"


CODE = re.compile(r"\b[A-Z]{2}-\d{4}-\d{4,}\b")  # a receipt's
JOINING = ("keep", "spread", "publish", "unit", "name", "author_class", "phone")
REPORTING = (
    *(
        "kind",
        "unit",
        "subject",
        "title",
        "before",
        "solution",
        "result",
        "place",
        "first_use",
        "document_no",
        "document_date",
    ),
    *(
        "photos",
        "photos_before",
        "theme",
        "authorship",
        "author_name",
        "author_class",
        "authors",
        "author_agrees",
        "collective_name",
    ),
    *("benefits", "benefit_how", "slogans", "recognition", "recognition_level", "recognition_document"),
)


@dataclass(frozen=True, slots=True)
class Act:
    """Type words, or send a photo with its caption."""

    text: str = ""
    photo: str = ""  # file name under storage/starter/photos
    caption: str = ""


def achievements() -> list[dict[str, Any]]:
    """The twelve sample achievements and the hard cases of `storage/starter/demo.toml`."""
    return script_of("achievement")


def staff() -> list[dict[str, Any]]:
    """The sample tree's staff: name, unit, role."""
    return script_of("staff")


def script_of(part: str) -> list[dict[str, Any]]:
    """A part of the sample script."""
    script = (files("storage.starter") / "demo.toml").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = tomllib.loads(script)[part]
    return found


@dataclass(slots=True)
class Actor:
    """Plays one achievement. `unit_name` is what the member types to find their unit."""

    texts: Texts
    movement: Movement
    achievement: dict[str, Any]
    unit_name: str
    language: str = "vi"
    asked: set[str] = field(default_factory=set)
    done: bool = False

    def reply(self, text: str, labels: Sequence[str]) -> list[Act]:
        """What to do about a message; nothing when there is nothing to answer. `done` once the receipt is here."""
        if CODE.search(text) and self._word("menu-act-ask") in text:
            self.done = True
            return []
        if self._word("summary-send") in labels:
            return [Act(self._next_extra() or self._word("summary-send"))]
        if self._word("report-send-more-ask") in text:
            return [Act(self._page(labels))]
        if any(label.startswith("✓") for label in labels):
            return [Act(self._word("option-done"))]
        if self._word("photos-done") in labels:
            return [Act(self._word("photos-done"))]
        unit = (label for label in labels if label == self.unit_name or label.startswith(f"{self.unit_name} ("))
        if label := next(unit, ""):
            return [Act(label)]
        for step, question in self._questions():
            if question in text:
                return self._answer(step)
        if self._word("menu-act-ask") in text:
            return [Act("/baocao")]
        return []

    def _word(self, name: str, **args: Any) -> str:
        return self.texts.say(self.language, name, **args)

    def _ask(self, name: str, **args: Any) -> str:
        """The first line of a question, as it is asked for this kind."""
        said = self._word(
            f"{name}-ask", **{"kind": self.achievement["kind"], "notice": "", "kinds": "", "count": 0, **args}
        )
        return said.strip().split("\n")[0].strip()

    def _questions(self) -> list[tuple[str, str]]:
        """(step, its first line), the longest first, so that no question hides another."""
        asks = [(f"join.{step}", self._ask(f"join-{step.replace('_', '-')}")) for step in JOINING]
        asks += [(step, self._ask(f"report-{step.replace('_', '-')}")) for step in REPORTING]
        for kind in self.movement.benefit_kinds:
            name = "report-benefit-money" if kind.unit == "đồng" else "report-benefit"
            label = bilingual(kind)[self.language]
            asks.append((f"benefit_{kind.code}", self._ask(name, label=label, unit=kind.unit, sample=kind.example)))
        return sorted(asks, key=lambda each: -len(each[1]))

    def _next_extra(self) -> str:
        """Turn to the page of later questions while the script has some left."""
        return self._word("summary-more") if self._extras() else ""

    def _page(self, labels: Sequence[str]) -> str:
        left = {self._word(f"report-{step}-label"): step for step in self._extras()}
        label = next((each for each in labels if each in left), "")
        self.asked.update(
            [left[label]] if label else self._extras()
        )  # what is not offered was answered before a restart
        return label or self._word("way-back")

    def _extras(self) -> list[str]:
        script = self.achievement
        wanted = {
            "theme": bool(script["themes"]),
            "authorship": script["authorship"] != "self",
            "benefits": bool(script["benefits"]),
            "slogans": bool(script["slogans"]),
            "recognition": (script.get("recognition") or {}).get("state") == "recognised",
        }
        return [step for step, want in wanted.items() if want and step not in self.asked]

    def _answer(self, step: str) -> list[Act]:
        script = self.achievement
        match step:
            case "join.keep" | "join.spread" | "join.publish":
                return [Act(self._word("option-agree"))]
            case "join.unit" | "unit":
                return [Act(self.unit_name)]
            case "join.name":
                return [Act(script["submitter"]["name"])]
            case "join.author_class":
                return [Act(self._label(self.movement.author_classes, script["submitter"]["class"]))]
            case "join.phone":
                return [Act(self._word("way-skip"))]
            case "kind":
                return [Act(self._label(self.movement.kinds, script["kind"]))]
            case "photos":
                photos = [Act(photo=photo["file"], caption=photo["caption"]) for photo in script["photos"]]
                return [*photos, Act(self._word("photos-done"))]
            case "photos_before":
                return [Act(", ".join(str(number) for number in script["before_photos"]))]
            case _:
                return [Act(self._extra_answer(step) or self._typed(step))]

    def _typed(self, step: str) -> str:
        if self.achievement.get("typed_at") == step and step not in self.asked:
            self.asked.add(step)
            return str(self.achievement["typed"])
        answers = self.achievement["answers"]
        return str(answers.get(step) or self.achievement.get("then") or self._word("way-skip"))

    def _extra_answer(self, step: str) -> str:
        """The later questions, from the script's own tables."""
        script, movement = self.achievement, self.movement
        recognition = script.get("recognition") or {}
        match step:
            case "theme":
                theme = find(movement.themes, script["themes"][0])
                return bilingual(theme, "plain")[self.language]
            case "authorship":
                return self._word(f"authorship-{script['authorship']}")
            case "authors" if script.get("typed_at") != "authors":
                return str(script["authors"])
            case _ if step.startswith("benefit_") and step != "benefit_how":
                return str(next(each["typed"] for each in script["benefits"] if step == f"benefit_{each['kind']}"))
            case "collective_name":
                return str(script["authors"])
            case "author_agrees":
                return self._word("agreed-yes")
            case "benefits":
                return _numbers(movement.benefit_kinds, [each["kind"] for each in script["benefits"]])
            case "benefit_how":
                return str(script["benefit_how"]) or self._word("way-skip")
            case "slogans":
                return _numbers(movement.slogans, script["slogans"])
            case "recognition":
                return self._word(f"recognition-{recognition.get('state', 'none')}")
            case "recognition_level":
                return self._label(movement.recognition_levels, recognition["level"])
            case "recognition_document":
                return str(recognition.get("document") or self._word("way-skip"))
            case _:
                return ""

    def _label(self, things: Sequence[Any], code: str) -> str:
        return bilingual(find(things, code))[self.language]


def _numbers(things: Sequence[Any], codes: Sequence[str]) -> str:
    """Several options picked at once, by their numbers: "1, 3"."""
    return ", ".join(str(number) for number, thing in enumerate(things, 1) if thing.code in codes)
