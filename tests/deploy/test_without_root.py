"""`paicha up` as a user without rights, where nothing needs root; and as root, where nothing runs as root."""

import json
import os
import shutil
import signal
import sys
import time
from pathlib import Path

import httpx
import psutil

from deploy.servers.identity import Identity, identity, nobody
from deploy.servers.log_file import tail
from deploy.servers.ports import LOOPBACK, free_port
from deploy.servers.process import Launch, start, stop
from tests.deploy.deployments import KINDS, UNIT, pid_of
from tests.deploy.processes import using
from tests.deploy.users import as_root, run_as
from tests.e2e.deployment import Deployment, deployed

pytestmark = as_root
READABLE = """
import json, sys
def may_read(path):
    try: open(path).close()
    except OSError: return False
    return True
for path in json.load(open({listed!r})):
    if may_read(path): print(path)
"""


def test_it_starts_and_stops_as_nobody(tmp_path: Path) -> None:
    data, port = tmp_path / "data", free_port()
    data.mkdir()
    owner = nobody()
    assert owner is not None
    os.chown(data, owner.uid, owner.gid)
    command = (sys.executable, "-m", "deploy.cli", "up", "--data", str(data), "--port", str(port))
    log = tmp_path / "up.log"
    launch = Launch("up", command, log, dict(os.environ), Path.cwd(), identity=owner, needs=(data,))
    process = start(launch)
    try:
        deadline = time.monotonic() + 120
        while "Ready." not in tail(launch.log, 100):
            assert process.poll() is None, tail(launch.log)
            assert time.monotonic() < deadline, tail(launch.log)
            time.sleep(0.2)
        assert {path.lstat().st_uid for path in (data, *data.rglob("*"))} == {owner.uid}
        assert data.stat().st_mode & 0o777 == 0o755, "as it was given"
        assert httpx.get(f"http://{LOOPBACK}:{port}/reporting/health/ready").status_code == httpx.codes.OK
    finally:
        stop(process, signal.SIGINT, patience=60)
    assert process.returncode == 0
    assert using(data) == []


def test_as_root_every_program_is_somebody_else_and_reads_its_own(tmp_path: Path) -> None:
    with deployed(tmp_path, PAICHA_SHADOW_HOURS="24") as deployment:
        users = {}
        for kind in KINDS:
            pid = pid_of(deployment, kind)
            assert pid is not None, kind
            status = Path(f"/proc/{pid}/status").read_text()
            assert "\nCapEff:\t0000000000000000\n" in status, kind
            assert "\nNoNewPrivs:\t1\n" in status, kind
            users[kind] = psutil.Process(pid).uids().real
        # It derives what reporting answers, and signs with its keys.
        assert users.pop("shadow") == users["reporting"]
        assert len(set(users.values())) == len(users)
        assert 0 not in users.values()
        data = deployment.data
        for kind in users:
            evidence = (f"seals/{kind}/", f"archive/{kind}/")  # of its own log, once there is some
            read = [path.relative_to(data) for path in read_by(identity(kind), data, tmp_path)]
            assert {path.parts[0] for path in read if not str(path).startswith(evidence)} == {
                "postgres": {"postgres"}, "nats": {"nats"}, "caddy": {"caddy"}, "issuer": {"issuer"},
            }.get(kind, {"secrets", "config", "issuer"}), kind  # fmt: skip
        office = {str(path.relative_to(data)) for path in read_by(identity("hazards"), data, tmp_path)}
        assert office == {
            "secrets/hazards/paicha_database_password", "secrets/hazards/paicha_nats_password",
            "secrets/hazards/signing-keys.json",
            "config/api-keys.json", "config/publishers.json",
            "issuer/jwks.json", "issuer/recalled.json", "issuer/session-jwks.json",
        }  # fmt: skip


def read_by(user: Identity | None, data: Path, folder: Path) -> list[Path]:
    """Besides what says nothing: the lock, and that a demonstration was loaded."""
    paths = [str(path) for path in data.rglob("*") if path.is_file() and path.name != "lock"]
    listed = folder / "listed.json"
    listed.write_text(json.dumps(paths))
    code = READABLE.format(listed=str(listed))
    return [Path(path) for path in run_as(user, code, folder, data, listed).splitlines()]


def test_a_folder_of_an_earlier_version_opens_with_all_its_facts(tmp_path: Path) -> None:
    with deployed(tmp_path) as deployment:
        first = posted(deployment)
        deployment.run("keys", "create", "--name", "kept", "--role", "dashboard")
        deployment.stop()
        as_it_was(deployment.data)
        deployment.start()
        again = posted(deployment)
        key = deployment.run("keys", "create", "--name", "new", "--role", "operator").strip()
        deadline = time.monotonic() + 30
        metrics = f"{deployment.url}/hazards/metrics"
        while httpx.get(metrics, headers={"x-api-key": key}).status_code != httpx.codes.OK:
            assert time.monotonic() < deadline, "the services don't read what root wrote"
            time.sleep(0.1)
    assert again["outcome"] == "duplicate"
    assert again["events"] == first["events"]


def as_it_was(data: Path) -> None:
    """All of root's, closed to everybody else, but for Postgres, which was nobody's."""
    user = nobody()
    assert user is not None
    for path in (data, *data.rglob("*")):
        os.chown(path, 0, 0)
        path.chmod(0o700 if path.is_dir() else 0o600)
    for path in (data / "postgres", *(data / "postgres").rglob("*")):
        os.chown(path, user.uid, user.gid)
    shutil.rmtree(data / "caddy")


def posted(deployment: Deployment) -> dict[str, object]:
    office = deployment.account("safety_office")
    with office.client:
        return office.post("registry", UNIT)[0]
