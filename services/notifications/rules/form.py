"""One filer's form of one period: where it stands, until when it is owed, what is said of it. Pure."""

from dataclasses import dataclass
from datetime import datetime

from services.notifications.rules.moments import parsed
from services.notifications.rules.periods import Period, periods_of
from services.notifications.rules.report_subject import ReportSubject
from services.notifications.rules.town import Town, View
from shared.instant import write_instant
from shared.json_types import JsonObject

_ANNEXES = {"departments": "annex-3", "villages": "annex-4"}
_TAKEN_BACK = ("withdrawn", "returned")
_NOTHING: View = {"state": "none"}


@dataclass(frozen=True, slots=True)
class Form:
    subject: ReportSubject
    period: Period
    annex: str
    filer_name: str
    place: View
    """As `filing_view` has it."""
    closed: bool
    """A later period was consolidated, whose form covers what this one did not."""

    @property
    def waits_for_head(self) -> bool:
        """Signed, and 单位负责人 has to agree before it is received. Of a correction the form is there."""
        return bool(self.place["state"] == "waiting_review") and self.place["corrects"] is None

    @property
    def is_owed(self) -> bool:
        return not self.closed and (self.place["state"] in ("none", *_TAKEN_BACK) or self.waits_for_head)

    @property
    def extended_until(self) -> datetime | None:
        return parsed(self.place.get("extended_until"))

    @property
    def deadline(self) -> datetime:
        """What was taken back may be signed again a little later, and 延期 moves what is said."""
        taken_back = self.place["state"] in _TAKEN_BACK
        kept = parsed(self.place["keeps_time_until"]) if taken_back else None
        return max(each for each in (self.period.deadline, kept, self.extended_until) if each is not None)

    @property
    def owed_since(self) -> datetime:
        """What would have been said before then is not said belatedly."""
        since = parsed(self.place["since"]) if self.place["state"] != "none" else None
        return self.period.opens if since is None else max(self.period.opens, since)

    @property
    def facts(self) -> JsonObject:
        facts: JsonObject = {
            "campaign": self.subject.campaign,
            "period": self.period.key,
            "period_name": self.period.name,
            "filer": self.subject.filer,
            "filer_name": self.filer_name,
            "deadline": write_instant(self.deadline),
            "annex": self.annex,
        }
        return facts | {"waits_for": "head"} if self.waits_for_head else facts


def form_of(town: Town, subject: ReportSubject) -> Form | None:
    """None where the campaign asks that filer for no such form."""
    campaign = town.campaigns.get(subject.campaign, {})
    annex = next((annex for part, annex in _ANNEXES.items() if subject.filer in campaign.get(part, ())), None)
    periods = {period.key: period for period in periods_of(campaign)}
    if annex is None or subject.period not in periods:
        return None
    filing = town.filings.get(subject.campaign, {"places": {}, "consolidated": {}})
    keys = list(periods)
    later = keys[keys.index(subject.period) + 1 :]
    return Form(
        subject=subject,
        period=periods[subject.period],
        annex=annex,
        filer_name=town.name_of(subject.filer),
        place=filing["places"].get(f"{subject.period}/{subject.filer}", _NOTHING),
        closed=any(key in filing["consolidated"].get(annex, ()) for key in later),
    )
