"""Self-checks: by villages and departments, as often as they like."""

import pytest

from services.hazards.self_check import SELF_CHECK
from shared.events.hazards import SelfCheckRecorded
from tests.support.specification import given, said, taking_back


def recorded(filer: str) -> SelfCheckRecorded:
    return SelfCheckRecorded(filer=filer, item="1.1.1", status="partly")


@pytest.mark.parametrize("filer", ["v-a", "d-a"])
def test_filers_record(filer: str) -> None:
    given(SELF_CHECK).when(said(3, recorded(filer))).then_recorded()
    given(SELF_CHECK, said(3, recorded(filer))).when(said(3, recorded(filer))).then_recorded()


@pytest.mark.parametrize("filer", ["g-1", "x-a", "s-office"])
def test_nobody_else_does(filer: str) -> None:
    given(SELF_CHECK).when(said(3, recorded(filer))).then_refused("wrong_kind")


def test_any_record_may_be_taken_back() -> None:
    given(SELF_CHECK, said(3, recorded("v-a"))).when(said(4, taking_back(1))).then_recorded()
    given(SELF_CHECK, said(3, recorded("v-a"))).when(said(4, taking_back(2))).then_refused(
        "unknown_reference"
    )
