"""What a mail server's answer means for a message. Pure.

Its text is not kept: it often repeats the address.
"""

import re
from typing import Literal, TypeAlias

from services.notifications.channels.channel import Outcome, Refused, Unknown
from services.notifications.channels.later import put_off

Step: TypeAlias = Literal["mail", "rcpt", "data", "content"]
_STATUS = re.compile(r"([245]\.\d{1,3}\.\d{1,3})(?=\s|$)")
"""RFC 3463: 5.1.1 is a mailbox that is not there, 5.7.1 a refusal by policy."""
_NO_SUCH_MAILBOX = {550, 551, 553}
_OF_THE_ADDRESS = ("5.1.", "5.2.1")


def answered(step: Step, code: int, text: str, attempt: int) -> Outcome:
    """A negative answer to MAIL, to RCPT, to DATA or to the content."""
    found = _STATUS.match(text)
    status = found[1] if found else ""
    why = "_".join(part for part in ("smtp", str(code), status) if part)
    match code // 100:
        case 4:
            return put_off(why, attempt)
        case 5:
            return Refused(why, wrong_address=step == "rcpt" and _wrong_address(code, status))
        case _ if step == "content":
            return Unknown(why)
        case _:
            return put_off(why, attempt)


def _wrong_address(code: int, status: str) -> bool:
    """Servers also say 550 where a policy refuses a good address; then the status tells."""
    return code in _NO_SUCH_MAILBOX and (not status or status.startswith(_OF_THE_ADDRESS))
