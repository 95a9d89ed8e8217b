"""Whose rows an account may see: domain.md, section 10."""

from shared.facts.account import Account
from shared.facts.roles_in_words import not_for
from shared.problems import Rejected


def visible_filers(account: Account) -> frozenset[str] | None:
    """None for all of them. Raises `not_allowed` for who sees no figures."""
    if account.sees_every_filer:
        return None
    if account.role in ("reporter", "officer"):
        return account.organisations
    raise Rejected("not_allowed", detail=not_for(account.role))
