"""In CI nothing is skipped: a suite whose part is absent has failed. And what several of the slow files share."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.slow.s3_server import S3Wire


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


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    """The address of an S3 that lasts as long as the file's tests."""
    from tests.slow.s3_server import moto

    with moto() as url:
        yield url


@pytest.fixture
def wire(s3: str) -> Iterator[S3Wire]:
    """A port before it that can be cut, fall silent, refuse."""
    from tests.slow.s3_server import S3Wire

    wire = S3Wire(s3)
    yield wire
    wire.close()
