"""The sample files of `storage/starter` hold together (R41, R69; docs/units.md)."""

from __future__ import annotations

import csv
import re
import tomllib
import unicodedata
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from storage import movement
from storage.movement import find, starter

STARTER = Path(movement.__file__).parent / "starter"
PLAN = starter()


def rows(name: str) -> list[dict[str, str]]:
    with (STARTER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


UNITS, EVENTS, AREAS = rows("units.csv"), rows("events.csv"), rows("areas.csv")
TYPES = {row["code"] for row in rows("unit_types.csv")}
DEMO: list[dict[str, Any]] = tomllib.loads((STARTER / "demo.toml").read_text(encoding="utf-8"))["achievement"]
OPEN_START, OPEN_END = date(1900, 1, 1), date(2100, 1, 1)


def listed(text: str) -> list[str]:
    return text.split("|") if text else []


def span(row: dict[str, str]) -> tuple[date, date]:
    since = date.fromisoformat(row["from"]) if row["from"] else OPEN_START
    return since, date.fromisoformat(row["to"]) if row["to"] else OPEN_END


def spans_of(table: list[dict[str, str]]) -> dict[str, list[dict[str, str]]]:
    by_code: dict[str, list[dict[str, str]]] = {}
    for row in table:
        by_code.setdefault(row["code"], []).append(row)
    return by_code


def lives(table: list[dict[str, str]]) -> dict[str, tuple[date, date]]:
    """First and last day of each code."""
    return {code: (span(spans[0])[0], span(spans[-1])[1]) for code, spans in spans_of(table).items()}


UNIT_LIVES, AREA_LIVES = lives(UNITS), lives(AREAS)


def chain(code: str, day: date) -> list[str]:
    """The unit and those above it on that day."""
    row = next(row for row in spans_of(UNITS)[code] if span(row)[0] <= day <= span(row)[1])
    return [code, *(chain(row["parent"], day) if row["parent"] else [])]


def test_every_starter_file_is_nfc_and_ends_its_last_line_r69() -> None:
    for file in sorted(STARTER.glob("*.csv")) + sorted(STARTER.glob("*.toml")):
        text = file.read_text(encoding="utf-8")
        assert unicodedata.is_normalized("NFC", text), file.name
        assert text.endswith("\n"), file.name
        assert "\r" not in text, file.name


def test_invented_units_and_people_are_marked() -> None:
    for row in UNITS:
        if row["type"] in ("cdcs", "cum-cdcs", "cum-thi-dua"):
            assert (row["name"][-6:], row["short"][-6:]) == (" [MẪU]", " [MẪU]"), row
        assert bool(row["contact_name"]) == bool(row["contact_phone"]), row
        assert row["contact_name"] == "" or row["contact_name"].endswith(" [MẪU]"), row
        assert row["contact_phone"] == "" or re.fullmatch(r"0900 000 0\d\d", row["contact_phone"]), row
        assert row["decision"] == "" or row["decision"].endswith(" [MẪU]"), row
    for one in DEMO:
        assert one["submitter"]["name"].endswith(" [MẪU]"), one["no"]
        assert one["answers"]["place"].endswith(" [MẪU]"), one["no"]


def test_units_are_well_formed_r41() -> None:
    assert [row["code"] for row in UNITS if not row["parent"]] == ["tld"]
    for code, spans in spans_of(UNITS).items():
        assert re.fullmatch(r"[a-z0-9-]{2,40}", code), code
        for row in spans:
            since, until = span(row)
            assert since <= until, row
            assert row["type"] in TYPES, row
            assert len(row["short"]) <= 40, row
            if row["parent"]:
                above_since, above_until = UNIT_LIVES[row["parent"]]
                assert above_since <= since, row
                assert until <= above_until, row
            for area in listed(row["area"]):
                first, last = AREA_LIVES[area]
                assert first <= until, row
                assert since <= last, row
        for earlier, later in pairwise(spans):
            assert span(later)[0] == span(earlier)[1] + timedelta(days=1), later


def test_areas_are_well_formed_r41() -> None:
    assert len(AREA_LIVES) == len(AREAS)
    for row in AREAS:
        assert row["type"] in ("tinh", "thanh-pho", "huyen", "xa", "phuong"), row
        if row["parent"]:
            (first, last), (since, until) = AREA_LIVES[row["parent"]], span(row)
            assert first <= since, row
            assert until <= last, row


def test_every_beginning_end_and_move_of_a_unit_is_told_by_an_event_r41() -> None:
    """Both ways: no span begins or ends without its event, and no event names what did not happen."""
    began, ended = set(), set()  # (code, first day of the new state)
    for event in EVENTS:
        on, sources, targets = date.fromisoformat(event["on"]), listed(event["from_units"]), listed(event["to_units"])
        assert {*sources, *targets} <= UNIT_LIVES.keys(), event
        shape = (event["kind"], min(len(sources), 2), min(len(targets), 2))
        if event["kind"] in ("merge", "split", "dissolve"):
            ended |= {(code, on) for code in sources}
            assert all(UNIT_LIVES[code][0] <= on <= UNIT_LIVES[code][1] for code in targets), event
        if event["kind"] in ("found", "merge", "split"):
            began |= {(code, on) for code in targets}
        if event["kind"] in ("rename", "transfer"):
            assert {(code, on) for code in sources} <= {(row["code"], span(row)[0]) for row in UNITS}, event
        allowed = {
            *(("found", 0, n) for n in (1, 2)),
            ("rename", 1, 1),
            ("merge", 2, 1),
            ("split", 1, 2),
            *(("transfer", n, 1) for n in (1, 2)),
            *(("dissolve", n, m) for n in (1, 2) for m in (0, 1, 2)),
        }
        assert shape in allowed, event
    assert began == {(code, since) for code, (since, _) in UNIT_LIVES.items() if since != OPEN_START}
    assert ended == {(code, until + timedelta(days=1)) for code, (_, until) in UNIT_LIVES.items() if until != OPEN_END}


def test_every_change_of_parent_is_a_transfer_or_follows_the_old_parent_r41() -> None:
    for code, spans in spans_of(UNITS).items():
        for earlier, later in pairwise(spans):
            if earlier["parent"] == later["parent"]:
                continue
            told = [
                event
                for event in EVENTS
                if event["on"] == later["from"] and later["parent"] in listed(event["to_units"])
            ]
            sources = {source for event in told for source in listed(event["from_units"])}
            assert sources & {code, earlier["parent"]}, later


def test_all_kinds_of_event_and_the_mergers_of_2025_are_there_r41() -> None:
    assert {event["kind"] for event in EVENTS} == {"found", "rename", "merge", "split", "transfer", "dissolve"}
    by_code = {event["code"]: event for event in EVENTS}
    assert len(by_code) == len(EVENTS)
    for code, on, sources, target in [
        ("hop-nhat-tp-hoa-lu-2025", "2025-01-01", "tp-ninh-binh|h-hoa-lu", "tp-hoa-lu"),
        ("hop-nhat-tinh-2025", "2025-07-01", "nb-cu|ha-nam|nam-dinh", "nb"),
    ]:
        event = by_code[code]
        assert (event["kind"], event["on"], event["from_units"], event["to_units"]) == ("merge", on, sources, target)
    districts = [row for row in UNITS if row["type"] == "ldld-huyen"]
    assert {row["to"] for row in districts} == {"2024-12-31", "2025-06-30"}


@pytest.mark.parametrize(
    ("day", "above"),
    [
        (date(2024, 5, 1), ["cdcs-may-thien-ha", "h-yen-khanh", "nb-cu", "tld"]),
        (date(2025, 6, 30), ["cdcs-may-thien-ha", "h-yen-khanh", "nb-cu", "tld"]),
        (date(2025, 7, 1), ["cdcs-may-thien-ha", "nb", "tld"]),
        (date(2025, 9, 4), ["cdcs-may-thien-ha", "nb", "tld"]),
        (date(2026, 11, 1), ["cdcs-may-thien-ha", "cd-xa-yen-khanh", "nb", "tld"]),
    ],
)
def test_the_chain_of_a_unit_on_its_day_r41(day: date, above: list[str]) -> None:
    assert chain("cdcs-may-thien-ha", day) == above


def test_the_demo_refers_only_to_what_exists() -> None:
    assert [one["no"] for one in DEMO] == [*(f"{n:02}" for n in range(1, 13)), "H1", "H2", "H3", "H4", "H5"]
    known = {theme.code for theme in PLAN.themes} | {rule.code for rule in PLAN.criteria}
    known |= {said.code for said in PLAN.statements}
    for one in DEMO:
        kind = find(PLAN.kinds, one["kind"])
        asked = [question.name for question in kind.questions if question.name != "photos"]
        assert sorted([*one["answers"], *({one.get("typed_at")} & set(asked))]) == sorted(asked), one["no"]
        assert chain(one["unit"], one["on_day"])[-1] == "tld", one["no"]
        assert find(PLAN.author_classes, one["submitter"]["class"]).individual, one["no"]
        assert {*one["themes"]} <= {theme.code for theme in PLAN.themes}, one["no"]
        assert {*one["themes"]} <= {*one["codes"]} <= known, one["no"]
        assert {*one["slogans"]} <= {slogan.code for slogan in PLAN.slogans}, one["no"]
        assert one["authorship"] in ("self", "several", "collective"), one["no"]
        assert ("authors" in one) == (one["authorship"] != "self" and one.get("typed_at") != "authors"), one["no"]
        kinds = [benefit["kind"] for benefit in one["benefits"]]
        assert len(set(kinds)) == len(kinds), one["no"]
        assert {*kinds} <= {kind.code for kind in PLAN.benefit_kinds}, one["no"]
        if "recognition" in one:
            assert find(PLAN.recognition_levels, one["recognition"]["level"])
        assert all((STARTER / "photos" / photo["file"]).is_file() for photo in one["photos"]), one["no"]
        own = [f"{one['no']}-truoc.jpg", f"{one['no']}-sau.jpg"]
        assert one["no"][0] == "H" or [photo["file"] for photo in one["photos"]] == own, one["no"]
        assert len(one["photos"]) == 2, one["no"]
    assert {one["on_day"].year for one in DEMO} == {2024, 2025, 2026}


# Each figure of the results, computed from the other figures: (achievement, words in it, what they must equal).
FIGURES = [
    ("01", "4.410 giờ công", 210 * (6 * 5 - 3 * 3), 4410),
    ("01", "198,45 triệu", 4410 * 45_000, 198_450_000),
    ("01", "180,45 triệu", 198_450_000 - 18_000_000, 180_450_000),
    ("02", "90 công", 9 * (4 * 3 - 2 * 1), 90),
    ("02", "36 triệu", 90 * 400_000, 36_000_000),
    ("02", "18 ngày", 9 * (3 - 1), 18),
    ("03", "340 m³", 6800 * 5 // 100, 340),
    ("03", "57,8 triệu", 340 * 170_000, 57_800_000),
    ("04", "14 công", (50 - 15) * 4 // 10, 14),
    ("05", "28.200 kWh", (264 - 170) * 300, 28_200),
    ("05", "53,58 triệu", 28_200 * 1_900, 53_580_000),
    ("05", "7 tháng", round(31_000_000 * 12 / 53_580_000), 7),
    ("06", "đầy 90 %", 9 * 60 // 6, 90),
    ("06", "1.095 giờ máy", (9 - 6) * 365, 1095),
    ("06", "15.330 kWh", 1095 * 14, 15_330),
    ("06", "29,1 triệu", round(15_330 * 1_900, -5), 29_100_000),
    ("07", "6,2 triệu", 31 * 200_000, 6_200_000),
    ("08", "130,2 triệu", 310 * 420_000, 130_200_000),
    ("09", "88,2 triệu", 14 * (9_500_000 - 3_200_000), 88_200_000),
    ("10", "12 lượt", 6 * 2, 12),
    ("11", "36,4 triệu", (17 - 4) * 2_800_000, 36_400_000),
    ("11", "218,4 triệu", 36_400_000 * 6, 218_400_000),
    ("12", "145 triệu", 4 * 60_000_000 - 95_000_000, 145_000_000),
]


@pytest.mark.parametrize(("no", "words", "computed", "said"), FIGURES)
def test_the_figures_of_the_demo_check(no: str, words: str, computed: int, said: int) -> None:
    one = next(one for one in DEMO if one["no"] == no)
    assert computed == said
    assert words in one["answers"]["result"]


def test_fans_start_at_264_kwh_a_day() -> None:
    assert 24 * 11 * 10 // 10 == 264
    assert "264 kWh/ngày" in next(one for one in DEMO if one["no"] == "05")["answers"]["before"]


# --- the papers beside the data ---------------------------------------------------------------------------------------
