"""Which of the two forms an account is shown, and which it may choose from."""

from services.reporting.counting.columns import DEPARTMENTS_FORM, FILER_KINDS
from services.reporting.counting.filing import annex_filed_by
from shared.facts.account import Account

_KINDS = {"reporter": "village", "officer": "department"}


def own_annex(account: Account) -> str:
    """A village's reporter files 附件4."""
    return annex_filed_by(_KINDS.get(account.role)) or DEPARTMENTS_FORM


def annexes_of(account: Account) -> tuple[str, ...]:
    """Who sees own rows alone has one."""
    return tuple(FILER_KINDS) if account.sees_every_filer else ()
