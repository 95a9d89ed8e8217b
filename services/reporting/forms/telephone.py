"""联系电话 on print: asked of notifications for this one document, and kept nowhere."""

from typing import Annotated

from fastapi import Query
from nats.aio.client import Client
from nats.errors import Error as NatsError
from pydantic import ValidationError

from shared.asking.messages import TelephoneAnswer, TelephoneQuestion
from shared.bus.questions import asked_within
from shared.facts.account import Account
from shared.logging import get_logger
from shared.problems import Rejected

_log = get_logger(__name__)

_ANSWER_SECONDS = 1.0
_ENTITLED = ("safety_office", "reporter", "officer")

Telephone = Annotated[
    bool,
    Query(
        description=(
            "Print 联系电话, to hand the paper in: of one filer's report, for the safety office and persons "
            "of the filer. Left blank where no number is known within a second. Neither signed nor kept; the "
            "answer has no `ETag`, and programs that keep documents leave it out."
        )
    ),
]


def refuse_unless_entitled(account: Account) -> None:
    """Beside the right to see the report itself: contacts are for few, and no machine prints one."""
    if account.role not in _ENTITLED or account.credential != "person" or account.person is None:
        raise Rejected("telephone_not_shown")


async def telephone_of(bus: Client, account: Account, filer: str, signer: str | None) -> str:
    """Empty where notifications knows none or does not answer within a second."""
    try:
        question = TelephoneQuestion(
            township=account.township, filer=filer, signer=signer, account=account.name, role=account.role
        )
        subject, body = asked_within("notifications", "telephone"), question.model_dump_json().encode()
        said = await bus.request(subject, body, timeout=_ANSWER_SECONDS)
        return TelephoneAnswer.model_validate_json(said.data).telephone or ""
    except (NatsError, TimeoutError, ValidationError) as error:
        _log.warning("telephone_not_told", error=type(error).__name__)
        return ""
