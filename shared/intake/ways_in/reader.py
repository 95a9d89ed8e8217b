"""From a message or a posted object to a fact of this service, or to the refusal that its sender gets."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from shared.aggregates.command_registry import CommandRegistry
from shared.events.catalogue import FACT_OWNERS
from shared.events.voiding import VoidFact
from shared.facts.account import Account
from shared.facts.cloud_event import MAX_FACT_BYTES, CloudEvent, decode, read_cloud_event, refused, told
from shared.facts.fact import Fact
from shared.facts.naming import nameable
from shared.facts.receipt import Receipt
from shared.facts.roles_in_words import not_for
from shared.intake.judging.read_fact import read_fact
from shared.problems import Rejected

POISON = frozenset(
    {
        "wrong_encoding", "not_json", "nested_too_deep", "not_cloudevent", "too_large", "unknown_type",
        "subject_mismatch", "wrong_service", "not_allowed", "not_your_organisation",
    }
)  # fmt: skip
"""Refusals of the message rather than of the fact: kept as dead letters."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads for one service."""

    service: str
    commands: CommandRegistry

    def from_bytes(self, raw: bytes, named_type: str, account: Account, now: datetime) -> Fact | Receipt:
        """A message of the bus; `named_type` is what its subject says after the publisher."""
        message: Any = None
        try:
            message = decode(raw)
            event = read_cloud_event(message)
            if event.type != named_type:
                raise Rejected("subject_mismatch", subject=nameable(named_type), type=nameable(event.type))
            return self._fact(event, account, now)
        except Rejected as why:
            return refused(told(raw) if message is None else message, account, why)

    def from_posted(self, posted: Any, account: Account, now: datetime) -> Fact | Receipt:
        """One object of a posted body."""
        try:
            event = read_cloud_event(posted)
            if len(orjson.dumps(posted)) > MAX_FACT_BYTES:
                raise Rejected("too_large")
            return self._fact(event, account, now)
        except Rejected as why:
            return refused(posted, account, why)

    def _fact(self, event: CloudEvent, account: Account, now: datetime) -> Fact:
        if not account.may_enter_facts:
            raise Rejected("not_allowed", detail=not_for(account.role))
        owner = self.service if event.type == VoidFact.type else FACT_OWNERS.get(event.type)
        if owner is None:
            raise Rejected("unknown_type", type=nameable(event.type))
        if owner != self.service:
            raise Rejected("wrong_service", type=event.type, service=owner)
        return read_fact(event, account, self.commands, now)
