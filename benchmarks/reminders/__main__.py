"""`python -m benchmarks.reminders [HOW_MANY]`: so many reminders due at once, else 500, and two processes.

The rate is lifted; the mail server is this script. Takes a minute; nothing stays behind.
"""

import asyncio
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import asyncpg
from aiosmtpd.smtp import SMTP

from benchmarks.reminders.planning import cost_of_marks
from benchmarks.servers import Servers, servers
from services.notifications.policy.policy import DEFAULT
from shared.clock import DemoTime
from shared.migrations import upgrade
from tests.notifications.chain import TOWN
from tests.notifications.channels.mail_servers import Mailbox
from tests.notifications.sending.replicas import replicas
from tests.notifications.sending.town import at, registry
from tests.support.buses import TestBus
from tests.support.databases import TestDatabase, fresh_database
from tests.support.demo_clocks import keep_clock

_MANY = 500
_AHEAD_SECONDS = 5.0
_CONTACTS = """
insert into contacts (township, kind, id, part, email, changed, changed_by)
select $1, 'filer', id, 'reporter', id || '@town.example', now(), 'a' from unnest($2::text[]) as id
"""


class Timed(Mailbox):
    def __init__(self, many: int) -> None:
        super().__init__()
        self.came: list[float] = []
        self.many, self.all_came = many, asyncio.Event()

    async def handle_DATA(self, server: SMTP, session: object, envelope: object) -> str:  # noqa: N802 - aiosmtpd's name
        self.came.append(time.monotonic())
        if len(self.came) >= self.many:
            self.all_came.set()
        return await super().handle_DATA(server, session, envelope)


async def lateness(own: TestDatabase, bus: TestBus, folder: Path, many: int) -> list[float]:
    """Seconds behind the moment that all are due, in order."""
    villages, mailbox = [f"v-{number}" for number in range(many)], Timed(many)
    policy = folder / "policy.yaml"
    policy.write_text(DEFAULT.read_text("utf-8").replace("a_minute: 300", "a_minute: 6000"), "utf-8")
    chain, more = registry(villages), {"REMINDERS_FILE": str(policy)}
    async with replicas(bus, own, folder, "2024-12-10T10:00", mailbox, chain, **more) as running:
        admin = await asyncpg.connect(own.admin_dsn)
        await admin.execute(_CONTACTS, TOWN, villages)
        await running.town.tell()
        await running.town.until(
            "rule = 'report_due_3_days' and due < '2024-12-15' and channel = 'email'", many
        )
        await admin.close()
        due = at("2024-12-11T09:00")
        start = DemoTime(start=due - timedelta(seconds=_AHEAD_SECONDS), anchor=datetime.now(UTC))
        keep_clock(folder, start)
        began = time.monotonic() + _AHEAD_SECONDS
        async with asyncio.timeout(120):
            await mailbox.all_came.wait()
    return sorted(each - began for each in mailbox.came)


async def measured(own_servers: Servers, folder: Path, many: int) -> list[str]:
    bus = TestBus(own_servers.nats_url)
    await bus.fresh_streams()
    async with fresh_database(own_servers.postgres, "notifications") as own:
        await upgrade("notifications", own.owner_dsn)
        late = await lateness(own, bus, folder, many)
    async with fresh_database(own_servers.postgres, "notifications") as own:
        await upgrade("notifications", own.owner_dsn)
        without, with_marks = await cost_of_marks(own)
    await bus.close()
    claims = many / (late[-1] - late[0])
    leaving = f"first {late[0]:.2f} s late, half {late[many // 2]:.2f} s, last {late[-1]:.2f} s"
    return [
        f"{many} due at once, two processes: {leaving}; {claims:.0f} claims a second",
        f"an event applied: {without:.0f} µs without marks for the planner, {with_marks:.0f} µs with them",
    ]


def main() -> None:
    many = int(sys.argv[1]) if sys.argv[1:] else _MANY
    with tempfile.TemporaryDirectory(prefix="paicha-bench-") as folder, servers() as own:
        print("\n".join(asyncio.run(measured(own, Path(folder), many))))


if __name__ == "__main__":
    main()
