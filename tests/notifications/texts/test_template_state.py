"""Given what the provider approved of, then which rules may go out by text message."""

import pytest

from services.notifications.policy.policy import DEFAULT, read_policy
from services.notifications.texts.template_state import TemplateStates
from services.notifications.texts.texts import TemplateState
from tests.notifications.texts.examples import TEXTS

POLICY = read_policy(DEFAULT)
USABLE = dict.fromkeys(TEXTS.templates, TemplateState.USABLE)


def states(sign: TemplateState = TemplateState.USABLE, **other: TemplateState) -> TemplateStates:
    return TemplateStates(TEXTS, POLICY, sign, USABLE | other)


def test_nothing_is_usable_before_the_town_says_so() -> None:
    unsaid = TemplateStates(TEXTS, POLICY, TemplateState.USABLE)
    assert not any(unsaid.usable(rule) for rule in TEXTS.rules)
    assert all(states().usable(rule) for rule in TEXTS.rules)


@pytest.mark.parametrize("state", [one for one in TemplateState if one is not TemplateState.USABLE])
def test_one_that_is_not_stops_its_rules_alone(state: TemplateState) -> None:
    now = states(report_before_holiday=state)
    assert now.not_usable("report_due_day_before") == ("report_before_holiday",)
    assert {rule for rule in TEXTS.rules if not now.usable(rule)} == {
        "report_due_day_before",
        "report_due_3_days",
    }


def test_the_general_one_stops_what_is_gathered_and_the_signature_all() -> None:
    now = states(general=TemplateState.DISABLED)
    assert now.usable("major_found")
    assert now.usable("report_due_4_hours")
    assert not now.usable("hazard_date_near")
    without_sign = states(sign=TemplateState.IN_REVIEW)
    assert not any(without_sign.usable(rule) for rule in TEXTS.rules)
