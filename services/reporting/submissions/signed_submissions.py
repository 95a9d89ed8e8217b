"""What was signed, for reports that are named by a submission's number or compared with the last one."""

from functools import partial

from services.reporting.counting.policy import POLICIES
from services.reporting.filing.earlier import last_standing, periods_before, periods_ended_before
from services.reporting.filing.state import Filing, Submission
from services.reporting.forms.documents.changes import Before
from services.reporting.forms.documents.signed import Signed
from services.reporting.forms.signed_before import SignedSoFar
from services.reporting.reading.asked_form import Form
from services.reporting.reading.signed_report import SignedReport
from services.reporting.submissions.desk import Desk
from services.reporting.submissions.paper import printed
from services.reporting.submissions.scope import seen_filers, seen_submission
from shared.events.reporting import SubmissionSigned
from shared.facts.account import Account
from shared.problems import Rejected


class SignedSubmissions:
    """On `app.state.signed_reports`. Whatever became of a submission, it can be named."""

    def __init__(self, desk: Desk, public_url: str) -> None:
        self._desk, self._public_url = desk, public_url

    async def named(self, account: Account, campaign: str, number: str) -> SignedReport:
        return report_of((await self._seen(account, campaign, number)).signed)

    async def printed(self, account: Account, campaign: str, number: str) -> Signed:
        found = await self._seen(account, campaign, number)
        return printed(found, account.township, self._public_url)

    async def so_far(self, account: Account, campaign: str) -> SignedSoFar:
        seen_filers(account)
        filing = await self._desk.filing(account.township, campaign)
        return SignedSoFar(filing.version, partial(_before_form, filing))

    async def _seen(self, account: Account, campaign: str, number: str) -> Submission:
        filing = await self._desk.filing(account.township, campaign)
        return seen_submission(account, filing.submissions.get(number))


def report_of(signed: SubmissionSigned) -> SignedReport:
    refuse_unless_counted_alike(signed)
    return SignedReport(
        number=signed.number,
        annex=signed.annex,
        filer=signed.filer,
        filer_name=signed.filer_name,
        occurred_until=signed.occurred_until,
        logs=signed.logs,
        policy=signed.policy,
    )


def refuse_unless_counted_alike(signed: SubmissionSigned) -> None:
    """Another meaning under the same name would give other figures under the same number."""
    policy = POLICIES.get(signed.policy)
    if policy is None or policy.content_hash() != signed.policy_hash:
        raise Rejected("policy_not_as_signed", number=signed.number, policy=signed.policy)


def before_of(submission: Submission | None) -> Before | None:
    if submission is None:
        return None
    signed = submission.signed
    return Before(signed.number, signed.period_name, signed.figures)


def _before_form(filing: Filing, form: Form) -> dict[str, Before]:
    """By filer: of the periods before a submission's own, else of those that ended before the cut-off."""
    if form.submission is not None:
        period = filing.submissions[form.submission].signed.period
        periods = periods_before(form.campaign, period)
    else:
        periods = periods_ended_before(form.campaign, form.moment)
    filers = {each.signed.filer for each in filing.submissions.values() if each.signed.annex == form.annex}
    found = {filer: before_of(last_standing(filing, periods, filer)) for filer in sorted(filers)}
    return {filer: before for filer, before in found.items() if before is not None}
