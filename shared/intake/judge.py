"""Judging one fact against what is known around it: the rules of intake, without any input or output."""

from typing import NamedTuple, TypeAlias

from shared.decider import Command
from shared.events.base import Event
from shared.events.judged import STORED
from shared.events.voiding import FactVoided
from shared.facts.fact import Fact, Reference
from shared.facts.receipt import Receipt
from shared.intake.draft import Draft
from shared.intake.subject import About, stream_of
from shared.intake.submission import Submission
from shared.intake.surroundings import Surroundings
from shared.intake.targets import named_key, taken_back_by, voiding_data
from shared.problems import Rejected


class Accepted(NamedTuple):
    """To be recorded in `stream`, on behalf of `actor_organisation`."""

    stream: str
    actor_organisation: str
    events: list[Event]


class Waits(NamedTuple):
    """Something it refers to is not known yet."""

    stream: str | None
    """None for a voiding whose fact, and so whose subject, is not known."""
    missing: frozenset[Reference]


class Elsewhere(NamedTuple):
    """It takes back a fact of another service's log: it is that service's to answer."""

    service: str


Verdict: TypeAlias = Accepted | Waits | Elsewhere | Receipt
"""A `Receipt` when the answer stands already: the fact was answered before."""


def judge(submission: Submission, around: Surroundings, draft: Draft) -> Verdict:
    """What becomes of the fact; `Rejected` when it is refused."""
    fact, about = submission.fact, submission.about
    repeated = _repeated(fact, around, draft)
    if repeated is not None:
        return repeated
    if about.subject is None or about.stream is None:
        return _judge_voiding(fact, around, draft)
    return _judge_change(fact, about.subject, about.stream, about, around, draft)


def _repeated(fact: Fact, around: Surroundings, draft: Draft) -> Receipt | None:
    before = around.answered.get(fact.key) or draft.answered.get(fact.key)
    if before is None:
        return None
    digest, position = before
    if digest != fact.digest:
        raise Rejected("id_conflict")
    events = () if position is None else ((draft.expected.log, position),)
    return Receipt(fact.key, "duplicate", events)


def _judge_change(
    fact: Fact, subject: Reference, stream: str, about: About, around: Surroundings, draft: Draft
) -> Verdict:
    acting = about.kind.acting(fact.data)
    if acting and not any(map(fact.account.may_act_for, acting)):
        raise Rejected("not_your_organisation", organisation=", ".join(acting))
    kinds, missing = _named(fact.account.township, about, around, draft)
    before = draft.state(stream)
    if before.version == 0 and not about.kind.introduces:
        missing.add(subject)
    if missing:
        return Waits(stream, frozenset(missing))
    if not acting and before.version and not fact.account.acts_for_any:
        acting = tuple(sorted(about.kind.involved(before.state)))
        _check_involved(fact, subject, acting)
    command = Command(fact.key, fact.occurred, fact.data, kinds)
    return Accepted(
        stream, _actor_organisation(fact, acting), about.kind.decider.decide(before.state, command)
    )


def _named(
    township: str, about: About, around: Surroundings, draft: Draft
) -> tuple[dict[str, str], set[Reference]]:
    """The kinds of the organisations it names, and what it names that is not known yet."""
    kinds: dict[str, str] = {}
    missing: set[Reference] = set()
    for reference in about.references:
        described = around.known.get((township, reference))
        if described is None and draft.keeps(reference.kind):
            described = draft.describe(stream_of(township, reference))
        if described is None:
            missing.add(reference)
        elif reference.kind == "organisation":
            kinds[reference.id] = described
    return kinds, missing


def _check_involved(fact: Fact, subject: Reference, involved: tuple[str, ...]) -> None:
    """Who they are is not said: a stranger learns nothing of another's matter."""
    if fact.account.organisations.isdisjoint(involved):
        named = f"{subject.id} 的相关单位 those involved with it"
        raise Rejected("not_your_organisation", organisation=named)


def _actor_organisation(fact: Fact, acting: tuple[str, ...]) -> str:
    """Of the sender's organisations the one whose matter it is: by what it enters it becomes involved."""
    for organisation in acting:
        if organisation in fact.account.organisations:
            return organisation
    return fact.account.organisation


def _judge_voiding(fact: Fact, around: Surroundings, draft: Draft) -> Verdict:
    data = voiding_data(fact)
    target = around.targets.get(fact.key) or draft.target(named_key(fact, data))
    if isinstance(target, Rejected):
        raise target
    if target is None:
        taken_back = taken_back_by(fact)
        for reference in taken_back:
            if service := around.known.get((fact.account.township, reference)):
                return Elsewhere(service)
        return Waits(None, frozenset(taken_back))
    said = {"publisher": target.key.publisher, "source": data.source, "id": data.id, "reason": data.reason}
    event = FactVoided.model_validate({**said, "voids": target.position}, context=STORED)
    before = draft.state(target.stream)
    decide = draft.decider(target.stream).decide
    command = Command(fact.key, fact.occurred, event, {}, voids=target.position)
    return Accepted(target.stream, fact.account.organisation, decide(before.state, command))
