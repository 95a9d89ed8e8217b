"""Who may have a fact proved: what it says and that it was said is shown with it. Pure."""

from shared.facts.account import Account

_OF_THE_TOWN = ("auditor", "operator", "safety_office")
_OF_THEIR_OWN = ("officer", "reporter")
MAY_ASK = (*_OF_THE_TOWN, *_OF_THEIR_OWN)


def may_prove(account: Account, township: str, organisation: str) -> bool:
    """`township` and `organisation` are those of the event: the town, and who is on record as its sender."""
    if account.township != township:
        return False
    return account.role in _OF_THE_TOWN or (
        account.role in _OF_THEIR_OWN and organisation in account.organisations
    )
