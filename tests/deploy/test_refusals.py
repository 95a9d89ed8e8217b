"""What stops a start: one clear sentence and an exit code, and nothing begun."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.embedded.folder import DataFolder
from deploy.embedded.lock import held
from deploy.servers.ports import LOOPBACK, free_port
from tests.e2e.deployment import PATIENCE


def paicha(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "deploy.cli", *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )


def test_busy_port(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind((LOOPBACK, 0))
        other.listen()
        port = other.getsockname()[1]
        refused = paicha("up", "--data", str(tmp_path), "--port", str(port))
    assert refused.returncode == 1
    assert f"Port {port} is in use" in refused.stderr
    assert refused.stderr.count("\n") == 1
    assert not (tmp_path / "postgres").exists()


def test_folder_in_use(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    with held(folder):
        refused = paicha("up", "--data", str(tmp_path), "--port", str(free_port()))
    assert refused.returncode == 1
    assert "in use by another paicha up" in refused.stderr
    assert refused.stderr.count("\n") == 1


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can mount a small disk")
def test_full_disk(tmp_path: Path) -> None:
    small = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(tmp_path)], capture_output=True, check=False
    )
    if small.returncode != 0:
        pytest.skip("this machine lets nobody mount")
    try:
        refused = paicha("up", "--data", str(tmp_path), "--port", str(free_port()))
    finally:
        subprocess.run(["umount", str(tmp_path)], check=True)
    assert refused.returncode == 1
    assert " MB left, 256 MB needed" in refused.stderr
    assert refused.stderr.count("\n") == 1


def test_a_demonstration_among_real_people(tmp_path: Path) -> None:
    (tmp_path / "address.json").write_text('{"url": "", "nats_url": "", "issuer": ""}')
    (tmp_path / "issuer").mkdir()
    (tmp_path / "config").mkdir()
    person = ("--name", "演示甲", "--role", "leader", "--data", str(tmp_path))
    assert paicha("accounts", "add", "a@d", *person).returncode == 0
    refused = paicha("up", "--demo", "--data", str(tmp_path), "--port", str(free_port()))
    assert refused.returncode == 2
    assert "holds accounts of people" in refused.stderr
    assert not (tmp_path / "postgres").exists()


@pytest.mark.parametrize("clock", ["yesterday", "2024-12-14,fast", "2024-12-14,-1"])
def test_demo_clock_that_is_none(tmp_path: Path, clock: str) -> None:
    refused = paicha("up", "--data", str(tmp_path), "--port", str(free_port()), "--demo-clock", clock)
    assert refused.returncode == 2
    assert "START[,SPEED]" in refused.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("token",),
        ("token", "--role", "mayor"),
        ("up", "--port", "99999"),
        ("up", "--colour", "red"),
        ("nothing",),
    ],
)
def test_wrong_usage_is_2(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    (tmp_path / "address.json").write_text('{"url": "", "nats_url": "", "issuer": ""}')
    where = () if arguments[0] == "nothing" else ("--data", str(tmp_path))
    assert paicha(*arguments, *where).returncode == 2
