"""One answer from what two services say."""

from itertools import permutations

import pytest

from shared.asking.combining import all_positions, one_receipt
from shared.asking.messages import LogState, PositionsAnswer
from shared.intake.ways_in.described import ReceiptAnswer, RecordedAt


def said(outcome: str, log: str | None = None) -> ReceiptAnswer:
    events = [] if log is None else [{"log": log, "position": 7}]
    return ReceiptAnswer.model_validate({"source": "/s", "id": "1", "outcome": outcome, "events": events})


ACCEPTED, REFUSED, WAITING = said("accepted", "registry"), said("rejected"), said("waiting")


@pytest.mark.parametrize(
    ("both", "told"),
    [
        ((None, None), None),
        ((None, ACCEPTED), ACCEPTED),
        ((None, WAITING), WAITING),
        ((None, REFUSED), REFUSED),
        ((ACCEPTED, REFUSED), ACCEPTED),
        ((ACCEPTED, WAITING), ACCEPTED),
        ((WAITING, REFUSED), WAITING),
    ],
)
def test_the_order_of_what_is_said_is_the_same_whoever_answers(
    both: tuple[ReceiptAnswer | None, ReceiptAnswer | None], told: ReceiptAnswer | None
) -> None:
    for order in permutations(both):
        assert one_receipt(order) == told


def test_an_event_in_each_log_is_told_with_both() -> None:
    for order in permutations((ACCEPTED, said("accepted", "hazards"))):
        receipt = one_receipt(order)
        assert receipt is not None
        assert receipt.events == [RecordedAt(log=log, position=7) for log in ("hazards", "registry")]


def test_positions_of_all_logs_in_one_order() -> None:
    each = [
        PositionsAnswer(positions={log: at}, logs={log: LogState(logid=log, clock="2024")})
        for log, at in (("registry", 3), ("hazards", 9))
    ]
    for order in permutations(each):
        answer = all_positions(order)
        assert list(answer.positions.items()) == [("hazards", 9), ("registry", 3)]
        assert [(log, state.logid) for log, state in answer.logs.items()] == [
            ("hazards", "hazards"),
            ("registry", "registry"),
        ]
