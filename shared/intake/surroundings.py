"""What has to be looked up before a batch can be judged: one round of questions, then no more waiting."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from shared.event_log.connection import Connection
from shared.event_log.read import RecordedFact, read_facts_and_streams
from shared.facts.fact import Fact, FactKey, Reference
from shared.intake.streams import Streams
from shared.intake.subject import stream_of
from shared.intake.submission import Submission
from shared.intake.targets import Target, find_targets

Named = tuple[str, Reference]
"""A reference within a township."""


class Known(Protocol):
    """What other services have introduced, as far as this one has heard."""

    kinds: frozenset[str]

    async def look_up(self, named: Iterable[Named]) -> Mapping[Named, str]:
        """The known ones: of an organisation its kind, of a voiding who recorded it, of the rest nothing."""


class NothingElse:
    """For a service whose facts refer to its own log only."""

    kinds: frozenset[str] = frozenset()

    async def look_up(self, named: Iterable[Named]) -> Mapping[Named, str]:
        return dict.fromkeys(named, "")


@dataclass(slots=True)
class Surroundings:
    """The answers for one batch."""

    answered: dict[FactKey, RecordedFact] = field(default_factory=dict)
    targets: dict[FactKey, Target | None] = field(default_factory=dict)
    """By the key of each `fact.voided`: what it takes back, None while that is not known."""
    known: Mapping[Named, str] = field(default_factory=dict)


def voiding_elsewhere(fact: Fact) -> Reference:
    """What a service hears when another one has recorded this `fact.voided`; its value is that service."""
    return Reference("voiding", "|".join(fact.key))


async def look_around(
    batch: Sequence[Submission], streams: Streams, known: Known, connection: Connection
) -> Surroundings:
    """Answered facts, targets of voidings, states of streams and known references of a batch."""
    around = Surroundings()
    voiding = [submission.fact for submission in batch if submission.about.stream is None]
    if voiding:
        around.targets = await find_targets(connection, voiding)
    wanted = [submission.about.stream for submission in batch if submission.about.stream is not None]
    wanted += [target.stream for target in around.targets.values() if target is not None]
    elsewhere: set[Named] = set()
    for submission in batch:
        township = submission.fact.account.township
        for reference in submission.about.references:
            if reference.kind in known.kinds:
                elsewhere.add((township, reference))
            else:
                wanted.append(stream_of(township, reference))
    if "voiding" in known.kinds:
        elsewhere |= {(fact.account.township, voiding_elsewhere(fact)) for fact in voiding}
    around.known = await known.look_up(elsewhere)
    missing = streams.missing(wanted)
    keys = [submission.fact.key for submission in batch]
    around.answered, stored = await read_facts_and_streams(connection, keys, missing)
    streams.fold(missing, stored)
    return around
