"""What a program that root starts is left with: no rights, and a way to nothing but what it needs."""

import json
from pathlib import Path

import pytest

from deploy.embedded import reach
from deploy.embedded.folder import DataFolder
from deploy.embedded.refusal import Refusal
from deploy.servers.identity import Identity, identity, nobody
from tests.deploy.users import as_root, run_as

pytestmark = as_root
STRANGER = Identity(60650, 60651)
STATE = """
import json
lines = [line for line in open("/proc/self/status").read().splitlines()]
print(json.dumps({name: rest.split() for name, _, rest in (line.partition(":") for line in lines)}))
"""


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    """A folder that only root may enter, as the folder of pytest above it is."""
    closed = tmp_path / "closed"
    (closed / "needed" / "deep").mkdir(parents=True)
    (closed / "needed" / "file").write_text("for it")
    (closed / "other").mkdir()
    (closed / "other" / "file").write_text("for others")
    closed.chmod(0o700)
    return closed


def listed(place: Path) -> str:
    return f"import os; print(sorted(os.listdir({str(place)!r})))"


def test_nothing_of_root_is_left(tmp_path: Path) -> None:
    state = json.loads(run_as(STRANGER, STATE, tmp_path))
    assert set(state["Uid"]) == {"60650"}
    assert set(state["Gid"]) == {"60651"}
    assert state["Groups"] == []
    assert {int(state[name][0], 16) for name in ("CapEff", "CapPrm", "CapAmb")} == {0}
    assert state["NoNewPrivs"] == ["1"]


def test_it_is_led_through_closed_folders_to_what_it_needs(closed: Path, tmp_path: Path) -> None:
    needed = closed / "needed"
    assert run_as(STRANGER, listed(needed), tmp_path, needed) == "['deep', 'file']"
    assert run_as(STRANGER, listed(closed), tmp_path, needed) == "['needed']"
    assert run_as(STRANGER, f"print(open({str(needed / 'file')!r}).read())", tmp_path, needed) == "for it"
    refused = run_as(STRANGER, f"open({str(closed / 'other' / 'file')!r})", tmp_path, needed)
    assert "FileNotFoundError" in refused


def test_a_closed_folder_within_what_it_needs(closed: Path, tmp_path: Path) -> None:
    inner = closed / "needed" / "deep"
    (inner / "deeper").mkdir()
    inner.chmod(0o700)
    places = (closed / "needed", inner / "deeper")
    assert run_as(STRANGER, listed(closed / "needed"), tmp_path, *places) == "['deep', 'file']"
    assert run_as(STRANGER, listed(inner), tmp_path, *places) == "['deeper']"


def test_the_machine_sees_nothing_of_it(closed: Path, tmp_path: Path) -> None:
    before = Path("/proc/self/mounts").read_text()
    run_as(STRANGER, "", tmp_path, closed / "needed")
    assert Path("/proc/self/mounts").read_text() == before
    assert {path.name for path in closed.iterdir()} == {"needed", "other"}


def test_permissions_hold_within_what_it_needs(closed: Path, tmp_path: Path) -> None:
    secret = closed / "needed" / "file"
    secret.chmod(0o600)
    assert "PermissionError" in run_as(STRANGER, f"open({str(secret)!r})", tmp_path, closed / "needed")


def test_a_low_port_is_all_that_the_gateway_may_keep(tmp_path: Path) -> None:
    listen = "import socket; socket.create_server(('127.0.0.1', 987)); print('listens')\n"
    assert run_as(STRANGER, listen, tmp_path, low_port=True) == "listens"
    kept = json.loads(run_as(STRANGER, STATE, tmp_path, low_port=True))
    assert int(kept["CapEff"][0], 16) == 1 << 10
    if int(Path("/proc/sys/net/ipv4/ip_unprivileged_port_start").read_text()) > 987:
        assert "PermissionError" in run_as(STRANGER, listen, tmp_path)


def test_every_program_is_somebody_else() -> None:
    programs = ("postgres", "nats", "caddy", "issuer", "registry", "hazards", "reporting", "notifications")
    users = {each.uid for each in map(identity, programs) if each is not None}
    assert len(users) == len(programs)
    assert not users & {0, 65534}


def test_what_is_installed_out_of_reach_is_said_in_a_sentence(
    closed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = DataFolder(tmp_path / "data")
    folder.create()
    reach.check_reach(folder)
    monkeypatch.setattr(reach, "ROOT", closed)
    with pytest.raises(Refusal, match=r"chmod -R go\+rX") as refused:
        reach.check_reach(folder)
    assert "\n" not in str(refused.value)


def test_a_folder_of_somebody_else_is_said_in_a_sentence(tmp_path: Path) -> None:
    data = tmp_path / "data"
    DataFolder(data).create()
    (data / "lock").touch(0o600)
    data.chmod(0o711)
    code = f"import sys; from deploy.cli import main; sys.argv[1:] = ['up', '--data', {str(data)!r}]; main()"
    said = run_as(nobody(), code, tmp_path, data)
    assert "--data" in said
    assert said.count("\n") == 0
