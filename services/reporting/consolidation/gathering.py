"""Gathering a consolidated sheet: the accepted rows, and what they counted, derived from the log again."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial

from fastapi import Request

from services.reporting.consolidation.content import Table, names_before, table_of
from services.reporting.consolidation.members import Members, members_of, values
from services.reporting.counting.columns import DEPARTMENTS_FORM
from services.reporting.filing.consolidating import Chosen, chosen
from services.reporting.filing.consolidation import Consolidation
from services.reporting.filing.due import Due
from services.reporting.filing.state import Filing, Submission
from services.reporting.reading.asked_form import Form
from services.reporting.reading.recount_queue import Recounting
from services.reporting.submissions.report import Frame, frame_of_signed
from services.reporting.turns.admission import Share
from shared.facts.account import Account
from shared.instant import microseconds, moment_at, parse_instant, write_instant
from shared.problems import Rejected

_KEPT = 300


class CountedRows:
    """What signed rows counted, by town, campaign and number: it holds for ever, the latest are kept."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, str, str], Members] = OrderedDict()

    async def of(self, request: Request, share: Share, account: Account, submission: Submission) -> Members:
        signed = submission.signed
        key = account.township, signed.campaign_id, signed.number
        if key not in self._kept:
            self._kept[key] = await _members(request, share, account, submission)
        self._kept.move_to_end(key)
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return self._kept[key]


async def _members(request: Request, share: Share, account: Account, submission: Submission) -> Members:
    """Raises `not_derivable` where it is not what was signed."""
    signed = submission.signed
    frame, form = await frame_of_signed(request, share, account, signed)
    recounting: Recounting = request.app.state.recounting
    fold = partial(members_of, signed.filer)
    about = "members", signed.filer
    members = await recounting.of_town(frame.asked, form, about, fold)
    if values(members) != dict(signed.figures):
        raise Rejected("not_derivable", number=signed.number)
    return members


@dataclass(frozen=True, slots=True)
class Gathering:
    """Who asks for the sheet of which period and annex."""

    request: Request
    share: Share
    account: Account
    frame: Frame
    due: Due
    annex: str

    @classmethod
    def again(
        cls, request: Request, share: Share, account: Account, frame: Frame, sheet: Consolidation
    ) -> "Gathering":
        """Of the period that it was signed for: the campaign file may have other ones by now."""
        signed = sheet.signed
        deadline, cutoff = (
            microseconds(parse_instant(each)) for each in (signed.deadline, signed.occurred_until)
        )
        due = Due(signed.period, opens=sheet.signed_at, deadline=deadline, cutoff=cutoff)
        return cls(request, share, account, frame, due, signed.annex)

    def chosen(self, filing: Filing) -> Chosen:
        """As the filing stands."""
        listed = self.frame.campaign.filers[self.annex]
        names = names_before(self.frame.organisations, listed, self.due.cutoff)
        return chosen(filing, self.due, self.annex, listed, names)

    async def table(self, chosen: Chosen) -> Table:
        counted: CountedRows = self.request.app.state.counted_rows
        submissions = [chosen.reported[filer] for filer in chosen.filers if filer in chosen.reported]
        rows = [await counted.of(self.request, self.share, self.account, each) for each in submissions]
        form = self._form()
        return table_of(form, chosen, rows, await self._uncredited(form))

    async def _uncredited(self, form: Form) -> Mapping[str, int]:
        """未计入填报单位: of working groups, whose acts belong in 附件3."""
        if self.annex != DEPARTMENTS_FORM:
            return {}
        recounting: Recounting = self.request.app.state.recounting
        return (await recounting.figures(self.frame.asked, form)).uncredited()

    def _form(self) -> Form:
        until = write_instant(moment_at(self.due.cutoff))
        return replace(self.frame.form, annex=self.annex, occurred_until=until)
