"""What a reader asks: which form, up to which moment, as recorded until when, under which policy."""

import re
from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass

from services.reporting.counting.columns import FILER_KINDS
from services.reporting.reading.moment_asked import moment_asked
from services.reporting.reading.signed_report import SignedReport
from shared.events.text import LARGEST_INTEGER
from shared.facts.account import Account
from shared.identity.filers import visible_filers
from shared.instant import write_instant
from shared.problems import Rejected

LOGS = ("registry", "hazards")
_POSITION = re.compile(r"[0-9]{1,18}")


@dataclass(frozen=True, slots=True)
class Question:
    account: str
    township: str
    annex: str
    campaign: str
    only: frozenset[str] | None
    """The filers whose rows the asking account may see; None for all of them, and totals."""
    occurred_until: str | None
    """None for the end of the campaign's window: everything so far."""
    recorded_until: str | None
    """As recorded before this moment, in every log; then no positions are named."""
    positions: Mapping[str, int]
    """By log; a log that is missing is taken as far as it has been applied."""
    policy: str | None
    """None for the campaign's own."""
    submission: SignedReport | None = None
    """Where it is named by what was signed; then moment, positions and policy are those."""

    @property
    def shown(self) -> frozenset[str] | None:
        """The filers whose rows the report has, and no totals; None for all of them, and totals."""
        return self.only if self.submission is None else frozenset({self.submission.filer})

    def refuse_unless_shown(self, rows: Collection[str]) -> None:
        """`not_yours` for what the account may not see, `not_in_submission` for what nobody signed there."""
        if self.only is not None and not self.only.issuperset(rows):
            raise Rejected("not_yours")
        signed = self.submission
        if signed is not None and not {signed.filer}.issuperset(rows):
            raise Rejected("not_in_submission", number=signed.number, filer=signed.filer_name)

    @property
    def asker(self) -> Hashable:
        """Whose turn it is answered in."""
        return self.township, self.account


def question(account: Account, campaign: str, annex: str, parameters: Mapping[str, str | None]) -> Question:
    """Raises `Rejected` for what is not known or not allowed to be asked."""
    if annex not in FILER_KINDS:
        raise Rejected("not_found", what=annex)
    recorded_until, positions = _recorded(parameters)
    return Question(
        account=account.name,
        township=account.township,
        annex=annex,
        campaign=campaign,
        only=visible_filers(account),
        occurred_until=_instant("occurred_until", parameters),
        recorded_until=recorded_until,
        positions=positions,
        policy=parameters.get("policy"),
    )


def question_of_submission(account: Account, campaign: str, signed: SignedReport) -> Question:
    """Of what the account was found to see."""
    return Question(
        account=account.name,
        township=account.township,
        annex=signed.annex,
        campaign=campaign,
        only=visible_filers(account),
        occurred_until=signed.occurred_until,
        recorded_until=None,
        positions=signed.positions,
        policy=signed.policy,
        submission=signed,
    )


def refuse_beside_submission(parameters: Mapping[str, object]) -> None:
    """Of what says the same in another way: a submission says it all."""
    said = [name for name, value in parameters.items() if value is not None]
    if said:
        detail = f"报送件已含这些内容，请去掉 it says so itself, leave out: {', '.join(said)}"
        raise Rejected("invalid_request", field="submission", detail=detail)


def refuse_other_annex(signed: SignedReport, annex: str | None) -> None:
    if annex not in (None, signed.annex):
        detail = f"报送件 {signed.number} 属于 is of {signed.annex}"
        raise Rejected("invalid_request", field="submission", detail=detail)


def _recorded(parameters: Mapping[str, str | None]) -> tuple[str | None, dict[str, int]]:
    """Both say as recorded when, each in its own way."""
    until, positions = _instant("recorded_until", parameters), parameters.get("positions")
    if until is not None and positions is not None:
        detail = "与 positions 只能选用一个，请去掉其一 not together with positions: leave one of them out"
        raise Rejected("invalid_request", field="recorded_until", detail=detail)
    return until, {} if positions is None else read_positions(positions)


def _instant(name: str, parameters: Mapping[str, str | None]) -> str | None:
    text = parameters.get(name)
    return None if text is None else write_instant(moment_asked(name, text))


def read_positions(text: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for part in text.split(","):
        log, _, position = part.strip().partition(":")
        fits = _POSITION.fullmatch(position) and int(position) <= LARGEST_INTEGER
        if log not in LOGS or log in found or not fits:
            detail = f"格式为 the form is registry:120,hazards:940: {text}"
            raise Rejected("invalid_request", field="positions", detail=detail)
        found[log] = int(position)
    return found
