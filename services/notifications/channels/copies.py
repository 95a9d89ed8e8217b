"""The mailbox that gets a copy of each mail, asked what became of one: carefully, and never for long."""

import asyncio
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from pydantic import SecretStr

from services.notifications.channels.channel import Absent, Beside, Found
from services.notifications.channels.copied_folder import Folder
from services.notifications.channels.copies_judged import judged
from services.notifications.channels.imap_visit import FAULTS, Visit
from services.notifications.channels.mailbox_address import MailboxAddress
from shared import metrics
from shared.logging import get_logger

_log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class PatienceWithMailbox:
    """Seconds."""

    answer: float = 10
    together: float = 30
    after_a_fault: float = 60
    """Until it is asked again: other doubts do not wait for a mailbox that hangs."""


class Copies:
    def __init__(
        self,
        address: MailboxAddress,
        password: SecretStr,
        tls: ssl.SSLContext,
        now: Callable[[], datetime],
        patience: PatienceWithMailbox = PatienceWithMailbox(),
    ) -> None:
        """`now`: the clock that mails are dated by."""
        self._address, self._password, self._tls = address, password, tls
        self._now, self._patience = now, patience
        self._again = 0.0
        self._one_at_a_time = asyncio.Lock()

    async def find(
        self, id_: str, day: datetime, beside: Beside, named: Callable[[str], str]
    ) -> Found | Absent | None:
        """Of the mail `id_`, handed over at `day`; None where the copies don't tell, or not yet."""
        names = [named(each) for each in (id_, *beside.before, *beside.after)]
        async with self._one_at_a_time:
            folder = await self._seen(names) if time.monotonic() >= self._again else None
        if folder is None:
            return None
        found = judged(folder, id_, day, beside, self._now(), named)
        if found.trouble is not None:
            _log.error("copies_say_nothing", reminder=id_, trouble=found.trouble)
        if found.trouble is not None or found.answer is not None:
            metrics.MAIL_COPIES_MISSING.set(int(found.trouble is not None))
        return found.answer

    async def _seen(self, names: list[str]) -> Folder | None:
        visit = Visit(self._address, self._password, self._tls, self._patience.answer)
        try:
            async with asyncio.timeout(self._patience.together):
                return await asyncio.to_thread(visit.look, names)
        except FAULTS as fault:
            self._again = time.monotonic() + self._patience.after_a_fault
            metrics.MAIL_COPIES_MISSING.set(1)
            _log.error("copies_not_looked_at", fault=type(fault).__name__, said=str(fault)[:200])
            return None
        finally:
            visit.end()
