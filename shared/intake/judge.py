"""Judging one fact against what is known around it: the rules of intake, without any input or output."""

from dataclasses import dataclass
from typing import TypeAlias

from shared.decider import Command
from shared.events.base import Event
from shared.events.voiding import FactVoided, VoidFact
from shared.facts.book import FactBook
from shared.facts.fact import Fact, Reference
from shared.facts.receipt import Receipt
from shared.intake.draft import Draft
from shared.intake.subject import stream_of, subject_of
from shared.intake.surroundings import Surroundings, references_of, voiding_elsewhere
from shared.intake.targets import check_may_void, named_key
from shared.problems import Rejected


@dataclass(frozen=True, slots=True)
class Accepted:
    """To be recorded in `stream`, on behalf of `actor_organisation`."""

    stream: str
    actor_organisation: str
    events: list[Event]


@dataclass(frozen=True, slots=True)
class Waits:
    """Something it refers to is not known yet."""

    stream: str | None
    """None for a voiding whose fact, and so whose subject, is not known."""
    missing: frozenset[Reference]


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Another service has recorded this very fact: it is that service's to answer."""

    service: str


Verdict: TypeAlias = Accepted | Waits | Elsewhere | Receipt
"""A `Receipt` when the answer stands already: the fact was answered before."""


def judge(fact: Fact, book: FactBook, around: Surroundings, draft: Draft) -> Verdict:
    """What becomes of the fact; `Rejected` when it is refused."""
    repeated = _repeated(fact, around, draft)
    if repeated is not None:
        return repeated
    if isinstance(fact.data, VoidFact):
        return _judge_voiding(fact, fact.data, around, draft)
    return _judge_change(fact, book, around, draft)


def _repeated(fact: Fact, around: Surroundings, draft: Draft) -> Receipt | None:
    before = around.answered.get(fact.key)
    answered = (before.digest, before.position) if before else draft.answered.get(fact.key)
    if answered is None:
        return None
    digest, position = answered
    if digest != fact.digest:
        raise Rejected("id_conflict")
    events = () if position is None else ((draft.expected.log, position),)
    return Receipt(fact.key, "duplicate", events)


def _judge_change(fact: Fact, book: FactBook, around: Surroundings, draft: Draft) -> Verdict:
    known = book[fact.type]
    acting = known.acting(fact.data)
    if acting and not any(map(fact.account.may_act_for, acting)):
        raise Rejected("not_your_organisation", organisation=", ".join(acting))
    subject = subject_of(fact, book)
    stream = stream_of(fact.account.township, subject)
    kinds, missing = _named(fact, book, around, draft)
    before = draft.state(stream)
    if before.version == 0 and not known.introduces:
        missing.add(subject)
    if missing:
        return Waits(stream, frozenset(missing))
    if not acting:
        _check_involved(fact, known.involved(before.state), introducing=before.version == 0)
    events = known.decider.decide(before.state, Command(fact.key, fact.occurred, fact.data, kinds))
    return Accepted(stream, _actor_organisation(fact, acting), events)


def _named(
    fact: Fact, book: FactBook, around: Surroundings, draft: Draft
) -> tuple[dict[str, str], set[Reference]]:
    """The kinds of the organisations it names, and what it names that is not known yet."""
    own_kinds = {known.kind for known in book.values()}
    kinds: dict[str, str] = {}
    missing: set[Reference] = set()
    for reference in references_of(fact, book):
        described = around.known.get((fact.account.township, reference))
        if described is None and reference.kind in own_kinds:
            stream = stream_of(fact.account.township, reference)
            state = draft.state(stream)
            if state.version > 0:
                described = draft.describe(stream, state)
        if described is None:
            missing.add(reference)
        elif reference.kind == "organisation":
            kinds[reference.id] = described
    return kinds, missing


def _check_involved(fact: Fact, involved: frozenset[str], *, introducing: bool) -> None:
    account = fact.account
    if introducing or account.acts_for_any or account.organisations & involved:
        return
    raise Rejected("not_your_organisation", organisation=", ".join(sorted(involved)) or "?")


def _actor_organisation(fact: Fact, acting: tuple[str, ...]) -> str:
    own = [organisation for organisation in acting if organisation in fact.account.organisations]
    return own[0] if own else fact.account.organisation


def _judge_voiding(fact: Fact, data: VoidFact, around: Surroundings, draft: Draft) -> Verdict:
    check_may_void(fact, data)
    key = named_key(fact, data)
    target = around.targets.get(fact.key)
    if target is None:
        target = draft.target(key)
    if target is None:
        heard = voiding_elsewhere(fact)
        if service := around.known.get((fact.account.township, heard)):
            return Elsewhere(service)
        return Waits(None, frozenset({Reference("fact", "|".join(key)), heard}))
    event = FactVoided(
        publisher=target.key.publisher, source=data.source, id=data.id, reason=data.reason,
        voids=target.position,
    )  # fmt: skip
    before = draft.state(target.stream)
    decide = draft.decider(target.stream).decide
    command = Command(fact.key, fact.occurred, event, {}, voids=target.position)
    return Accepted(target.stream, fact.account.organisation, decide(before.state, command))
