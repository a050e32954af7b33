"""The sample staff at their review, seeing what an officer sees: open a report by its code, do what the script says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from handlers.rehearsal import Act, script_of
from handlers.report_form import bilingual
from handlers.texts import Texts
from storage import reasons


def reviews() -> list[dict[str, Any]]:
    """What becomes of the sample achievements: number, decision, and what a return or a refusal says."""
    return script_of("review")


@dataclass(slots=True)
class Reviewer:
    """Plays one officer's part in one decision."""

    texts: Texts
    script: dict[str, Any]
    code: str
    language: str = "vi"
    done: bool = False

    def begin(self) -> Act:
        return Act(f"/duyet {self.code}")

    def reply(self, text: str, labels: Sequence[str]) -> list[Act]:
        """What to do about a message; nothing when there is nothing left to do. `done` once the decision is taken."""
        if self.script["decision"] == "approve":
            return self._approve(labels)
        return self._send_back(labels) if self.script["decision"] == "return" else self._refuse(labels)

    def _approve(self, labels: Sequence[str]) -> list[Act]:
        onward = self._word("review-forward", unit="").strip()
        found = next((each for each in labels if each == self._word("review-approve") or each.startswith(onward)), "")
        self.done = bool(found)
        return [Act(found)] if found else []

    def _send_back(self, labels: Sequence[str]) -> list[Act]:
        if self._word("review-return") in labels:
            return [Act(self._word("review-return"))]
        asked = [self._word(f"report-{each.replace('_', '-')}-label") for each in self.script["questions"]]
        if set(asked) <= set(labels):
            return [Act(", ".join(asked))]
        self.done = True
        return [Act(self.script["words"])]

    def _refuse(self, labels: Sequence[str]) -> list[Act]:
        if self._word("review-refuse") in labels:
            return [Act(self._word("review-refuse"))]
        reason = bilingual(reasons.ready()[self.script["reason"]])[self.language]
        if reason in labels:
            return [Act(reason)]
        if self._word("review-sure-yes") in labels:
            self.done = True
            return [Act(self._word("review-sure-yes"))]
        return [Act(self.script["words"])]

    def _word(self, name: str, **args: Any) -> str:
        return self.texts.say(self.language, name, **args)
