"""What a stranger installs from `deploy/`: the units as systemd reads them, the compose file as Docker reads it, where it is.

docs/nhieu-may.md is the way they are used.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.settings import PREFIX, Settings

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
KNOWN = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}


def composed() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    return found


def test_systemd_accepts_the_units(tmp_path: Path) -> None:
    """As `systemd-analyze verify` sees them offline, with this checkout and this Python in the place of the installed ones."""
    tool = shutil.which("systemd-analyze")
    assert tool, "systemd-analyze is missing. On Debian: apt install systemd"
    units = []
    for name, instance in (("baocong.service", "baocong.service"), ("baocong@.service", "baocong@web.service")):
        words = (DEPLOY / name).read_text(encoding="utf-8")
        words = words.replace("/opt/baocong/.venv/bin/python", sys.executable).replace("/opt/baocong", str(ROOT))
        (tmp_path / instance).write_text(words, encoding="utf-8")
        units.append(str(tmp_path / instance))
    done = subprocess.run([tool, "verify", "--man=no", *units], capture_output=True, text=True, check=False)  # noqa: S603  - a tool of the machine
    assert (done.returncode, [line for line in done.stderr.splitlines() if "baocong" in line]) == (0, [])


@pytest.mark.parametrize("name", ["baocong.service", "baocong@.service"])
def test_a_unit_runs_the_program_as_nobody_in_particular(name: str) -> None:
    unit = (DEPLOY / name).read_text(encoding="utf-8")
    said = dict(line.split("=", 1) for line in unit.splitlines() if "=" in line and not line.startswith("#"))
    assert (said["User"], said["UMask"], said["NoNewPrivileges"], said["ProtectSystem"]) == (
        "baocong",
        "0077",
        "yes",
        "strict",
    )
    assert set(re.findall(r"BAOCONG_[A-Z_]+", unit)) <= KNOWN
    part = " --only %i" if "@" in name else ""
    assert said["ExecStart"] == f"/opt/baocong/.venv/bin/python -m bot serve{part}"


def test_docker_accepts_the_compose_file(capsys: pytest.CaptureFixture[str]) -> None:
    """Where Docker's compose is. Where it is not, that is said aloud: an operator's machine has it, this one need not."""
    docker = shutil.which("docker")
    there = docker and subprocess.run([docker, "compose", "version"], capture_output=True, check=False).returncode == 0  # noqa: S603  - as above
    if not there:
        with capsys.disabled():
            print(
                "\nNOT RUN: deploy/compose.yaml was not given to Docker, which has no compose here; only its shape was checked."
            )
        return
    secrets = {"POSTGRES_PASSWORD": "a", "S3_SECRET": "b"}
    words = [str(docker), "compose", "-f", str(DEPLOY / "compose.yaml"), "config", "--quiet"]
    done = subprocess.run(words, capture_output=True, text=True, check=False, env={"PATH": "/usr/bin:/bin", **secrets})  # noqa: S603  - as above
    assert (done.returncode, done.stderr) == (0, "")


def test_the_compose_file_has_two_like_workers_on_one_database_and_one_bucket() -> None:
    services = composed()["services"]
    workers = {name: service for name, service in services.items() if name.startswith("worker")}
    assert [*workers] == ["worker-1", "worker-2"]
    assert workers["worker-1"] == workers["worker-2"]
    worker = workers["worker-1"]
    assert set(worker["environment"]) <= KNOWN
    assert worker["environment"]["BAOCONG_DATABASE_URL"].startswith("postgresql+psycopg://baocong:")
    assert worker["environment"]["BAOCONG_MEDIA_URL"] == "s3://baocong"
    assert set(worker["depends_on"]) == {"postgres", "bucket"}
    kept = {volume.split(":")[0] for service in services.values() for volume in service.get("volumes", ())}
    assert {each for each in kept if not each.startswith(".")} == set(composed()["volumes"])
    image = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    assert set(re.findall(r"BAOCONG_[A-Z_]+", image)) <= KNOWN
    for copied in re.findall(r"^COPY (.+) \S+$", image, re.MULTILINE):
        assert all((ROOT / each).exists() for each in copied.split())


def test_the_example_of_secrets_names_what_the_compose_file_asks_for() -> None:
    asked = set(re.findall(r"\$\{([A-Z_0-9]+):\?", (DEPLOY / "compose.yaml").read_text(encoding="utf-8")))
    example = (DEPLOY / "example.env").read_text(encoding="utf-8")
    given = set(re.findall(r"^#?([A-Z_0-9]+)=", example, re.MULTILINE))
    assert asked <= given
    assert {each for each in given if each.startswith(PREFIX)} <= KNOWN
