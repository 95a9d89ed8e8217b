"""A campaign played at speed under two processes that are killed and stopped, with providers that fail."""
# ruff: noqa: N802 - handlers of aiosmtpd

import asyncio
import logging
import signal
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import asyncpg
import pytest
from aiosmtpd.smtp import SMTP

from deploy.provision.databases import SECOND_ROLES, Role, ServiceDatabase, ensure_database
from services.notifications.texts.texts import DEFAULT, read_texts
from shared.instant import SHANGHAI
from shared.migrations import upgrade
from tests.crash.reminders_judged import Played, judge
from tests.crash.summary import PLAYED
from tests.notifications.chain import TOWN
from tests.notifications.channels.http_servers import Answer, Request, said, site
from tests.notifications.channels.mail_servers import HANG_UP, Mailbox
from tests.notifications.sending.replicas import Replica, Replicas, replicas, shown
from tests.notifications.sending.town import at, registry, signed
from tests.support.buses import TestBus
from tests.support.copies import ADDRESS, CopiesServer, copies_server
from tests.support.databases import TestDatabase
from tests.support.long import LONG
from tests.support.servers import PASSWORD, Running

_log = logging.getLogger(__name__)

VILLAGES = tuple(f"v-{number}" for number in range(1, 25 if LONG else 7))
STOPPED_SECONDS = 10 if LONG else 4
STAGES = {
    "1": ("12-11T09:00", "12-13T09:00", "12-14T14:00", "12-16T09:00", "12-17T09:00", "12-18T09:00"),
    "2": ("12-27T09:00", "12-30T14:00", "12-30T18:05", "12-31T09:00"),
}
"""What a filer is told of a form that it owes: days of the seed's campaign, the 14th being a Saturday."""
OVERDUE = {"1": STAGES["1"][3:], "2": STAGES["2"][2:]}
ESCALATED = {"1": "12-16T09:00", "2": "12-31T09:00"}
PERIODS = ("1", "2") if LONG else ("1",)
LISTED = {"1": ("12-27T09:00", "12-30T09:00") if LONG else (), "2": ()}
"""Who still owes the first is on the safety office's list when the play comes by again."""
PLAYS = 5 if LONG else 1
NIGHT = "12-16T23:30"
BEFORE = "12-10T10:05"
"""A major hazard, so that the mailbox of copies knows of mails before the first stage."""
AFTERWARDS = "12-31T10:00" if LONG else "12-18T10:00"
"""Another: mails that are surely taken after those of the last stage."""
_PATIENCE = 150.0


def on(text: str) -> datetime:
    return at(f"2024-{text}")


@dataclass
class Providers(Mailbox):
    """What they took, when by the town's clock, and how often they left it open whether they had."""

    rng: Random = field(default_factory=Random)
    now: Callable[[], datetime] = datetime.now
    taken: list[tuple[str, str, datetime]] = field(default_factory=list)
    open: int = 0
    refused: int = 0
    copies: CopiesServer | None = None
    delivering: set[asyncio.Task[None]] = field(default_factory=set)

    def take(self, id_: str, to: str) -> None:
        self.taken.append((id_, to, self.now()))

    async def handle_RCPT(self, server: SMTP, session: Any, envelope: Any, address: str, options: Any) -> str:
        if self.rng.random() < 0.1:
            return "451 4.3.0 later"
        return await super().handle_RCPT(server, session, envelope, address, options)

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:
        draw = self.rng.random()
        if draw < 0.05:
            return "452 4.3.1 full"
        if draw < 0.06:
            self.refused += 1
            return "554 5.7.1 policy"
        self.open += draw < 0.08
        if draw < 0.07:
            # It hangs up, and has taken nothing.
            return await self._answer(server, HANG_UP)
        self.data = HANG_UP if draw < 0.08 else None
        answer = await super().handle_DATA(server, session, envelope)
        mail = self.got[-1]
        self.take(str(mail["Message-ID"]).strip("<>").partition("@")[0], str(mail["To"]))
        if self.copies is not None and ADDRESS in envelope.rcpt_tos:
            # What is taken is delivered, also when whoever sent it is killed before the answer.
            self.delivering.add(asyncio.create_task(self.copies.deliver(envelope.content)))
        return answer

    def gateway(self, request: Request) -> Answer:
        if request.method == "GET":
            there = any(id_ == request.target.rpartition("/")[2] for id_, _, _ in self.taken)
            return said(200 if there else 404, {"found": there})
        draw, asked = self.rng.random(), request.json
        if draw < 0.1:
            return said(429, {}, Retry_After="2")
        if draw < 0.12:
            self.open += 1
            return said(500, {})
        self.take(asked["id"], asked["to"])
        if draw < 0.14:
            self.open += 1
            return b""
        return said(200, {"accepted": True})


@dataclass
class Harm:
    running: Replicas
    rng: Random
    postgres: Running
    nats: Running
    done: Counter[str] = field(default_factory=Counter)
    over: bool = False
    """What is killed is started again before it ends."""

    async def run(self) -> None:
        for round_ in range(10**6):
            await asyncio.sleep(1 + 4 * self.rng.random())
            if self.over:
                return
            replica = self.rng.choice(self.running.each)
            if round_ == 2:
                await self._restart("nats", self.nats)
            elif round_ == 4:
                await self._restart("postgres", self.postgres)
            elif self.rng.random() < 0.5:
                await self._kill(replica)
            else:
                await self._stop(replica)

    async def _kill(self, replica: Replica) -> None:
        self.done["kill"] += 1
        await replica.kill()
        await replica.start()
        await asyncio.sleep(4)

    async def _stop(self, replica: Replica) -> None:
        if replica.process is None or replica.process.returncode is not None:
            return await replica.start()
        self.done["stop"] += 1
        replica.tell(signal.SIGSTOP)
        try:
            await asyncio.sleep(STOPPED_SECONDS)
        finally:
            replica.tell(signal.SIGCONT)

    async def _restart(self, name: str, server: Running) -> None:
        self.done[name] += 1
        await asyncio.to_thread(server.kill)
        await asyncio.to_thread(server.start)


@dataclass
class Play:
    running: Replicas
    signs: dict[str, dict[str, datetime]]
    """By period and filer; who is not there never does."""

    async def until(self, moment: str) -> None:
        """Everything of then is on its way, however often it was put off.

        What a provider denied only at night waits for the morning.
        """
        town = self.running.town
        for period, filers in self.signs.items():
            for filer, when in sorted(filers.items()):
                if when <= on(moment):
                    town.chains["reporting"].say(
                        "submission.signed", "filing/c-1", when, **signed(filer, period)
                    )
            self.signs[period] = {filer: when for filer, when in filers.items() if when > on(moment)}
        await _patiently(town.tell)
        known = "select sum(position) = $1 and not exists (select from to_plan) from checkpoints"
        await self._eventually(known, sum(len(chain.events) for chain in town.chains.values()))
        town.goes_on(f"2024-{moment}")
        settled = (
            "select not exists (select from reminders where due <= $1 and state in ('planned', 'sending')"
            " and channel <> 'telephone' and reason is distinct from 'quiet')"
        )
        await self._eventually(settled, on(moment), moment)

    async def asks(self, moment: str) -> None:
        """What is in doubt is asked for, until all is settled or three quarters of an hour have passed."""
        settled = (
            "select not exists (select from reminders where due <= $1 and channel <> 'telephone'"
            " and state in ('planned', 'sending', 'uncertain') and reason is distinct from 'quiet')"
        )
        for minutes in range(45):
            if await self._asked(settled, on(moment)):
                return
            later = on(moment) + timedelta(minutes=minutes)
            self.running.town.goes_on(later.astimezone(SHANGHAI).strftime("%Y-%m-%dT%H:%M:%S"))
            await asyncio.sleep(1)

    async def _eventually(self, question: str, value: Any, moment: str | None = None) -> None:
        began = asyncio.get_running_loop().time()
        while not await self._asked(question, value):
            waited = asyncio.get_running_loop().time() - began
            assert waited < _PATIENCE, (question, value, await self.running.town.rows("state = 'planned'"))
            if moment is not None and waited > 3:
                # A minute of the town for each second: what was put off is taken up.
                later = on(moment) + timedelta(minutes=waited)
                self.running.town.goes_on(later.astimezone(SHANGHAI).strftime("%Y-%m-%dT%H:%M:%S"))
            await asyncio.sleep(0.5)

    async def _asked(self, question: str, value: Any) -> bool:
        try:
            connection = await asyncpg.connect(self.running.town.database.admin_dsn, timeout=5)
        except (OSError, asyncpg.PostgresError):
            return False
        try:
            return bool(await connection.fetchval(question, value))
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
            return False
        finally:
            connection.terminate()


async def _patiently(what: Callable[[], Awaitable[None]]) -> None:
    """The broker may just be away: what it has already is not taken twice."""
    for _ in range(20):
        try:
            await what()
        except Exception as error:  # noqa: BLE001 - whatever a client says whose server was killed
            _log.info("again: %r", error)
            await asyncio.sleep(1)
        else:
            return
    raise TimeoutError("the broker did not come back")


def demanded(signs: dict[str, dict[str, datetime]]) -> set[tuple[str, datetime, str]]:
    """Subject, due and recipient, as a person would count them."""
    found = set()
    for period in PERIODS:
        for filer in (*VILLAGES, "d-1"):
            subject, done = f"report/c-1/{period}/{filer}", signs[period].get(filer, on("12-31T23:59"))
            for stage in STAGES[period]:
                if on(stage) < done:
                    found.add((subject, on(stage), f"filer/{filer}/reporter"))
                    if stage in OVERDUE[period]:
                        found.add((subject, on(stage), "list/safety-office/one"))
            found |= {
                (subject, on(day), "list/safety-office/one") for day in LISTED[period] if on(day) < done
            }
            if on(ESCALATED[period]) < done:
                found.add((subject, on(ESCALATED[period]), "official/o-3/self"))
    told = ("list/safety-office/one", "filer/v-1/reporter", "filer/d-1/reporter", "official/o-3/self")
    majors = {"hazard/h-0": on(BEFORE), "hazard/h-1": on(NIGHT), "hazard/h-2": on(AFTERWARDS)}
    return found | {
        (hazard, found_at, each)
        for hazard, found_at in majors.items()
        for each in (*told, "official/o-1/self")
    }


def story(rng: Random) -> dict[str, dict[str, datetime]]:
    """When each signs: a minute before something would be said, or never."""
    return {
        period: {
            filer: on(stage) - timedelta(minutes=1)
            for filer in VILLAGES
            if (stage := rng.choice([*STAGES[period], None])) is not None
        }
        for period in PERIODS
    }


async def people(running: Replicas) -> None:
    service, database = running.town.service, running.town.database
    for number, filer in enumerate((*VILLAGES, "d-1")):
        way = {"mobile": f"138000010{number:02}"} if number % 2 else {"email": f"{filer}@town.example"}
        await service.put(f"filer/{filer}/reporter", **way)
    for holder in ("list/safety-office/one", "official/o-1", "official/o-2", "official/o-3"):
        await service.put(holder, email=f"{holder.replace('/', '-')}@town.example")
    admin = await asyncpg.connect(database.admin_dsn)
    names = ["", *read_texts(DEFAULT).templates]
    await admin.execute(
        "insert into sms_templates (township, template, state, changed, changed_by) "
        "select $1, name, '可用', now(), 'a' from unnest($2::text[]) as name",
        TOWN, names,
    )  # fmt: skip
    await admin.execute(
        "insert into to_plan (township, subject) values ($1, '') on conflict do nothing", TOWN
    )
    await admin.close()


def officials(running: Replicas) -> None:
    """o-3 takes the seat of o-2 over before anything is escalated."""
    chain = running.town.chains["registry"]
    chain.say(
        "official.registered", "official/o-3", on("11-20T10:00"), official_id="o-3", name="王五", title="委员"
    )
    chain.say(
        "official.term_started",
        "official/o-3",
        on("11-20T10:00"),
        official_id="o-3",
        office="委员",
        leader=True,
    )
    chain.say("official.term_ended", "official/o-2", on("11-21T10:00"), official_id="o-2", office="副书记")


@pytest.mark.parametrize("play", range(PLAYS))
@pytest.mark.timeout(3600 if LONG else 900)
async def test_everything_demanded_is_delivered_once(
    own_bus: TestBus,
    own_nats_server: Running,
    own_postgres_server: Running,
    tmp_path: Path,
    seed: int,
    play: int,
    record_property: Callable[[str, object], None],
) -> None:
    rng = Random(seed + play)
    providers = Providers(rng=rng, now=lambda: shown(tmp_path / "demo-clock.json"))
    own = await database_on(own_postgres_server.server.dsn())  # type: ignore[attr-defined]  # a Postgres
    async with site(providers.gateway) as gateway, copies_server() as providers.copies:
        chain = registry(VILLAGES, ("o-2", "o-3"))
        more = {"SMS_URL": gateway.url, "SMS_SECRET": "a-secret-of-a-test", "SMS_SIGN_NAME": "镇安委办"}
        more |= providers.copies.settings
        async with replicas(own_bus, own, tmp_path, "2024-12-10T10:00", providers, chain, **more) as running:
            officials(running)
            await people(running)
            signs = story(rng)
            stage = Play(running, {period: dict(filers) for period, filers in signs.items()})
            major(running, "h-0", BEFORE)
            await stage.until(BEFORE)
            harm = Harm(running, rng, own_postgres_server, own_nats_server)
            harming = asyncio.create_task(harm.run())
            moments = sorted({NIGHT, AFTERWARDS, *(each for period in PERIODS for each in STAGES[period])})
            try:
                for moment in moments:
                    if moment in (NIGHT, AFTERWARDS):
                        major(running, "h-1" if moment == NIGHT else "h-2", moment)
                    await stage.until(moment)
                    await stage.asks(moment)
            finally:
                harm.over = True
                await harming
            await stage.asks(AFTERWARDS)
            await asyncio.gather(*providers.delivering)
            rows = await running.town.rows()
            doubted = await running.town.fetch(DOUBTED)
            doubts = {row["reminder"] for row in doubted}
            played = judge(Played(rows, demanded(signs), providers, sum(harm.done.values()), doubts))
            record_property(PLAYED, dict(played))


DOUBTED = """
select distinct reminder from sending_record
where line::jsonb ->> 'happening' in ('unknown', 'claimant_gone', 'key_found')
"""


async def database_on(admin: str) -> TestDatabase:
    """Gone with its cluster: no connection of the test's own lives through the restart."""
    own, connection = TestDatabase(admin, "notifications", "notifications"), await asyncpg.connect(admin)
    roles = [Role(name, PASSWORD) for name in (own.owner, own.service, SECOND_ROLES[own.service].name)]
    await ensure_database(connection, ServiceDatabase(own.name, *roles), "template1")
    await connection.close()
    await upgrade("notifications", own.owner_dsn)
    return own


def major(running: Replicas, id_: str, moment: str) -> None:
    running.town.chains["hazards"].say(
        "hazard.found", f"hazard/{id_}", on(moment), hazard_id=id_, unit_id="u-1", by="v-1", severity="major",
        description="通道堵塞",
    )  # fmt: skip
