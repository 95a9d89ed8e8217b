"""Waiting until nothing moves any more, and then looking at everything there is."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

import asyncpg

from deploy.embedded.folder import DataFolder
from shared.bus.connect import connected
from tests.crash.flow import Flow
from tests.crash.processes import SERVICES, Processes
from tests.crash.recorded import Key, Recorded, check_log
from tests.e2e.deployment import PATIENCE, Account
from tests.e2e.real_town import CAMPAIGN
from tests.oracle.comparing import differences
from tests.oracle.figures import annexes
from tests.oracle.said import Said
from tests.oracle.town import Town

CAMPAIGN_FILE = "campaign-file"
"""The publisher of what the registry itself says at its start."""
_ASKED = 25
_CHECKPOINTS = {
    ("reporting", "registry"): "select position, hash from checkpoints where log = 'registry'",
    ("reporting", "hazards"): "select position, hash from checkpoints where log = 'hazards'",
    ("notifications", "registry"): "select position, hash from checkpoints where log = 'registry'",
    ("notifications", "hazards"): "select position, hash from checkpoints where log = 'hazards'",
    ("hazards", "registry"): "select position, hash from checkpoints where log = 'registry'",
}


@dataclass(frozen=True)
class Whole:
    """A deployment, somebody who sees everything in it, and the town it plays in."""

    processes: Processes
    office: Account
    town: Town

    async def check(self, flow: Flow, rng: Random) -> dict[str, Recorded]:
        """No fact lost or doubled, and every figure as it was counted independently."""
        logs = {log: await self.log(log) for log in ("registry", "hazards")}
        self._check_facts(logs, flow.begun)
        await self._wait_for_readers(logs)
        self._ask_receipts(logs, flow.begun, rng)
        self.check_figures(flow.facts, [None, *rng.sample(self.town.deadlines, 2)])
        return logs

    async def log(self, log: str) -> Recorded:
        folder = DataFolder(self.processes.deployment.data)
        url = f"nats://127.0.0.1:{self.processes.ports['nats']}"
        password = folder.secret(log, "paicha_nats_password")
        async with connected(url, log, password, on_closed=lambda: None) as bus:
            return await check_log(self.processes.dsn(log), bus, log)

    def _check_facts(self, logs: Mapping[str, Recorded], begun: Mapping[Key, Said]) -> None:
        """Every fact sent has its event, and nothing else has one."""
        for log, recorded in logs.items():
            expected = {key for key, fact in begun.items() if fact.service == log}
            found = {key for key in recorded.facts if key[0] != CAMPAIGN_FILE}
            assert found == expected, f"{log}: lost {expected - found}, from nowhere {found - expected}"

    async def _wait_for_readers(self, logs: Mapping[str, Recorded], patience: float = PATIENCE) -> None:
        deadline = time.monotonic() + patience
        for (service, log), statement in _CHECKPOINTS.items():
            expected = (logs[log].position, logs[log].hash)
            while (found := await self._checkpoint(service, statement)) != expected:
                assert time.monotonic() < deadline, f"{service} of {log}: {found} instead of {expected}"
                await asyncio.sleep(0.1)
        for service in SERVICES:
            while not await self.processes.is_back(service):
                assert time.monotonic() < deadline, f"{service} is not ready"
                await asyncio.sleep(0.1)

    async def _checkpoint(self, service: str, statement: str) -> tuple[int, str] | None:
        connection = await asyncpg.connect(self.processes.dsn(service))
        try:
            row = await connection.fetchrow(statement)
        finally:
            await connection.close()
        return None if row is None else (row["position"], row["hash"])

    def _ask_receipts(self, logs: Mapping[str, Recorded], begun: Mapping[Key, Said], rng: Random) -> None:
        for key in rng.sample(sorted(begun), min(_ASKED, len(begun))):
            publisher, source, id_ = key
            log = begun[key].service
            receipt = self.office.get(f"/{log}/receipts", source=source, id=id_, publisher=publisher)
            events = [{"log": log, "position": logs[log].facts[key]}]
            assert (receipt["outcome"], receipt["events"]) == ("accepted", events), receipt

    def check_figures(self, facts: Sequence[Said], moments: Sequence[datetime | None]) -> None:
        for moment in moments:
            expected = annexes(list(facts), self.town, moment or self.town.ends + timedelta(days=1))
            for annex, figures in expected.items():
                wrong = differences(self._form(annex, moment), figures)
                assert wrong == [], f"{annex} until {moment}: {wrong}"

    def _form(self, annex: str, moment: datetime | None) -> Any:
        query = {} if moment is None else {"occurred_until": moment.isoformat()}
        return self.office.get(f"/reporting/campaigns/{CAMPAIGN}/{annex}", **query)
