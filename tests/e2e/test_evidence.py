"""A fact proved to somebody outside, and a log that was tampered with: on a whole deployment, by `paicha`."""

import asyncio
import json
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest

from deploy.embedded.folder import DataFolder
from deploy.embedded.ports import kept_ports
from deploy.servers.ports import free_port
from shared.canonical import digest
from shared.events.envelope import Envelope
from shared.sealing.growing import grow
from shared.sealing.refused import EXIT_CODE
from tests.crash.backups import bring_database_back, copy_databases, postgres_alone
from tests.e2e.deployment import PAICHA, PATIENCE, Deployment, deployed
from tests.e2e.facts import found, unit
from tests.sealing import independent
from tests.support.long import only_long


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    with deployed(tmp_path_factory.mktemp("evidence")) as deployment:
        yield deployment


@pytest.fixture(scope="module")
def hazard(town: Deployment) -> dict[str, Any]:
    """A fact that is in the log, and 600 more after it: two tiles of its tree are full."""
    office = town.account("safety_office")
    fact = found("h-proved", "u-proved")
    assert office.post("registry", unit("u-proved"))[0]["outcome"] == "accepted"
    _until_accepted(town, fact)
    office.post_all("hazards", [found(f"h-{number}", "u-proved") for number in range(600)])
    return fact


def _until_accepted(town: Deployment, fact: dict[str, Any]) -> None:
    office, deadline = town.account("safety_office"), time.monotonic() + PATIENCE
    while office.post("hazards", fact)[0]["outcome"] not in ("accepted", "duplicate"):
        assert time.monotonic() < deadline
        time.sleep(0.1)


def offline(*arguments: str | Path) -> tuple[int, Any]:
    """A command that has no deployment, as JSON."""
    done = subprocess.run(
        [PAICHA, *arguments, "--json"], capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert done.stdout, done.stderr
    return done.returncode, json.loads(done.stdout)


def test_every_log_is_sealed_by_itself_soon_after_its_first_events(town: Deployment) -> None:
    deadline = time.monotonic() + PATIENCE
    for log in ("registry", "reporting"):
        while httpx.get(f"{town.url}/{log}/checkpoints/latest", verify=False).status_code != httpx.codes.OK:
            assert time.monotonic() < deadline, log
            time.sleep(0.2)


def test_a_fact_is_proved_to_somebody_who_has_nothing_else(
    town: Deployment, hazard: dict[str, Any], tmp_path: Path
) -> None:
    town.run("audit", "seal", "--out", tmp_path / "notes")
    wrote = json.loads(
        town.run("audit", "prove", hazard["source"], hazard["id"], "--out", tmp_path, "--json")
    )
    proof, event = Path(wrote["proof"]), Path(wrote["event"])
    assert wrote["log"] == "hazards"
    assert proof.stat().st_size < 2000
    again = json.loads(
        town.run("audit", "prove", f"hazards:{wrote['position']}", "--out", tmp_path / "again", "--json")
    )
    assert Path(again["proof"]).read_bytes() == proof.read_bytes()
    keys = tmp_path / "keys.json"
    keys.write_bytes(httpx.get(f"{town.url}/hazards/keys", verify=False).content)
    # Of several, where another test has rotated them: the fact was sealed by the first.
    key = json.loads(keys.read_bytes())["keys"][0]["verifier"]
    told = independent.check(proof.read_bytes(), event.read_bytes(), key)
    for given in (("--keys", keys), ("--key", key)):
        status, said = offline("audit", "check-proof", proof, event, *given)
        assert (status, said["valid"], said["sealed"]) == (0, True, told.sealed)
        assert said["fact"]["id"] == hazard["id"]
    event.write_bytes(event.read_bytes().replace("灭火器过期".encode(), "灭火器有效".encode()))
    status, said = offline("audit", "check-proof", proof, event, "--keys", keys)
    assert (status, said["valid"], said["code"]) == (1, False, "not_in_tree")
    wrong = subprocess.run([PAICHA, "audit", "check-proof", proof, event], capture_output=True, check=False)
    assert wrong.returncode == 2


def test_after_a_rotation_old_proofs_hold_and_new_ones_are_signed_by_the_new_key(
    town: Deployment, hazard: dict[str, Any], tmp_path: Path
) -> None:
    prove = ("audit", "prove", hazard["source"], hazard["id"], "--service", "hazards", "--json", "--out")
    town.run("audit", "seal")
    before = json.loads(town.run(*prove, tmp_path / "before"))
    rotated = town.run("signing-keys", "rotate")
    assert [line.partition(" ")[0] for line in rotated.splitlines()] == [
        "registry", "hazards", "reporting", "notifications",
    ]  # fmt: skip
    (sealed,) = json.loads(town.run("audit", "seal", "--service", "hazards", "--json"))["checkpoints"]
    after = json.loads(town.run(*prove, tmp_path / "after", "--newest"))
    keys = tmp_path / "keys.json"
    keys.write_bytes(httpx.get(f"{town.url}/hazards/keys", verify=False).content)
    old, new = [each["verifier"] for each in json.loads(keys.read_bytes())["keys"]][-2:]
    for wrote, key, other in ((before, old, new), (after, new, old)):
        files = Path(wrote["proof"]), Path(wrote["event"])
        independent.check(files[0].read_bytes(), files[1].read_bytes(), key)
        assert offline("audit", "check-proof", *files, "--key", key)[0] == 0
        assert offline("audit", "check-proof", *files, "--key", other)[1]["code"] == "unknown_key"
        assert offline("audit", "check-proof", *files, "--keys", keys)[0] == 0
    assert Path(after["proof"]).read_text("utf-8").endswith(sealed["note"])


def test_reporting_s_log_is_sealed_with_the_keys_of_reports(town: Deployment) -> None:
    town.run("audit", "seal", "--service", "reporting")
    keys = json.loads(httpx.get(f"{town.url}/reporting/keys", verify=False).content)["keys"]
    note = httpx.get(f"{town.url}/reporting/checkpoints/latest", verify=False).text
    assert any(each["verifier"].startswith(f"{note.splitlines()[0]}+") for each in keys)


def test_a_lost_key_file_is_made_anew_and_old_proofs_hold(
    town: Deployment, hazard: dict[str, Any], tmp_path: Path
) -> None:
    town.run("audit", "seal")
    wrote = json.loads(
        town.run("audit", "prove", hazard["source"], hazard["id"], "--out", tmp_path, "--json")
    )
    town.stop()
    DataFolder(town.data).signing_keys_of("hazards").unlink()
    town.start()
    keys = tmp_path / "keys.json"
    keys.write_bytes(httpx.get(f"{town.url}/hazards/keys", verify=False).content)
    assert offline("audit", "check-proof", wrote["proof"], wrote["event"], "--keys", keys)[0] == 0
    town.run("audit", "seal")


def refused_start(deployment: Deployment) -> str:
    """What `paicha up` says; nothing is left running."""
    up = [PAICHA, "up", "--data", deployment.data, "--port", str(free_port())]
    done = subprocess.run(up, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert done.returncode == 1, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.mark.usefixtures("hazard")
def test_a_rewritten_log_does_not_start(town: Deployment) -> None:
    """By somebody who owns Postgres: chained and hashed anew, with its tree. Put back, it starts; a part of
    its tree that is gone then is made of it again, and told."""
    town.run("audit", "seal")
    town.stop()
    asyncio.run(_with_database(town, _rewrite))
    said = refused_start(town)
    assert "log_rewritten" in said
    assert f"exit code {EXIT_CODE}" in said
    assert "starting it again" not in said
    asyncio.run(_with_database(town, _put_back))
    town.start()
    assert "1 tiles of the tree of hazards were gone (from event 1 on)" in town.log()


@pytest.mark.usefixtures("hazard")
@only_long
def test_a_restored_backup_takes_an_operator_s_word_and_heals(town: Deployment) -> None:
    town.stop()
    asyncio.run(copy_databases(town, ("hazards",)))
    town.start()
    office = town.account("safety_office")
    assert office.post("hazards", found("h-after-backup", "u-proved"))[0]["outcome"] == "accepted"
    (sealed,) = json.loads(town.run("audit", "seal", "--service", "hazards", "--json"))["checkpoints"]
    town.stop()
    asyncio.run(bring_database_back(town, "hazards"))
    said = refused_start(town)
    assert "log_shorter" in said
    assert "paicha audit restored --service hazards" in said
    town.run("audit", "restored", "--service", "hazards", "--reason", "硬盘损坏，恢复昨晚备份")
    town.start(health="live")
    town.run("audit", "heal")
    deadline = time.monotonic() + PATIENCE
    seals = town.data / "seals" / "hazards"
    assert list((seals / "set-aside").glob("*.note"))
    while list((seals / "set-aside").glob("*.note")):
        assert time.monotonic() < deadline, town.log()
        town.run("audit", "seal", "--service", "hazards", check=False)
        time.sleep(0.2)
    notes = [path.read_text("utf-8") for path in seals.glob("*.note")]
    assert sealed["note"] in notes, "what was handed out holds again"


async def _with_database(town: Deployment, work: Any) -> None:
    async with postgres_alone(town):
        folder = DataFolder(town.data)
        password, port = folder.secret("owners", "postgres"), kept_ports(folder)["postgres"]
        connection = await asyncpg.connect(f"postgresql://postgres:{password}@127.0.0.1:{port}/hazards")
        await connection.execute("set session_replication_role = replica")
        await work(connection)
        await connection.close()


async def _rewrite(connection: "asyncpg.Connection[Any]") -> None:
    await connection.execute("create table kept as select position, raw from events")
    await connection.execute("create table kept_head as select hash from log_head")
    await connection.execute("create table kept_tiles as select * from tree_tiles")
    previous = "0" * 64
    for row in await connection.fetch("select position, raw from events order by position"):
        event = Envelope.from_bytes(row["raw"])
        changed = {"actor": "somebody else"} if row["position"] == 1 else {}
        raw = event._replace(previous_hash=previous, **changed).to_bytes()
        await connection.execute("update events set raw = $2 where position = $1", row["position"], raw)
        previous = digest(raw)
    await connection.execute("update log_head set hash = $1", previous)
    await connection.execute("delete from tree_tiles")
    await grow(connection, "hazards")


async def _put_back(connection: "asyncpg.Connection[Any]") -> None:
    await connection.execute(
        "update events set raw = kept.raw from kept where kept.position = events.position"
    )
    await connection.execute("update log_head set hash = kept_head.hash from kept_head")
    await connection.execute("delete from tree_tiles")
    await connection.execute("insert into tree_tiles select * from kept_tiles where number > 0")
    await connection.execute("drop table kept, kept_head, kept_tiles")
