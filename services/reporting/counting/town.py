"""What is known of one town beyond single subjects: its organisations, officials and campaigns."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.reporting.subjects.as_recorded import Rows
from services.reporting.subjects.campaign import Campaign
from services.reporting.subjects.official import Official
from services.reporting.subjects.organisation import Organisation

TOWN_KINDS = ("organisation", "official", "campaign")


@dataclass(frozen=True, slots=True)
class Town:
    organisations: Mapping[str, Organisation]
    officials: Mapping[str, Official]
    campaigns: Mapping[str, Campaign]

    @classmethod
    def of(cls, rows: Rows) -> "Town":
        """Of what holds of at least these kinds of subject."""
        organisations = {each: Organisation.of(held) for each, held in rows.get("organisation", {}).items()}
        campaigns = {each: Campaign.of(each, held) for each, held in rows.get("campaign", {}).items()}
        return cls(
            {each: known for each, known in organisations.items() if known is not None},
            {each: Official.of(held) for each, held in rows.get("official", {}).items()},
            {each: known for each, known in campaigns.items() if known is not None},
        )

    def kind(self, organisation: str) -> str | None:
        known = self.organisations.get(organisation)
        return None if known is None else known.kind
