"""What is known of one town beyond single subjects: its organisations, officials and campaigns."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from services.reporting.projection.rows import Row, load_kinds
from services.reporting.subjects.campaign import Campaign
from services.reporting.subjects.official import Official
from services.reporting.subjects.organisation import Organisation
from shared.event_log.connection import Connection

TOWN_KINDS = ("organisation", "official", "campaign")


@dataclass(frozen=True, slots=True)
class Town:
    organisations: Mapping[str, Organisation]
    officials: Mapping[str, Official]
    campaigns: Mapping[str, Campaign]

    @classmethod
    def of(cls, rows: Iterable[Row]) -> "Town":
        organisations: dict[str, Organisation] = {}
        officials: dict[str, Official] = {}
        campaigns: dict[str, Campaign] = {}
        for row in rows:
            if row.kind == "official":
                officials[row.id] = Official.of(row.holding)
            elif row.kind == "organisation" and (organisation := Organisation.of(row.holding)):
                organisations[row.id] = organisation
            elif row.kind == "campaign" and (campaign := Campaign.of(row.id, row.holding)):
                campaigns[row.id] = campaign
        return cls(organisations, officials, campaigns)

    def kind(self, organisation: str) -> str | None:
        known = self.organisations.get(organisation)
        return None if known is None else known.kind


async def load_town_facts(connection: Connection, township: str) -> Town:
    return Town.of((await load_kinds(connection, township, TOWN_KINDS)).values())
