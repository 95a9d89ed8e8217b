"""How much one account, and all together, may ask at a time."""

from contextlib import ExitStack

import pytest

from services.reporting.turns.admission import MOST, MOST_OF_ONE, Admission
from shared.problems import Rejected


def test_one_account_has_so_many_requests_under_way_and_the_others_are_not_concerned() -> None:
    admission = Admission()
    with ExitStack() as under_way:
        for _ in range(MOST_OF_ONE):
            under_way.enter_context(admission.of("a"))
        with pytest.raises(Rejected, match="too_many_requests"), admission.of("a"):
            pass
        with admission.of("b"):
            pass
    with admission.of("a"):
        pass


def test_all_together_have_so_many() -> None:
    admission = Admission()
    with ExitStack() as under_way:
        for each in range(MOST):
            under_way.enter_context(admission.of(each))
        with pytest.raises(Rejected, match="too_busy"), admission.of("a"):
            pass
    with admission.of("a"):
        pass


def test_requests_of_one_account_share_what_it_may_look_up_and_what_is_over_is_forgotten() -> None:
    admission = Admission()
    with admission.of("a") as one, admission.of("a") as same, admission.of("b") as other:
        assert one is same
        assert one is not other
    with admission.of("a") as later:
        assert later is not one
