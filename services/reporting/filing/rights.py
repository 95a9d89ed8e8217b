"""Who may sign and review: domain.md, section 10. Pure."""

from services.reporting.filing.state import Submission
from shared.events.personal_data import find_in_id
from shared.events.reporting import OnBehalf, SubmissionSigned
from shared.events.signer import Signer
from shared.facts.account import Account
from shared.facts.roles_in_words import not_for
from shared.problems import Rejected


def signer(account: Account) -> Signer:
    """The person as named now. Raises `not_a_person` for machines and accounts that name nobody."""
    person = account.person
    if person is None or account.credential != "person":
        raise Rejected("not_a_person")
    if find_in_id(account.name) is not None:
        raise Rejected("personal_data", field="account")
    return Signer(
        account=account.name,
        name=person.name,
        office=person.office or None,
        organisation=account.organisation,
    )


def refuse_to_sign_for(account: Account, filer: str, on_behalf: OnBehalf | None) -> None:
    """Raises unless the account is the filer's, or the safety office's with a reason."""
    if account.role == "safety_office":
        if on_behalf is None:
            raise Rejected("on_behalf_needed")
        return
    refuse_unless_of(account, filer)
    if on_behalf is not None:
        raise Rejected("not_allowed", detail="代报 on_behalf")


def refuse_unless_of(account: Account, filer: str) -> None:
    """A leader or an auditor signs and withdraws nothing, whatever organisation its issuer names."""
    if account.role not in ("reporter", "officer") or filer not in account.organisations:
        raise Rejected("not_your_report")


def refuse_to_withdraw(account: Account, signed: SubmissionSigned) -> None:
    """The filer withdraws; what the safety office signed for it, that office too."""
    if account.role != "safety_office" or signed.on_behalf is None:
        refuse_unless_of(account, signed.filer)


def refuse_unless_reviewing(account: Account) -> None:
    if account.role != "safety_office":
        raise Rejected("not_allowed", detail=not_for(account.role))


def refuse_unless_head(account: Account, filer: str) -> None:
    """单位负责人 of that filer."""
    refuse_unless_of(account, filer)
    if not account.head:
        raise Rejected("not_a_head")


def refuse_to_return(account: Account, submission: Submission) -> None:
    """The safety office; the head of the filer as long as the report waits for a head."""
    if account.role != "safety_office" and submission.awaits_review and account.head:
        refuse_unless_of(account, submission.signed.filer)
        return
    refuse_unless_reviewing(account)


def refuse_unless_leading(account: Account) -> None:
    if account.role != "leader":
        raise Rejected("not_allowed", detail=not_for(account.role))
