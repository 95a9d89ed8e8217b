"""The rules of intake for one fact, given everything that was looked up for its batch. No input or output.

The sender's right comes first, then what the fact names, then the state of its subject. So a stranger gets
one answer in any state of the subject.
"""

from typing import NamedTuple, TypeAlias

from shared.aggregates.decider import Command
from shared.events.base import Event
from shared.events.judged import STORED
from shared.events.stream_id import stream_of
from shared.events.voiding import FactVoided
from shared.facts.fact import Fact, Reference
from shared.facts.receipt import Receipt
from shared.intake.judging.about import About
from shared.intake.judging.lookups import Lookups
from shared.intake.judging.pending_append import PendingAppend
from shared.intake.judging.retraction import Repetition, named_key, taken_back_by, voiding_data
from shared.intake.judging.rightful import NoRight, may_take_back, rightful
from shared.intake.judging.submission import Submission
from shared.problems import Rejected


class Accepted(NamedTuple):
    """To be recorded in `stream`, on behalf of `actor_organisation`."""

    stream: str
    actor_organisation: str
    events: list[Event]


_NAMED_MISSING = 5


class Waits(NamedTuple):
    """Something it refers to is not known yet."""

    stream: str | None
    """None for a voiding whose fact, and so whose subject, is not known."""
    missing: frozenset[Reference]
    """The first five: once one of them is known the fact is tried again, and waits for the next five."""

    @classmethod
    def until(cls, stream: str | None, missing: set[Reference]) -> "Waits":
        return cls(stream, frozenset(sorted(missing)[:_NAMED_MISSING]))


class Elsewhere(NamedTuple):
    """It takes back a fact of another service's log: it is that service's to answer."""

    service: str


Verdict: TypeAlias = Accepted | Waits | Elsewhere | Receipt
"""A `Receipt` where the fact was recorded before: it is a duplicate."""


def judge(submission: Submission, lookups: Lookups, pending: PendingAppend) -> Verdict:
    """What becomes of the fact; raises `Rejected` when it is refused."""
    fact, about = submission.fact, submission.about
    repeated = _repeated(fact, lookups, pending)
    if repeated is not None:
        return repeated
    if about.subject is None or about.stream is None:
        return _judge_voiding(fact, lookups, pending)
    return _judge_change(fact, about.subject, about.stream, about, lookups, pending)


def _repeated(fact: Fact, lookups: Lookups, pending: PendingAppend) -> Receipt | None:
    before = lookups.answered.get(fact.key) or pending.answered.get(fact.key)
    if before is None:
        return None
    digest, position = before
    if digest != fact.digest:
        raise Rejected("id_conflict")
    events = () if position is None else ((pending.expected.log, position),)
    return Receipt(fact.key, "duplicate", events)


def _judge_change(
    fact: Fact, subject: Reference, stream: str, about: About, lookups: Lookups, pending: PendingAppend
) -> Verdict:
    before = pending.state(stream)
    unknown = before.version == 0 and not about.kind.introduces
    right = rightful(fact, about.kind, before.state, lookups.known, subject_known=not unknown)
    if not isinstance(right, str):
        return Waits.until(stream, right)
    kinds, missing = _named(fact.account.township, about, lookups, pending)
    if unknown:
        missing.add(subject)
    if missing:
        return Waits.until(stream, missing)
    command = Command(fact.key, fact.occurred, fact.data, kinds)
    return Accepted(stream, right, about.kind.decider.decide(before.state, command))


def _named(
    township: str, about: About, lookups: Lookups, pending: PendingAppend
) -> tuple[dict[str, str], set[Reference]]:
    """The kinds of the organisations it names, and what it names that is not known yet."""
    kinds: dict[str, str] = {}
    missing: set[Reference] = set()
    for reference in about.references:
        described = lookups.known.get((township, reference))
        if described is None and pending.keeps(reference.kind):
            described = pending.describe(stream_of(township, *reference))
        if described is None:
            missing.add(reference)
        elif reference.kind == "organisation":
            kinds[reference.id] = described
    return kinds, missing


def _judge_voiding(fact: Fact, lookups: Lookups, pending: PendingAppend) -> Verdict:
    data, account = voiding_data(fact), fact.account
    target = lookups.targets.get(fact.key) or pending.target(named_key(fact, data))
    of_another = data.publisher not in (None, account.name) and not account.acts_for_any
    if isinstance(target, Repetition) and of_another:
        raise NoRight(data.id)
    if isinstance(target, Rejected):
        raise target
    if target is None:
        taken_back = taken_back_by(fact)
        for reference in taken_back:
            if service := lookups.known.get((account.township, reference)):
                return Elsewhere(service)
        return Waits.until(None, set(taken_back))
    said = {"publisher": target.key.publisher, "source": data.source, "id": data.id, "reason": data.reason}
    event = FactVoided.model_validate({**said, "voids": target.position}, context=STORED)
    before = pending.state(target.stream).state
    right = may_take_back(
        account, data, pending.rights(target.stream), before, target.position, lookups.known
    )
    command = Command(fact.key, fact.occurred, event, {}, voids=target.position)
    return Accepted(target.stream, right, pending.decider(target.stream).decide(before, command))
