"""A copy of each mail for a mailbox of the sender's own: one more recipient, in no header.

It is never why a mail does not arrive: where it is refused, the mail goes without.
"""

from collections import OrderedDict

from aiosmtplib import SMTP, SMTPResponseException

from services.notifications.channels.channel import Message, Outcome, PutOff, Refused
from shared.logging import get_logger

_log = get_logger(__name__)

_WITH_A_COPY, _PATIENT = 5, 2
"""Attempts: at what a copy may be to blame for, and those put off because it may be taken in a moment."""
_MOMENT_SECONDS, _AT_ONCE_SECONDS = 10, 1
_REMEMBERED = 1000


class Copying:
    def __init__(self, address: str) -> None:
        self._address = address
        self._without: OrderedDict[str, None] = OrderedDict()
        """Messages that were refused together with their copy."""

    async def add(self, smtp: SMTP, message: Message) -> bool | PutOff:
        """After the recipient was taken. Whether a copy goes along; raises what a lost connection raises."""
        if message.attempt > _WITH_A_COPY or message.id in self._without:
            return False
        if message.to.lower() == self._address.lower():
            return True
        try:
            await smtp.rcpt(self._address)
        except SMTPResponseException as answer:
            _log.warning("copy_refused", reminder=message.id, code=answer.code)
            if answer.code // 100 == 4 and message.attempt <= _PATIENT:  # noqa: PLR2004 - as SMTP has them
                return PutOff(_MOMENT_SECONDS, f"copy_{answer.code}")
            return False
        return True

    def judge(self, outcome: Outcome, message: Message) -> Outcome:
        """Of a mail that had a copy: a server has one answer for all recipients, and may mean the copy."""
        if not isinstance(outcome, Refused):
            return outcome
        _log.warning("tried_without_a_copy", reminder=message.id, why=outcome.why)
        self._without[message.id] = None
        while len(self._without) > _REMEMBERED:
            self._without.popitem(last=False)
        return PutOff(_AT_ONCE_SECONDS, outcome.why)
