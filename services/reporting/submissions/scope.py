"""Whose submissions an account may see: domain.md, section 10."""

from services.reporting.filing.state import Submission
from shared.facts.account import Account
from shared.facts.roles_in_words import not_for
from shared.identity.filers import visible_filers
from shared.problems import Rejected


def seen_filers(account: Account) -> frozenset[str] | None:
    """None for all of them. Persons sign, so that keys of dashboards see none of it."""
    if account.role == "dashboard":
        raise Rejected("not_allowed", detail=not_for(account.role))
    return visible_filers(account)


def refuse_unless_seen(account: Account, filer: str) -> None:
    """`not_yours`, whether or not there is such a filer."""
    seen = seen_filers(account)
    if seen is not None and filer not in seen:
        raise Rejected("not_yours")


def seen_submission(account: Account, found: Submission | None) -> Submission:
    """`not_found` for who sees every filer; for a filer one answer to what is not there or not its own."""
    seen = seen_filers(account)
    if found is None or (seen is not None and found.signed.filer not in seen):
        raise Rejected("not_yours" if seen is not None else "not_found", what="submission")
    return found
