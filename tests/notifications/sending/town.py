"""A town that is reminded, in a test: its logs, its clock, its people, the servers that messages reach."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from shared.canonical import GENESIS, canonical
from shared.clock import DemoTime
from shared.events.envelope import event_hash
from shared.instant import SHANGHAI, write_instant
from tests.notifications.chain import Chain
from tests.notifications.channels.mail_servers import Mailbox, mail_server
from tests.notifications.running import Service, running_notifications
from tests.support.buses import TestBus
from tests.support.databases import TestDatabase
from tests.support.demo_clocks import keep_clock

CAMPAIGN = "c-1"
FROM, UNTIL = "2024-11-15T00:00", "2025-03-01T00:00"
DEADLINES = ("2024-12-14T18:00", "2024-12-30T18:00")
PATIENCE_SECONDS = 120


def at(text: str) -> datetime:
    """In the town's time."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def registry(villages: Sequence[str] = ("v-1", "v-2"), members: Sequence[str] = ("o-2",)) -> Chain:
    """These villages and the department d-1, one working group, one campaign."""
    chain, known = Chain("registry", "registry-1"), at("2024-01-01T00:00")
    kinds = {
        "v-1": ("明月村", "village"),
        "v-2": ("千盏村", "village"),
        "d-1": ("产业服务中心", "department"),
    }
    kinds |= {id_: (f"{id_}村", "village") for id_ in villages if id_ not in kinds}
    for id_, (name, kind) in kinds.items():
        chain.say(
            "organisation.registered", f"organisation/{id_}", known, organisation_id=id_, name=name, kind=kind
        )
    for id_, name, office in (("o-1", "李觅", "党委书记"), ("o-2", "刘波", "副书记")):
        chain.say("official.registered", f"official/{id_}", known, official_id=id_, name=name, title=office)
        chain.say(
            "official.term_started", f"official/{id_}", known, official_id=id_, office=office, leader=True
        )
    chain.say(
        "working_group.formed", "working_group/g-1", known, group_id="g-1", heads=["o-1"],
        members=list(members), departments=["d-1"], villages=list(villages),
    )  # fmt: skip
    chain.say(
        "unit.registered", "unit/u-1", known, unit_id="u-1", name="某店", kind="other", village="v-1",
        department="d-1",
    )  # fmt: skip
    chain.say(
        "campaign.opened", f"campaign/{CAMPAIGN}", known, campaign_id=CAMPAIGN, title="大排查", policy="1",
        phases=[], supervision_levels=[], departments=["d-1"], villages=list(villages), form_titles={},
        foot_notes={}, starts=write_instant(at(FROM)), ends=write_instant(at(UNTIL)),
        deadlines=[write_instant(at(each)) for each in DEADLINES],
    )  # fmt: skip
    return chain


@dataclass
class Reminded:
    service: Service
    database: TestDatabase
    folder: Path
    mailbox: Mailbox
    chains: dict[str, Chain]
    said: dict[str, int] = field(default_factory=dict)
    closed: datetime | None = None
    """No earlier time is announced by the logs."""

    async def stands_at(self, moment: str) -> None:
        """As `now`, and the service has heard from every log that it is closed until then.

        What is overdue is put off while that is not known, by seconds of a clock that stands.
        """
        assert self.service.app is not None
        knowledge, self.closed = self.service.app.state.equipment.knowledge, at(moment)
        async with asyncio.timeout(PATIENCE_SECONDS):
            while (await knowledge.look())[1] < at(moment):
                await asyncio.sleep(0.05)
        self.now(moment)

    def now(self, moment: str) -> None:
        """The clock stands there from now on."""
        start = at(moment)
        keep_clock(self.folder, DemoTime(start=start, anchor=datetime.now(UTC), held_at=start))

    def goes_on(self, moment: str) -> None:
        """The clock goes on from there: what is put off by seconds is taken up again."""
        keep_clock(self.folder, DemoTime(start=at(moment), anchor=datetime.now(UTC)))

    async def tell(self) -> None:
        """What the chains hold and was not published yet."""
        for log, chain in self.chains.items():
            stream = (await self.service.bus.connect(log)).jetstream(timeout=30)
            for event in chain.events[self.said.get(log, 0) :]:
                await stream.publish(event.envelope.subject, event.raw)
            self.said[log] = len(chain.events)

    async def announce(self, clock: Callable[[], datetime]) -> None:
        """As each log's relay does, for ever."""
        clients = {log: await self.service.bus.connect(log) for log in self.chains}
        while True:
            for log, client in clients.items():
                events = self.chains[log].events[: self.said.get(log, 0)]
                head = event_hash(events[-1].raw) if events else GENESIS
                log_id = self.chains[log].log_id
                told = {"log": log, "logid": log_id, "position": len(events), "hash": head}
                until = write_instant(max(clock(), self.closed or clock()))
                await client.publish(f"clock.{log}", canonical(told | {"clock": until}))
            await asyncio.sleep(0.2)

    async def rows(self, where: str = "true") -> list[Any]:
        return await self.fetch(f"select * from reminders where {where} order by due, id")

    async def fetch(self, query: str) -> list[Any]:
        connection = await asyncpg.connect(self.database.admin_dsn)
        try:
            return await connection.fetch(query)
        finally:
            await connection.close()

    async def execute(self, query: str, *given: Any) -> None:
        """Behind the service's back."""
        connection = await asyncpg.connect(self.database.admin_dsn)
        try:
            await connection.execute(query, *given)
        finally:
            await connection.close()

    async def until(self, where: str, many: int = 1) -> list[Any]:
        """Waits until so many rows are like that."""
        ends = time.monotonic() + PATIENCE_SECONDS
        while len(found := await self.rows(where)) != many:
            every = [
                (row["rule"], row["recipient"], row["channel"], row["state"], row["reason"])
                for row in await self.rows("state <> 'planned' or woken is not null")
            ]
            assert time.monotonic() < ends, f"{len(found)} instead of {many}: {where}\n{every}"
            await asyncio.sleep(0.1)
        return found

    def mails(self) -> list[str]:
        """To whom, and the title, in the order that they came."""
        return [f"{mail['To']}: {mail['Subject']}" for mail in self.mailbox.got]


@asynccontextmanager
async def reminded(
    bus: TestBus, own: TestDatabase, folder: Path, patch: pytest.MonkeyPatch, moment: str, mailbox: Mailbox
) -> AsyncIterator[Reminded]:
    """Its reminders go by e-mail, to a server that does as the mailbox says."""
    start = at(moment)
    clock = keep_clock(folder, DemoTime(start=start, anchor=datetime.now(UTC), held_at=start))
    async with mail_server(mailbox) as port:
        patch.setenv("PAICHA_SMTP_HOST", "127.0.0.1")
        patch.setenv("PAICHA_SMTP_PORT", str(port))
        patch.setenv("PAICHA_SMTP_SECURITY", "plain")
        patch.setenv("PAICHA_SMTP_FROM", "镇安委办 <anwei@town.example>")
        async with running_notifications(bus, own, folder, demo_clock_file=clock) as service:
            chains = {
                "registry": registry(),
                "hazards": Chain("hazards", "hazards-1"),
                "reporting": Chain("reporting", "reporting-1"),
            }
            town = Reminded(service, own, folder, mailbox, chains)
            announcing = asyncio.create_task(
                town.announce(
                    lambda: DemoTime.model_validate_json(clock.read_text("utf-8")).at(datetime.now(UTC))
                )
            )
            for filer in ("v-1", "v-2", "d-1"):
                await service.put(f"filer/{filer}/reporter", email=f"{filer}@town.example")
            await service.put("list/safety-office/one", email="office@town.example")
            await service.put("official/o-2", email="member@town.example")
            await service.put("official/o-1", email="head@town.example")
            try:
                await town.tell()
                yield town
            finally:
                announcing.cancel()


def signed(filer: str, period: str = "1") -> dict[str, Any]:
    """The payload of a submission of a village, as reporting writes it."""
    golden = json.loads(Path("tests/contracts/golden/submission.signed.v1.json").read_text("utf-8"))
    data: dict[str, Any] = golden.get("data", golden)
    known = {name: value for name, value in data.items() if not name.startswith("correct")}
    return known | {
        "campaign_id": CAMPAIGN,
        "number": f"N-{period}-{filer}",
        "period": period,
        "filer": filer,
    }
