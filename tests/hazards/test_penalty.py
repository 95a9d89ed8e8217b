"""Penalty decisions: by departments, with a fine only where the decision has one."""

import pytest

from services.hazards.penalty import PENALTY
from shared.events.base import Event
from shared.events.hazards import PenaltyImposed, PenaltyPart, PenaltyRevoked, PenaltyVoided
from tests.support.specification import given, said, taking_back

REVOKED = PenaltyRevoked(penalty_id="p", reason="复议撤销")
VOIDED = PenaltyVoided(penalty_id="p", reason="录入错误")


def imposed(by: str = "d-a", fen: int = 100_000) -> PenaltyImposed:
    fine = PenaltyPart(kind="fine", fine_fen=fen)
    return PenaltyImposed(penalty_id="p", unit_id="u", by=by, parts=[fine], decision_no="1")


DECIDED = said(3, imposed())


def test_only_departments_decide() -> None:
    given(PENALTY).when(DECIDED).then_recorded()
    for by in ("v-a", "g-1", "x-a", "s-office"):
        given(PENALTY).when(said(3, imposed(by))).then_refused("wrong_kind")


def test_decided_twice() -> None:
    given(PENALTY, DECIDED).when(DECIDED).then_nothing()
    given(PENALTY, DECIDED).when(said(3, imposed(fen=2))).then_refused("already_exists")


def test_revoked_is_a_change_and_voided_a_correction() -> None:
    given(PENALTY, DECIDED).when(said(3, REVOKED)).then_recorded()
    given(PENALTY, DECIDED).when(said(2, REVOKED)).then_refused("before_introduction")
    given(PENALTY, DECIDED).when(said(2, VOIDED)).then_recorded()
    given(PENALTY, DECIDED, said(4, REVOKED)).when(said(5, REVOKED)).then_recorded()


@pytest.mark.parametrize("event", [imposed(), REVOKED, VOIDED])
def test_a_voided_decision_hears_nothing_more(event: Event) -> None:
    given(PENALTY, DECIDED, said(4, VOIDED)).when(said(5, event)).then_refused("voided")
    given(PENALTY, DECIDED, said(4, VOIDED), said(4, taking_back(2))).when(said(5, REVOKED)).then_recorded()


def test_not_before_it_was_decided_on_record() -> None:
    given(PENALTY).when(said(5, REVOKED)).then_refused("unknown_reference")
    given(PENALTY, DECIDED).when(said(5, taking_back(1))).then_refused("introduces_subject")
