"""Claiming: in one transaction the conditions are judged, the message is written, and its rows are taken."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from services.notifications.channels.channel import Message, PutOff
from services.notifications.channels.limits import Wish
from services.notifications.channels.opened import wish_to_send
from services.notifications.channels.use import take as take_room
from services.notifications.planning.basis import Basis, load_basis
from services.notifications.planning.reading import positions
from services.notifications.planning.wanted import Wanted
from services.notifications.recipients.loading import address_of, same_person
from services.notifications.reminders.row import Reminder
from services.notifications.reminders.states import State
from services.notifications.sending import statements
from services.notifications.sending.acknowledging import keep_token, link_of, new_token
from services.notifications.sending.claimant import Session
from services.notifications.sending.equipment import Equipment
from services.notifications.sending.halting import halt, is_halted
from services.notifications.sending.judging import (
    CATCHING_UP,
    SOON,
    Circumstances,
    Ended,
    Go,
    Later,
    judge,
    this_morning,
)
from services.notifications.sending.record import record
from services.notifications.sending.writing import Going, hash_of, write
from shared import metrics
from shared.event_log.connection import Connection
from shared.instant import SHANGHAI, write_instant

_TOGETHER_AT_MOST = 200
_LOOKS = 5


@dataclass(frozen=True, slots=True)
class Claimed:
    message: Message
    rows: Sequence[Reminder]
    """As they were before."""
    wish: Wish
    number: int
    """The claimant's session."""
    at: datetime

    @property
    def channel(self) -> str:
        return self.rows[0].channel


class Claim:
    """One transaction. What does not go now is put off or ended in it."""

    def __init__(self, equipment: Equipment, connection: Connection, session: Session) -> None:
        self._equipment, self._connection, self._session = equipment, connection, session
        self._now = equipment.clock.now()
        self._held: dict[str, int] = {}
        self._person: list[str] = []
        """All contacts that are reached at the address of the one it is about."""

    async def make(self, id_: str) -> Claimed | None:
        lead = await statements.take(self._connection, id_, self._now)
        if lead is None or not await statements.held(self._connection, self._session.number):
            return None
        self._person = await same_person(self._connection, lead.township, lead.recipient, lead.channel)
        rows = [lead]
        held_before = this_morning(self._now, self._equipment.rulebook.policy.etiquette)
        if (lead.gathered or lead.due < held_before) and not lead.urgent:
            rows += await statements.due_together(
                self._connection, lead, self._person, self._now, _TOGETHER_AT_MOST, held_before
            )
        going = await self._judged(rows)
        return await self._taken(going) if going else None

    async def _judged(self, rows: Sequence[Reminder]) -> list[Going]:
        # Asked before the views are read: an event that is applied in between is not taken for known.
        at_head, closed = await self._equipment.knowledge.look()
        basis, wanted = await self._known(rows)
        muted = await statements.muted(self._connection, rows[0].township, self._person, self._now)
        lately = await statements.lately(self._connection, rows[0], self._person, self._midnight())
        halted = await self._halted(rows[0])
        going: list[Going] = []
        for row in rows:
            still = wanted[row.subject].get(row.id)
            if still is None and at_head:
                await self._end(row, "done")
                continue
            if still is None:
                # Views that are folded anew do not hold yet what it was demanded by.
                await self._put_off([row], self._now + SOON, CATCHING_UP)
                continue
            silenced = muted.silences(still.rule, row.subject, row.recipient, self._now)
            seen = Circumstances(
                self._now, still.rule, basis.town.policy.etiquette, at_head, closed, lately.polite,
                muted=silenced, halted=halted,
            )  # fmt: skip
            match judge(replace(row, until=still.demand.until), seen):
                case Go() as verdict:
                    going.append(Going(row, verdict, still))
                case Later() as later:
                    await self._put_off([row], later.wake, later.why)
                case Ended() as ended:
                    await self._end(row, ended.reason)
        return going

    async def _known(self, rows: Sequence[Reminder]) -> tuple[Basis, dict[str, dict[str, Wanted]]]:
        """What is demanded, and at which positions: looked at anew where something was learnt meanwhile."""
        subjects = list(dict.fromkeys(row.subject for row in rows))
        for _ in range(_LOOKS):
            self._held = await positions(self._connection)
            basis = await load_basis(self._connection, rows[0].township, self._equipment.rulebook)
            wanted = await basis.wanted(self._connection, subjects)
            if await positions(self._connection) == self._held:
                break
        return basis, wanted

    async def _halted(self, row: Reminder) -> bool:
        """Also when this person has been told more today than can be right: then the town's channel is.

        The urgent have a count of their own, far above the hazards of any day: they are not to be held up.
        """
        township, channel, etiquette = row.township, row.channel, self._equipment.rulebook.policy.etiquette
        if await is_halted(self._connection, township, channel):
            return True
        resumed = await statements.resumed(self._connection, township, channel)
        since = self._midnight() if resumed is None else max(self._midnight(), resumed)
        lately = await statements.lately(self._connection, row, self._person, since)
        urgent_too_many = lately.urgent >= etiquette.halt_above_urgent_a_day
        if lately.polite < etiquette.halt_above_a_day and not urgent_too_many:
            return False
        await halt(self._connection, township, channel, "too_many_to_one_person", self._now)
        return True

    async def _taken(self, going: Sequence[Going]) -> Claimed | None:
        first, equipment = going[0].row, self._equipment
        to = await address_of(self._connection, first.township, first.recipient, first.channel)
        if to is None:
            for each in going:
                await self._end(each.row, "another_recipient")
            return None
        token = new_token(first)
        link = link_of(token, equipment.page)
        message = write(going, to, equipment.rulebook.texts, equipment.sign_name, equipment.page, link)
        a_minute = equipment.rulebook.policy.etiquette.a_minute
        wish = wish_to_send(equipment.settings, first.channel, to.to, message.template, a_minute)
        refused = await take_room(self._connection, wish, self._now, urgent=first.urgent)
        if isinstance(refused, PutOff):
            wake = self._now + timedelta(seconds=refused.seconds)
            await self._put_off([each.row for each in going], wake, refused.why)
            return None
        if token is not None:
            await keep_token(self._connection, token, first, self._now)
        await self._mark(going, message)
        return Claimed(message, [each.row for each in going], wish, self._session.number, self._now)

    async def _mark(self, going: Sequence[Going], message: Message) -> None:
        held, text_hash = self._held, hash_of(message)
        for each in going:
            as_of = each.verdict.as_of
            await statements.mark_claimed(
                self._connection, each.row, self._session, message.id, held, as_of, text_hash,
                each.wanted.rule.version, self._now,
            )  # fmt: skip
            await record(
                self._connection, each.row, "claimed", self._now, attempt=each.row.attempts + 1,
                message=message.id, text=text_hash, version=each.wanted.rule.version, positions=dict(held),
                as_of=None if as_of is None else write_instant(as_of),
            )  # fmt: skip

    async def _put_off(self, rows: Sequence[Reminder], wake: datetime, why: str) -> None:
        await statements.put_off(self._connection, [row.id for row in rows], wake, why, self._now)

    async def _end(self, row: Reminder, reason: str) -> None:
        metrics.REMINDERS.labels(row.rule, row.channel, State.CANCELLED.value).inc()
        await statements.end(self._connection, row.id, reason, self._now)

    def _midnight(self) -> datetime:
        return datetime.combine(self._now.astimezone(SHANGHAI).date(), time(), SHANGHAI)
