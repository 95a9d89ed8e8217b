"""Reading a subject's stream for an account: all of it, or one refusal for whatever is not its own."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from nats.aio.client import Client

from shared.aggregates.history import History
from shared.aggregates.rights import Rights
from shared.event_log.connection import Pool
from shared.facts.account import Account
from shared.identity.filers import visible_filers
from shared.problems import Rejected
from shared.timelines.seen import in_cells_too, is_own, kinds_asked
from shared.timelines.stream import MOST, SubjectStream, read_subject
from shared.timelines.words import Named

KindsOf = Callable[[str, Sequence[str]], Awaitable[Mapping[str, str]]]
"""Of organisations of a township, the kinds of those that are known."""


@dataclass(frozen=True, slots=True)
class TimelineReading:
    """Of one service: its log, and how to ask reporting."""

    pool: Pool
    bus: Client
    kinds_of: KindsOf

    async def of(self, account: Account, subject: Named, rights: Rights) -> SubjectStream:
        """Raises `not_yours` for a filer's account, whether or not there is such a subject; for who sees all,
        `not_found`."""
        sees_all = visible_filers(account) is None
        async with self.pool.acquire() as connection:
            stream = await read_subject(connection, account.township, *subject)
        if not (sees_all or await self._may_see(account, subject, rights, stream.history)):
            raise Rejected("not_yours")
        if not stream.envelopes:
            raise Rejected("not_found", what=subject[1])
        if stream.too_long:
            raise Rejected("timeline_too_long", subject=subject[1], limit=str(MOST))
        return stream

    async def is_own(self, account: Account, rights: Rights, history: History) -> bool:
        """By what its stream says."""
        own = account.organisations
        kinds = await self.kinds_of(account.township, kinds_asked(own, rights, history))
        return is_own(own, rights, history, kinds)

    async def _may_see(self, account: Account, subject: Named, rights: Rights, history: History) -> bool:
        if await self.is_own(account, rights, history):
            return True
        kind, id_ = subject
        return id_ in await in_cells_too(self.bus, account, kind, [id_])
