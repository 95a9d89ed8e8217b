"""The queue of those who wait: lines take turns, nothing is lost, and who leaves leaves nothing behind."""

from collections import Counter
from dataclasses import dataclass, field

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from services.reporting.turns.fair_queue import FairQueue


@dataclass(frozen=True, eq=False)
class Asked:
    asker: str
    question: str


@dataclass
class Queued:
    """Given these requests in this order, when turns are taken, then these are answered together."""

    queue: FairQueue[Asked] = field(default_factory=FairQueue[Asked])
    requests: list[Asked] = field(default_factory=list)

    def join(self, *requests: str) -> "Queued":
        for each in requests:
            request = Asked(*each.split())
            self.queue.join(request)
            self.requests.append(request)
        return self

    def leave(self, *requests: str) -> None:
        for each in requests:
            self.queue.leave(next(one for one in self.requests if f"{one.asker} {one.question}" == each))

    def turn(self) -> str:
        first = self.queue.next_turn()
        return "nobody" if first is None else f"{first.asker} {first.question}"

    def finished(self) -> list[str]:
        return [f"{each.asker} {each.question}" for each in self.queue.finish_turn()]

    def turns(self) -> list[str]:
        """Until nobody waits."""
        taken = []
        while (turn := self.turn()) != "nobody":
            taken.append(turn)
            self.finished()
        return taken


def given(*requests: str) -> Queued:
    return Queued().join(*requests)


def test_lines_take_turns_however_long_they_are() -> None:
    assert given("a 1", "a 2", "a 3", "b 4", "b 5", "c 6").turns() == [
        "a 1", "b 4", "c 6", "a 2", "b 5", "a 3",
    ]  # fmt: skip


def test_who_asks_again_after_its_turn_is_behind_those_who_wait() -> None:
    queued = given("a 1", "b 2")
    assert queued.turn() == "a 1"
    queued.finished()
    assert queued.join("a 3").turns() == ["b 2", "a 3"]


def test_who_comes_while_another_has_its_turn_is_before_that_one_again() -> None:
    queued = given("a 1", "a 2")
    assert queued.turn() == "a 1"
    queued.join("b 3")
    queued.finished()
    assert queued.turns() == ["b 3", "a 2"]


def test_the_same_question_is_answered_once_and_the_others_keep_their_turn() -> None:
    queued = given("a same", "b same", "b 2", "c 3")
    assert queued.turn() == "a same"
    queued.join("d same")
    assert sorted(queued.finished()) == ["a same", "b same", "d same"]
    assert queued.turns() == ["b 2", "c 3"]


def test_who_asks_what_everyone_has_left_waits_for_a_turn_of_its_own() -> None:
    queued = given("a 1")
    queued.turn()
    queued.leave("a 1")
    assert queued.queue.in_turn == ()
    queued.join("b 1")
    assert queued.finished() == []
    assert queued.turns() == ["b 1"]


def test_what_is_left_takes_no_turn() -> None:
    queued = given("a 1", "a 2", "b 3")
    queued.leave("a 1", "b 3")
    assert queued.turns() == ["a 2"]


class AnyOrder(RuleBasedStateMachine):
    """Joining, leaving and turns in any order, beside the plainest account of who waits and was answered."""

    def __init__(self) -> None:
        super().__init__()
        self.queue: FairQueue[Asked] = FairQueue()
        self.waiting: list[Asked] = []
        self.in_turn: list[Asked] = []
        self.whose_turn: str | None = None
        self.overtaken: dict[str, Counter[str]] = {}
        """Who had how many turns while somebody waited for one, the one under way with them."""

    @property
    def held(self) -> list[Asked]:
        return self.waiting + self.in_turn

    @rule(asker=st.sampled_from("abc"), question=st.sampled_from("123"))
    def join(self, asker: str, question: str) -> None:
        request = Asked(asker, question)
        self.queue.join(request)
        shares = any(each.question == question for each in self.in_turn)
        (self.in_turn if shares else self.waiting).append(request)
        self._note_who_waits()

    @precondition(lambda self: self.held)
    @rule(data=st.data())
    def leave(self, data: st.DataObject) -> None:
        request = data.draw(st.sampled_from(self.held))
        self.queue.leave(request)
        self.queue.leave(request)  # once more changes nothing
        (self.waiting if request in self.waiting else self.in_turn).remove(request)
        self._note_who_waits()

    @precondition(lambda self: self.whose_turn is None)
    @rule()
    def next_turn(self) -> None:
        first = self.queue.next_turn()
        assert (first is None) == (not self.waiting)
        if first is None:
            return
        self.whose_turn = first.asker
        assert first is next(each for each in self.waiting if each.asker == first.asker)
        self.overtaken.pop(first.asker)
        for others in self.overtaken.values():
            others[first.asker] += 1
            assert others[first.asker] == 1, "served twice while another waited"
        self.in_turn = [each for each in self.waiting if each.question == first.question]
        self.waiting = [each for each in self.waiting if each.question != first.question]
        self._note_who_waits()

    @precondition(lambda self: self.whose_turn)
    @rule()
    def finish_turn(self) -> None:
        assert set(self.queue.finish_turn()) == set(self.in_turn)
        self.in_turn, self.whose_turn = [], None

    @invariant()
    def nobody_is_lost_or_left_behind(self) -> None:
        assert len(self.queue) == len(self.held)
        assert set(self.queue.in_turn) == set(self.in_turn)

    def _note_who_waits(self) -> None:
        under_way = [] if self.whose_turn is None else [self.whose_turn]
        askers = {each.asker for each in self.waiting}
        self.overtaken = {asker: self.overtaken.get(asker, Counter(under_way)) for asker in askers}

    def teardown(self) -> None:
        """Everybody who still waits is answered in the end."""
        self.queue.finish_turn()
        answered: list[Asked] = []
        while self.queue.next_turn() is not None:
            answered += self.queue.finish_turn()
        assert Counter(answered) == Counter(self.waiting)


TestAnyOrder = AnyOrder.TestCase
TestAnyOrder.settings = settings(max_examples=200, stateful_step_count=30, deadline=None)
