"""The kinds of check a rule may ask for: pure functions of a rule, a nominee and the facts of their file (R12–R14, R49–R57).

Each gives what it found with the reason: a name of REASONS, said in words by the texts `check-<reason>`. A new rule of a known
kind is a row of `starter/rules.toml`; only a new kind of check is written here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from storage.awards import honours
from storage.eligibility_facts import Behind, Facts
from storage.rules import Rule
from storage.vietnamese import fold, show_day, show_number

MET, UNMET, MISSING = "met", "unmet", "missing"

# Every reason a check may give, with the arguments of its text.
REASONS: Mapping[str, tuple[str, ...]] = {
    "met": (),
    "award-kind": ("kind",),
    "award-subject": (),
    "not-approved": ("codes",),
    "no-reports": (),
    "other-year": ("codes", "year"),
    "used": ("code", "file", "name"),
    "shared": ("code", "name"),
    "other-kind": ("kind", "file"),
    "held": ("kind", "day"),
    "ended-unit": ("unit", "day", "heirs"),
    "quota": ("count", "most", "unit"),
    "vote-missing": ("needed", "members"),
    "vote-short": ("yes", "needed", "members"),
    "no-recognition": ("have", "least"),
    "recognition-pending": ("have", "least"),
    "not-registered": ("year",),
    "no-award-before": ("award", "year"),
    "attest": (),
    "value-missing": ("least",),
    "value-short": ("value", "least"),
    "criteria": ("have", "least", "of"),
    "details": ("fields", "ask"),
}


@dataclass(frozen=True, slots=True)
class Found:
    """What a check found: met, unmet, or missing (something is not there yet)."""

    outcome: str = MET
    reason: str = "met"
    args: Mapping[str, Any] = field(default_factory=dict)


Nominee = Mapping[str, Any]
Check = Callable[[Rule, Nominee, Facts], Found | None]  # None: nothing to check here


def behind(who: Nominee, facts: Facts) -> tuple[Behind, ...]:
    return facts.behind.get(who["id"], ())


def fits(rule: Rule, who: Nominee, facts: Facts) -> Found:
    known = next((each for each in honours().awards if each.code == who["award"]), None)
    if known is None or facts.file["kind"] not in known.kinds:
        return Found(UNMET, "award-kind", {"kind": facts.file["kind"]})
    fitting = known.collective if who["collective"] else known.individual
    return Found() if fitting else Found(UNMET, "award-subject")


def approved(rule: Rule, who: Nominee, facts: Facts) -> Found:
    reports = behind(who, facts)
    if not reports:
        return Found(MISSING, "no-reports")
    open_ = [each.code for each in reports if each.state != "approved"]
    return Found(UNMET, "not-approved", {"codes": ", ".join(open_)}) if open_ else Found()


def of_the_year(rule: Rule, who: Nominee, facts: Facts) -> Found:
    year = facts.file["year"]
    first = year - int(rule.params.get("years_back", 0))
    others = [each.code for each in behind(who, facts) if not first <= each.on_day.year <= year]
    return Found(UNMET, "other-year", {"codes": ", ".join(others), "year": str(year)}) if others else Found()


def used_once(rule: Rule, who: Nominee, facts: Facts) -> Found:
    """R50: in no other file and for no other award. Co-authors who stand in one file share it: that is only said."""
    shared = None
    for each in behind(who, facts):
        for number in sorted(each.group):
            for use in facts.uses.get(number, ()):
                if use.nominee_id == who["id"]:
                    continue
                if use.nomination_id == who["nomination_id"] and use.subject_key != who["subject_key"]:
                    shared = shared or Found(MET, "shared", {"code": each.code, "name": use.name})
                    continue
                return Found(UNMET, "used", {"code": each.code, "file": use.file, "name": use.name})
    return shared or Found()


def one_kind(rule: Rule, who: Nominee, facts: Facts) -> Found:
    """R51: per level and year, toàn diện excludes chuyên đề; not in the years of sơ kết and tổng kết."""
    if facts.file["year"] in rule.params.get("except_years", ()):
        return Found()
    others = [each for each in rule.params["excludes"] if each != facts.file["kind"]]
    for kind, file in facts.beside.get(who["subject_key"], ()):
        if kind in others:
            return Found(UNMET, "other-kind", {"kind": kind, "file": file})
    return Found()


def hold(rule: Rule, who: Nominee, facts: Facts) -> Found:
    held = facts.held.get(who["subject_key"])
    return Found(UNMET, "held", {"kind": held[0].kind, "day": show_day(held[0].since)}) if held else Found()


def dissolved(rule: Rule, who: Nominee, facts: Facts) -> Found:
    ended = facts.ended.get(who["subject_unit_id"] or who["unit_id"])
    if ended is None:
        return Found()
    said = {"unit": ended.name, "day": show_day(ended.day), "heirs": ", ".join(ended.heirs) or "none"}
    return Found(UNMET, "ended-unit", said)


def quota(rule: Rule, who: Nominee, facts: Facts) -> Found | None:
    if rule.code not in facts.quotas:
        return None
    count, name = facts.quotas[rule.code]
    most = int(rule.params["most"])
    return Found(UNMET, "quota", {"count": count, "most": most, "unit": name}) if count > most else Found()


def vote(rule: Rule, who: Nominee, facts: Facts) -> Found | None:
    """R56: the share of all members, once the file has come to a council."""
    share = next((each.vote for each in honours().awards if each.code == who["award"]), 0)
    result = facts.votes.get(who["id"])
    if not share or (result is None and facts.file["state"] not in ("council", "decided")):
        return None
    if result is None or not result.voted:
        members = {"needed": result.needed, "members": result.members} if result else {"needed": 0, "members": 0}
        return Found(MISSING, "vote-missing", members)
    said = {"yes": result.yes, "needed": result.needed, "members": result.members}
    return Found() if result.passed else Found(UNMET, "vote-short", said)


def recognised(rule: Rule, who: Nominee, facts: Facts) -> Found:
    """R12, R14: reports judged to be one count once."""
    reports = behind(who, facts)
    have = len({each.group for each in reports if each.recognition == "recognised"})
    least = int(rule.params["least"])
    if have >= least:
        return Found()
    coming = len({each.group for each in reports if each.recognition in ("recognised", "pending")}) >= least
    said = {"have": have, "least": least}
    return Found(MISSING, "recognition-pending", said) if coming else Found(UNMET, "no-recognition", said)


def registered(rule: Rule, who: Nominee, facts: Facts) -> Found:
    there = who["subject_key"] in facts.registered
    return Found() if there else Found(UNMET, "not-registered", {"year": str(facts.file["year"])})


def award_before(rule: Rule, who: Nominee, facts: Facts) -> Found:
    """An award of a kind that counts upwards, in each of the years before."""
    had = facts.before.get(who["subject_key"], frozenset())
    year = facts.file["year"]
    for before in range(year - 1, year - 1 - int(rule.params["years"]), -1):
        wanted = {
            (before, code, kind) for code in rule.params["any_of"] for kind in rule.params.get("of_kinds", ("overall",))
        }
        if not wanted & had:
            return Found(UNMET, "no-award-before", {"award": rule.params["any_of"][0], "year": str(before)})
    return Found()


def attested(rule: Rule, who: Nominee, facts: Facts) -> Found:
    """What no record here can show: somebody says so, with what they know it by."""
    return Found(MISSING, "attest")


def value(rule: Rule, who: Nominee, facts: Facts) -> Found | None:
    """The measured benefit of all reports behind, each initiative once."""
    post = fold(str((who["details"] or {}).get("post") or ""))
    fitting = [
        level["least"]
        for level in rule.params["levels"]
        if level["class"] in ("", who["author_class"])
        and (not level["words"] or any(fold(word) in post for word in level["words"]))
    ]
    if not fitting:
        return None
    least = fitting[-1]
    each_once = {
        each.group: each.benefits[rule.params["benefit"]]
        for each in behind(who, facts)
        if rule.params["benefit"] in each.benefits
    }
    if not each_once:
        return Found(MISSING, "value-missing", {"least": show_number(least)})
    total = round(sum(each_once.values()))
    said = {"value": show_number(total), "least": show_number(least)}
    return Found() if total >= least else Found(UNMET, "value-short", said)


def checklist(rule: Rule, who: Nominee, facts: Facts) -> Found | None:
    """R13, R14: criteria met by linked approved reports."""
    criteria = facts.criteria.get("collective" if who["collective"] else who["author_class"], frozenset())
    if not criteria:
        return None
    have = len(facts.met.get(who["subject_key"], frozenset()) & criteria)
    least = min(int(rule.params["least"]), len(criteria))
    said = {"have": have, "least": least, "of": len(criteria)}
    return Found() if have >= least else Found(MISSING, "criteria", said)


def details(rule: Rule, who: Nominee, facts: Facts) -> Found:
    wanted = rule.params["ad_hoc"] if facts.file["kind"] == "ad-hoc" else rule.params["fields"]
    known = {**(who["details"] or {}), "author_class": who["author_class"]}
    lacking = [name for name in wanted if known.get(name) in (None, "")]
    ask = who["name"] if who["person_ref"] is not None else "officer"
    return Found(MISSING, "details", {"fields": lacking, "ask": ask}) if lacking else Found()


CHECKS: Mapping[str, Check] = {
    "fits": fits,
    "approved": approved,
    "of-the-year": of_the_year,
    "used-once": used_once,
    "one-kind": one_kind,
    "hold": hold,
    "dissolved": dissolved,
    "quota": quota,
    "vote": vote,
    "recognised": recognised,
    "registered": registered,
    "award-before": award_before,
    "attested": attested,
    "value": value,
    "checklist": checklist,
    "details": details,
}
