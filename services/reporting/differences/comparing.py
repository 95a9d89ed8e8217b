"""Which two reports are compared, and in which cells: those that both of them have."""

from dataclasses import replace

from services.reporting.differences.naming import Named
from services.reporting.differences.scope import Scope
from services.reporting.reading.question import Question
from shared.facts.account import Account
from shared.problems import Rejected


def compared(account: Account, a: Named, b: Named) -> tuple[Question, Question, Scope]:
    """Raises `Rejected` for what can't be compared, or not by this account."""
    a, b = _of_its_form(a, b), _of_its_form(b, a)
    for name, pair in (("campaign", (a.campaign, b.campaign)), ("annex", (a.annexes, b.annexes))):
        if pair[0] != pair[1]:
            detail = f"两份报表的 {name} 必须相同 both reports need the same {name}"
            raise Rejected("invalid_request", field=f"b.{name}", detail=detail)
    if a.signed is not None and b.signed is not None and a.signed.filer != b.signed.filer:
        detail = "两次报送须属于同一单位 both have to be of one filer"
        raise Rejected("invalid_request", field="b.submission", detail=detail)
    (asked_a, scope_a), (asked_b, scope_b) = a.asked_by(account), b.asked_by(account)
    return asked_a, asked_b, scope_a if a.signed is not None else scope_b


def _of_its_form(report: Named, other: Named) -> Named:
    """Beside a submission, a name without an annex means the submission's."""
    if report.signed is not None or report.name.annex is not None or other.signed is None:
        return report
    return replace(report, name=report.name.model_copy(update={"annex": other.signed.annex}))
