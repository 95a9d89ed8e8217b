"""Case referrals: a department sends to a district department, withdraws, and may send again."""

import pytest

from services.hazards.case import CASE
from shared.events.hazards import CaseReferred, CaseWithdrawn
from tests.support.specification import given, said, taking_back

WITHDRAWN = CaseWithdrawn(case_id="c", reason="送错")


def sent(by: str = "d-a", to: str = "x-a") -> CaseReferred:
    return CaseReferred(case_id="c", by=by, to=to)


SENT = said(3, sent())


@pytest.mark.parametrize("by", ["v-a", "g-1", "x-a", "s-office"])
def test_only_departments_send(by: str) -> None:
    given(CASE).when(SENT).then_recorded()
    given(CASE).when(said(3, sent(by))).then_refused("wrong_kind")


@pytest.mark.parametrize("to", ["v-a", "d-b", "g-1"])
def test_only_to_a_district_department(to: str) -> None:
    given(CASE).when(said(3, sent(to=to))).then_refused("wrong_receiver")


def test_sent_again_is_recorded_so_that_each_sending_can_be_taken_back() -> None:
    given(CASE, SENT).when(SENT).then_recorded()
    given(CASE, SENT, SENT).when(said(4, taking_back(2))).then_recorded()
    given(CASE, SENT, SENT).when(said(4, taking_back(1))).then_refused("introduces_subject")


def test_withdrawn_for_every_date() -> None:
    given(CASE).when(said(4, WITHDRAWN)).then_refused("unknown_reference")
    given(CASE, SENT).when(said(1, WITHDRAWN)).then_recorded()
    given(CASE, SENT, said(4, WITHDRAWN)).when(said(2, sent())).then_recorded()
    given(CASE, SENT, said(4, WITHDRAWN), said(5, sent())).when(said(5, WITHDRAWN)).then_recorded()


def test_withdrawn_again_is_recorded_so_that_each_withdrawal_can_be_taken_back() -> None:
    given(CASE, SENT, said(4, WITHDRAWN)).when(said(5, WITHDRAWN)).then_recorded()
