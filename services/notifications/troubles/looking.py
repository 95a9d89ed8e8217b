"""One look at all that operators are told of: logs, publishers, the calendar, templates, money."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from services.notifications.channels.limits import month_of
from services.notifications.channels.opened import budget_of
from services.notifications.channels.use import spent_in_month
from services.notifications.planning.templates import template_states
from services.notifications.rules.calendar_missing import missing_years
from services.notifications.rules.town import Town
from services.notifications.sending.equipment import Equipment
from services.notifications.texts.template_state import TemplateStates
from services.notifications.troubles import kept
from services.notifications.troubles.not_ready import not_ready, still_missing
from services.notifications.troubles.silence import silent
from services.notifications.troubles.standing import LogWatch, Seen, Stand
from services.notifications.troubles.stopped import StoppedModels
from services.notifications.troubles.trouble import Trouble, Watched, to_write
from shared import metrics
from shared.event_log.connection import Connection
from shared.follower.watermarks import Watermarks
from shared.logging import get_logger
from shared.read_model.checkpointed import Checkpointed

_log = get_logger(__name__)


class Looking:
    """By one process at a time: what it remembers of the logs is what it has seen itself."""

    def __init__(
        self, equipment: Equipment, watched: Checkpointed, watermarks: Watermarks, stopped: StoppedModels
    ) -> None:
        self._equipment, self._watched, self._watermarks = equipment, watched, watermarks
        self._stopped = stopped
        self._logs = {log: LogWatch() for log in watermarks.logs}
        self._stands: dict[str, Stand] = {}

    async def look(self, connection: Connection) -> None:
        now = self._equipment.clock.now()
        at_head, _ = await self._equipment.knowledge.look()
        await self._look_at_logs(now)
        for township in await kept.towns(connection):
            async with connection.transaction():
                before = await kept.kept_troubles(connection, township)
                seen = await self._of_town(connection, township, now, before)
                if not at_head:
                    seen = _without_publishers(seen, before)
                new, over = to_write(before, seen)
                await kept.write(connection, township, new, over)
            _tell(township, new, over)

    async def _look_at_logs(self, now: datetime) -> None:
        folded, at = await self._watched.folded(), self._watermarks.monotonic()
        for log, watch in self._logs.items():
            applied, silent_for = folded.checkpoint(log), self._watermarks.silent_seconds(log)
            behind = self._watermarks.is_behind(log, applied)
            self._stands[log] = watch.look(Seen(at, now, silent_for, applied.position, behind))

    async def _of_town(
        self, connection: Connection, township: str, now: datetime, before: Iterable[str]
    ) -> Watched:
        town = Town(township, self._equipment.rulebook.policy)
        troubles = [*self._standing(), *self._stopped.troubles(now)]
        troubles += silent(town, await kept.heard(connection, township), now)
        troubles += [Trouble(f"calendar/{year}", now) for year in missing_years(town, now)]
        unknown = {f"log/{log}" for log, stand in self._stands.items() if stand is Stand.UNKNOWN}
        unknown |= set(self._stopped.unknown(before))
        if "sms" in self._equipment.channels:
            states = await self._templates(connection, township)
            troubles += not_ready(states, await kept.needed(connection, township, now), now)
            troubles += await self._nearly_spent(connection, now)
            unknown |= {
                each for each in before if each.startswith("template/") and still_missing(states, each)
            }
        return Watched(tuple(troubles), frozenset(unknown))

    async def _templates(self, connection: Connection, township: str) -> TemplateStates:
        rulebook = self._equipment.rulebook
        return await template_states(connection, township, rulebook.texts, rulebook.policy)

    def _standing(self) -> Iterator[Trouble]:
        for log, stand in self._stands.items():
            since = self._logs[log].since
            if stand is Stand.STANDING and since is not None:
                yield Trouble(f"log/{log}", since)

    async def _nearly_spent(self, connection: Connection, now: datetime) -> list[Trouble]:
        budget = budget_of(self._equipment.settings)
        if budget is None or not budget.alarms(await spent_in_month(connection, "sms", now)):
            return []
        return [Trouble(f"budget/sms/{month_of(now):%Y-%m}", now)]


def _without_publishers(seen: Watched, before: Mapping[str, Trouble]) -> Watched:
    """While logs are still read, what a publisher sent last is not known."""
    troubles = tuple(each for each in seen.troubles if not each.subject.startswith("publisher/"))
    unknown = seen.unknown | {subject for subject in before if subject.startswith("publisher/")}
    return Watched(troubles, unknown)


def _tell(township: str, new: list[Trouble], over: list[str]) -> None:
    for each in new:
        metrics.TROUBLES.labels(each.subject.partition("/")[0]).inc()
        _log.warning("trouble", township=township, subject=each.subject)
    for subject in over:
        _log.info("trouble_over", township=township, subject=subject)
