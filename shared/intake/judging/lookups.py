"""Looking up everything a batch needs, before it is judged: judging itself does no input or output."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from shared.aggregates.rights import taken_back
from shared.event_log.connection import Connection
from shared.event_log.read import RecordedFact, read_facts_and_streams, read_streams
from shared.events.stream_id import stream_of
from shared.facts.fact import FactKey, Reference
from shared.intake.judging.pending_append import Answered
from shared.intake.judging.retraction import Found, Target, find_targets, taken_back_by
from shared.intake.judging.stream_states import StreamStates
from shared.intake.judging.submission import Submission

Named = tuple[str, Reference]
"""A reference within a township."""


class Known(Protocol):
    """What other services have introduced, as far as this one has heard of it."""

    kinds: frozenset[str]

    async def look_up(self, named: Iterable[Named]) -> Mapping[Named, str]:
        """Those that are known, each with a text: an organisation's kind, a fact's log, else an empty one."""


class NothingElse:
    """For a service whose facts refer to its own log only."""

    kinds: frozenset[str] = frozenset()

    async def look_up(self, named: Iterable[Named]) -> Mapping[Named, str]:
        return dict.fromkeys(named, "")


@dataclass(slots=True)
class Lookups:
    """The lookup context of one batch."""

    answered: dict[FactKey, Answered] = field(default_factory=dict)
    targets: dict[FactKey, Found] = field(default_factory=dict)
    """By the key of each `fact.voided`: what it takes back, None while that is not known."""
    known: Mapping[Named, str] = field(default_factory=dict)
    assumed_new: list[str] | None = None
    """Streams that the batch introduces and that were assumed not to exist, nor any of its facts to have been
    recorded: the append's unique keys verify both. None when everything was looked up instead."""


async def look_up_for(
    batch: Sequence[Submission],
    streams: StreamStates,
    known: Known,
    unwritten: Mapping[FactKey, Answered],
    connection: Connection,
    *,
    optimistic: bool,
) -> Lookups:
    """Recorded facts, targets of voidings, states of streams and known references of a batch.

    `unwritten` are answers judged before and not written yet, which the log can't tell. With `optimistic`
    the log is asked only for streams that are not in memory and that the batch does not introduce.
    """
    lookups = Lookups()
    if voiding := [submission.fact for submission in batch if submission.about.stream is None]:
        lookups.targets = await find_targets(connection, voiding)
    wanted, elsewhere = _named(batch, known.kinds, lookups.targets)
    lookups.known = await known.look_up(elsewhere)
    missing = streams.missing(wanted)
    keys = [submission.fact.key for submission in batch]
    lookups.answered |= {key: unwritten[key] for key in keys if key in unwritten}
    if optimistic and not voiding:
        introduced = {submission.about.stream for submission in batch if submission.about.kind.introduces}
        lookups.assumed_new = [stream for stream in missing if stream in introduced]
        streams.fold(lookups.assumed_new, ())
        if unread := streams.missing(missing):
            streams.fold(unread, await read_streams(connection, unread))
    else:
        found, stored = await read_facts_and_streams(connection, keys, missing)
        lookups.answered |= _answers(batch, found)
        streams.fold(missing, stored)
    if asked := _asked_by_rights(batch, streams, lookups.targets):
        lookups.known = {**lookups.known, **await known.look_up(asked)}
    return lookups


def _asked_by_rights(
    batch: Sequence[Submission], streams: StreamStates, targets: Mapping[FactKey, Found]
) -> set[Named]:
    """The organisations whose kind the senders' rights depend on."""
    asked: set[Named] = set()
    for submission in batch:
        fact = submission.fact
        if fact.account.acts_for_any:
            continue
        target = targets.get(fact.key)
        stream = target.stream if isinstance(target, Target) else submission.about.stream
        if stream is None:
            continue
        history, own = streams.get(stream).state, fact.account.organisations
        data = fact.data
        if isinstance(target, Target) and (found := taken_back(history, target.position)) is not None:
            data = found.said.data
        for organisation in streams.rights(stream).asks(own, history, data):
            asked.add((fact.account.township, Reference("organisation", organisation)))
    return asked


def _answers(batch: Sequence[Submission], found: Mapping[FactKey, RecordedFact]) -> dict[FactKey, Answered]:
    """What the log says of the facts of a batch.

    A fact of the same key in another town gets an empty digest: it never counts as the same fact.
    """
    answers = {}
    for fact in (submission.fact for submission in batch if submission.fact.key in found):
        _, digest, position, stream = found[fact.key]
        elsewhere = stream is not None and not stream.startswith(f"{fact.account.township}/")
        answers[fact.key] = Answered("" if elsewhere else digest, position)
    return answers


def _named(
    batch: Sequence[Submission], kinds_elsewhere: Container[str], targets: Mapping[FactKey, Found]
) -> tuple[list[str], set[Named]]:
    """The streams of this log that a batch needs, and what it names of other services."""
    wanted = [submission.about.stream for submission in batch if submission.about.stream is not None]
    wanted += [target.stream for target in targets.values() if isinstance(target, Target)]
    elsewhere: set[Named] = set()
    for submission in batch:
        township = submission.fact.account.township
        for reference in submission.about.references:
            if reference.kind in kinds_elsewhere:
                elsewhere.add((township, reference))
            else:
                wanted.append(stream_of(township, *reference))
        if submission.about.stream is None and "fact" in kinds_elsewhere:
            elsewhere |= {(township, taken_back) for taken_back in taken_back_by(submission.fact)}
    return wanted, elsewhere
