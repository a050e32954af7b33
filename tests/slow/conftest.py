"""In CI nothing is skipped: a suite whose part is absent has failed."""

from __future__ import annotations

import os
from collections.abc import Generator

import pytest


def loud(report: pytest.CollectReport | pytest.TestReport) -> None:
    """A skip becomes a failure that says what was missing. An expected failure stays one."""
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get("CI") == "true":
        why = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome, report.longrepr = "failed", f"CI=true, and yet: {why}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    loud(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    loud(report)
    return report
