"""Contents and figures are shown to operators for a reason that is on record; to auditors as they are."""

from datetime import timedelta

from pydantic import TypeAdapter, ValidationError

from shared.events.text import Remark
from shared.facts.account import Account
from shared.facts.invalid import refusal_for
from shared.operations.acts import Acts
from shared.problems import Rejected

_REMARK = TypeAdapter[str](Remark)
_LABEL = "原因 reason"
"""As the field is called where it is asked for."""
FIGURES_FOR = timedelta(hours=1)
"""For so long a reason to look at figures holds: nobody steps through a replay with a reason a step."""
LOOKED_AT_FIGURES = "figures_looked_at"


def read_reason(text: str) -> str:
    """One short line for the record. Raises `reason_needed`, and `personal_data` for a number of a person."""
    said = text.strip()
    if not said:
        raise Rejected("reason_needed")
    try:
        return _REMARK.validate_python(said)
    except ValidationError as error:
        raise refusal_for(error, _LABEL) from None


def needs_reason(account: Account) -> bool:
    """An operator keeps the system running and need not know what it says."""
    return account.role == "operator"


async def may_see_figures(acts: Acts, account: Account) -> bool:
    return not needs_reason(account) or await acts.did_within(account, LOOKED_AT_FIGURES, FIGURES_FOR)
