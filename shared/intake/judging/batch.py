"""Judging a batch, fact by fact in order: each gets its own outcome, and all go into one append."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from shared.events.voiding import VoidFact
from shared.facts.fact import Fact, FactKey, Reference
from shared.facts.receipt import Receipt
from shared.intake.judging.judge import Accepted, Elsewhere, Verdict, Waits, judge
from shared.intake.judging.line import Line, is_of_town, line_of
from shared.intake.judging.lookups import Lookups
from shared.intake.judging.pending_append import PendingAppend
from shared.intake.judging.retraction import Repetition, Target, named_key, voiding_data
from shared.intake.judging.rightful import NoRight
from shared.intake.judging.submission import Submission
from shared.intake.judging.waiting_limits import Usage, weight_of
from shared.intake.judging.waiting_line import Ahead
from shared.intake.judging.waiting_room import WaitingRoom
from shared.problems import Rejected

_REFUSED_FOR_THE_STATE = frozenset({"voided", "not_open", "not_closed", "not_referred", "not_supervised"})
"""Refusals that may turn out otherwise once a fact that waits ahead is recorded."""


@dataclass(slots=True)
class Outcomes:
    """By place in the batch: each fact's receipt, and what the waiting ones wait for."""

    receipts: list[Receipt | None] = field(default_factory=list)
    """None where another service answers."""
    waits: dict[int, Waits] = field(default_factory=dict)

    @property
    def all_recorded(self) -> bool:
        """Every fact becomes an event of its own."""
        for receipt in self.receipts:
            if receipt is None or receipt.outcome != "accepted" or not receipt.events:
                return False
        return True


class Judgement:
    """One pass over one batch; thrown away when the append finds the head moved."""

    def __init__(
        self, room: WaitingRoom, lookups: Lookups, pending: PendingAppend, *, answers_for_the_bus: bool
    ) -> None:
        self._room, self._lookups, self._pending = room, lookups, pending
        self._answers_for_the_bus = answers_for_the_bus
        self._begun: dict[Line, Ahead] = {}
        """The lines of this batch's facts that wait: new ones, and those tried again that wait on."""
        self._usage = Usage()
        self._waiting: dict[FactKey, tuple[str, Line]] = {}
        """Digest and line of this batch's facts that wait."""
        self._outcomes = Outcomes()

    def of(self, batch: Sequence[Submission]) -> Outcomes:
        for place, submission in enumerate(batch):
            try:
                receipt = None if self._is_anothers_to_refuse(submission) else self._one(place, submission)
            except Rejected as why:
                receipt = Receipt.refused(submission.fact.key, why, submission.fact.account.township)
            self._outcomes.receipts.append(receipt)
        return self._outcomes

    def _one(self, place: int, submission: Submission) -> Receipt | None:
        fact = submission.fact
        if not submission.retried and (still := self._waits_already(fact)):
            return still
        match self._verdict(submission):
            case Receipt() as answered_before:
                return answered_before
            case Waits(missing=missing) if submission.last and missing:
                self._refuse_waiting_on(submission, missing)
                return None
            case Waits() as waits:
                return self._wait(place, submission, waits)
            case Elsewhere(service):
                if not submission.over_bus:
                    raise Rejected("wrong_service", type=fact.type, service=service)
                return None
            case Accepted(stream, organisation, events):
                position = self._pending.record(fact, stream, organisation, events)
                log = self._pending.expected.log
                return Receipt(fact.key, "accepted", () if position is None else ((log, position),))

    def _refuse_waiting_on(self, submission: Submission, missing: Iterable[Reference]) -> None:
        """A voiding on the bus reaches every service: only the one that answers for the bus refuses it."""
        if not self._may_be_anothers(submission):
            named = ", ".join(_as_named(submission.fact, missing))
            raise Rejected("unknown_reference", reference=named)

    def _waits_already(self, fact: Fact) -> Receipt | None:
        """The receipt of a waiting fact that is sent again; `id_conflict` if content or town differ."""
        waiting = self._already_waiting(fact.key)
        if waiting is None:
            return None
        digest, line = waiting
        if digest != fact.digest or not is_of_town(line, fact.account.township):
            raise Rejected("id_conflict")
        return Receipt(fact.key, "waiting")

    def _verdict(self, submission: Submission) -> Verdict:
        """Judge it, or let it wait behind facts about its subject that wait."""
        if not (self._begun or len(self._room)):
            return judge(submission, self._lookups, self._pending)
        stream = self._stream(submission)
        if self._stands_behind(submission, stream):
            return Waits(stream, frozenset())
        try:
            return judge(submission, self._lookups, self._pending)
        except Rejected as why:
            if stream is None or not self._may_yet_change(submission, stream, why):
                raise
            return Waits(stream, frozenset())

    def _is_anothers_to_refuse(self, submission: Submission) -> bool:
        """A repetition left no event that hazards could have heard of, so hazards refuses it."""
        target = self._lookups.targets.get(submission.fact.key)
        return isinstance(target, Repetition) and submission.over_bus and not self._answers_for_the_bus

    def _may_be_anothers(self, submission: Submission) -> bool:
        """A voiding of what is not known here, and the other service answers for the bus."""
        return submission.about.stream is None and submission.over_bus and not self._answers_for_the_bus

    def _ahead(self, submission: Submission, stream: Line) -> tuple[Ahead, ...]:
        """The facts that wait ahead of it in its line; one that is tried again is not behind itself."""
        begun = self._begun.get(stream)
        waiting = () if submission.retried else (self._room.ahead(stream),)
        return waiting if begun is None else (*waiting, begun)

    def _stands_behind(self, submission: Submission, stream: Line | None) -> bool:
        """Behind its publisher's waiting facts on the subject; an introduction behind introductions only."""
        key = submission.fact.key
        if stream is None or key in self._lookups.answered or key in self._pending.answered:
            return False
        publisher, ahead = submission.fact.key.publisher, self._ahead(submission, stream)
        if submission.about.kind.introduces:
            return any(publisher in each.introducing for each in ahead)
        return any(publisher in each.publishers for each in ahead)

    def _may_yet_change(self, submission: Submission, stream: Line, why: Rejected) -> bool:
        """Whether a fact that waits ahead may turn this refusal around: then this one waits too."""
        ahead = self._ahead(submission, stream)
        if isinstance(why, NoRight):
            own = submission.fact.account.organisations
            return any(organisation in each.giving for each in ahead for organisation in own)
        return why.code in _REFUSED_FOR_THE_STATE and any(ahead)

    def _already_waiting(self, key: FactKey) -> tuple[str, Line] | None:
        waiting = self._room.find(key)
        return self._waiting.get(key) if waiting is None else (waiting.fact.digest, waiting.line)

    def _stream(self, submission: Submission) -> Line | None:
        """The stream it is about; of a voiding that of the fact it takes back, recorded or waiting."""
        fact = submission.fact
        if submission.about.stream is not None:
            return submission.about.stream
        named = named_key(fact, voiding_data(fact))
        target = self._lookups.targets.get(fact.key) or self._pending.target(named)
        if isinstance(target, Target):
            return target.stream
        waiting = self._already_waiting(named)
        return waiting and waiting[1]

    def _wait(self, place: int, submission: Submission, waits: Waits) -> Receipt | None:
        fact, line = submission.fact, line_of(submission.fact, waits.stream)
        if not submission.retried:
            weight = weight_of(fact)
            try:
                self._room.usage.check(fact, line, weight, self._usage)
            except Rejected:
                if not self._may_be_anothers(submission):
                    raise
                return None  # whoever gets no answer sends it again
            self._usage.add(fact, line, weight)
        self._outcomes.waits[place] = waits
        self._waiting[fact.key] = (fact.digest, line)
        self._begun.setdefault(line, Ahead()).count(fact, submission.about, 1)
        return Receipt(fact.key, "waiting")


def _as_named(fact: Fact, missing: Iterable[Reference]) -> list[str]:
    """What it waited for, as its publisher named it."""
    if isinstance(fact.data, VoidFact):
        return [f"{fact.data.source} {fact.data.id}"]
    return sorted({reference.id for reference in missing})
