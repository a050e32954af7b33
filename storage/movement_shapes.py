"""What a movement is made of: phases, themes, criteria, slogans, kinds of achievement (R1–R6, R10–R14). Shapes only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

QUESTIONS = (
    "subject",  # who: a person or a collective
    "title",
    "before",
    "solution",
    "result",
    "place",
    "first_use",
    "document_no",
    "document_date",
    "photos",
)
BUTTON = 40  # characters of a label that a phone shows whole
EARLIER, LATER = "earlier", "later"


@dataclass(frozen=True, slots=True)
class BaseDocument:
    """A document the Plan rests on (R2)."""

    number: str
    issued_on: date
    issuer: str
    subject: str


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation the Plan gives something to do (domain: B1–B11)."""

    code: str
    label: str
    label_en: str


@dataclass(frozen=True, slots=True)
class Occasion:
    """A yearly day to celebrate; its number of years is computed (R4)."""

    code: str
    day: int
    month: int
    founding_year: int
    label: str
    label_en: str


@dataclass(frozen=True, slots=True)
class PhaseOccasion:
    """An anniversary a phase names; it may fall after the phase has ended."""

    occasion: str
    year: int


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of the movement, first and last day included (II of the Plan)."""

    code: str
    title: str
    title_en: str
    begins: date
    ends: date
    text: str
    occasions: tuple[PhaseOccasion, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """A heading over themes or slogans; `open` lists take "other" (the Plan ends them with "...")."""

    code: str
    label: str
    label_en: str
    open: bool = False


@dataclass(frozen=True, slots=True)
class Theme:
    """One of the things to compete in (III of the Plan): its wording, and a label short enough for a button (R5)."""

    code: str
    group: str
    text: str
    plain: str
    plain_en: str
    example: str
    example_en: str


@dataclass(frozen=True, slots=True)
class AuthorClass:
    """Who an author may be (R7): a collective, or one of the classes of individuals (IV.1.2)."""

    code: str
    label: str
    label_en: str
    individual: bool


@dataclass(frozen=True, slots=True)
class Criterion:
    """What an author of that class is judged by (IV.1 of the Plan; R13, R14)."""

    code: str
    author_class: str
    text: str
    plain: str
    plain_en: str


@dataclass(frozen=True, slots=True)
class Slogan:
    """A tag such as "Tiến độ nhanh nhất" (V.4 of the Plan; R11)."""

    code: str
    group: str
    label: str
    label_en: str


@dataclass(frozen=True, slots=True)
class Question:
    """One of QUESTIONS, asked by a kind; a question that is not required may be skipped."""

    name: str
    required: bool


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of achievement and what it asks, in order (R6); the prefix begins its codes, as in SK-2026-0147."""

    code: str
    prefix: str
    label: str
    label_en: str
    explain: str
    explain_en: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class BenefitKind:
    """Something that may be measured (R10), in `unit` unless a member says one of `other_units`."""

    code: str
    label: str
    label_en: str
    unit: str
    other_units: tuple[str, ...]
    example: str


@dataclass(frozen=True, slots=True)
class RecognitionLevel:
    """The level at which an initiative was recognised (R12)."""

    code: str
    label: str
    label_en: str


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of the Plan that stands in no table above, and the bodies it concerns."""

    code: str
    text: str
    bodies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Movement:
    """A whole movement in one version (R1). `(code, version)` names it."""

    code: str
    version: int
    number: str
    title: str
    title_en: str
    short: str
    short_en: str
    issued_on: date
    place: str
    issuer: str
    signed_for: str
    signer_title: str
    signer: str
    boundary_day_belongs_to: str  # EARLIER or LATER: of two phases that share a day (R3)
    recipients: tuple[str, ...]
    bases: tuple[BaseDocument, ...]
    bodies: tuple[Body, ...]
    occasions: tuple[Occasion, ...]
    phases: tuple[Phase, ...]
    theme_groups: tuple[Group, ...]
    themes: tuple[Theme, ...]
    author_classes: tuple[AuthorClass, ...]
    criteria: tuple[Criterion, ...]
    slogan_groups: tuple[Group, ...]
    slogans: tuple[Slogan, ...]
    kinds: tuple[Kind, ...]
    benefit_kinds: tuple[BenefitKind, ...]
    recognition_levels: tuple[RecognitionLevel, ...]
    statements: tuple[Statement, ...]
