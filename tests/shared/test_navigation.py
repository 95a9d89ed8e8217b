"""What stands in the head of a page: the places of one's role, and what a deployment has besides."""

import pytest

from shared.facts.account import Role
from shared.pages.navigation import INBOX, PEOPLE, PLACES, places_of
from tests.e2e.visiting import account


@pytest.mark.parametrize("role", ["safety_office", "operator"])
def test_who_gives_out_passwords_is_led_there_where_accounts_are_the_deployments(role: Role) -> None:
    assert PEOPLE in places_of(account(role), [PEOPLE, INBOX])
    assert INBOX in places_of(account(role), [PEOPLE, INBOX])
    assert PEOPLE not in places_of(account(role))


@pytest.mark.parametrize("role", ["reporter", "officer", "leader", "auditor"])
def test_nobody_else_is(role: Role) -> None:
    assert not {PEOPLE, INBOX} & set(places_of(account(role), [PEOPLE, INBOX]))


def test_nobody_is_led_anywhere_before_the_sign_in() -> None:
    assert places_of(None, [PEOPLE, INBOX]) == ()
    assert PLACES
