"""What an account is offered to do with what was signed. Whether it may is judged when it does. Pure."""

from dataclasses import dataclass

from services.reporting.filing.state import Filing, Submission
from services.reporting.pages.filing.part_of import part_of
from shared.facts.account import Account


@dataclass(frozen=True, slots=True)
class MayDo:
    withdraw: bool
    review: bool
    """单位负责人审核."""
    return_: bool
    accept: bool
    correct: bool
    file_again: bool
    attach: bool
    """Scans."""
    verify: bool

    @property
    def anything(self) -> bool:
        return any((self.withdraw, self.review, self.return_, self.accept, self.correct, self.file_again))


def may_do(account: Account, filing: Filing, found: Submission) -> MayDo:
    signed, part = found.signed, part_of(account, found.signed.filer)
    office, own = part == "on_behalf", part == "own"
    head = own and account.head and found.awaits_review
    open_ = found.stands and found.status == "signed"
    return MayDo(
        withdraw=open_ and (own or (office and signed.on_behalf is not None)),
        review=head and signed.signer.account != account.name,
        return_=found.stands and filing.holding(found.number) is None and (office or head),
        accept=office and open_ and not found.awaits_review,
        correct=found.stands and found.status == "accepted" and (own or office),
        file_again=filing.standing(*found.place) is None and (own or office),
        attach=own or office,
        verify=account.role == "auditor",
    )
