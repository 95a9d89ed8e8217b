"""From a CloudEvent to a fact: its data is validated by the class of its type, in the version it is sent in.

What was sent in an older version is judged and recorded in the newest. Nothing is asked here about the fact's
subject.
"""

from datetime import datetime, timedelta

from pydantic import ValidationError

from shared.aggregates.command_registry import CommandRegistry
from shared.events.base import Event
from shared.events.catalogue import OLDER_VERSIONS, load_event
from shared.events.judged import SENT, STORED
from shared.facts.account import Account
from shared.facts.cloud_event import CloudEvent
from shared.facts.fact import Fact, FactKey, content_digest
from shared.facts.invalid import refusal_for
from shared.facts.naming import nameable
from shared.instant import parse_instant
from shared.problems import Rejected

CLOCK_SKEW = timedelta(minutes=5)
"""How far in the future a fact may have occurred by the server's clock."""


def read_fact(event: CloudEvent, account: Account, commands: CommandRegistry, now: datetime) -> Fact:
    """The fact that a message of this account states."""
    occurred = _occurred(event)
    if occurred > now + CLOCK_SKEW:
        raise Rejected("in_future")
    try:
        data = _type(event, commands).model_validate(event.data, context=SENT, by_name=False)
    except ValidationError as error:
        raise refusal_for(error) from None
    return _fact(event, account, occurred, data)


def read_kept_fact(event: CloudEvent, account: Account, commands: CommandRegistry) -> Fact:
    """One that has waited: it was validated when it came, and is kept under the names that events use."""
    try:
        data = _type(event, commands).model_validate(event.data, context=STORED)
    except ValidationError as error:
        raise refusal_for(error) from None
    return _fact(event, account, _occurred(event), data)


def _type(event: CloudEvent, commands: CommandRegistry) -> type[Event]:
    known = commands.get(event.type)
    if known is None:
        raise Rejected("unknown_type", type=nameable(event.type))
    newest: type[Event] = known.event
    if newest.version == event.version:
        return newest
    older = OLDER_VERSIONS.get((event.type, event.version))
    if older is None:
        detail = f"没有此版本，最新为 there is no such version, the newest is {newest.version}"
        raise Rejected("invalid_data", field="dataschema", detail=detail)
    return older.event


def _fact(event: CloudEvent, account: Account, occurred: datetime, sent: Event) -> Fact:
    is_newest = (event.type, event.version) not in OLDER_VERSIONS
    return Fact(
        key=FactKey(account.name, event.source, event.id),
        type=event.type,
        occurred=occurred,
        data=sent if is_newest else load_event(event.type, event.version, sent.payload()),
        digest=content_digest(event.type, occurred, sent),
        account=account,
        correlation=event.correlation or event.id,
        sent=None if is_newest else sent,
    )


def _occurred(event: CloudEvent) -> datetime:
    try:
        if not isinstance(event.time, str):
            raise TypeError("no time")
        return parse_instant(event.time)
    except (ValueError, TypeError):
        raise Rejected("invalid_time") from None
