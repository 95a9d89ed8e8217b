"""The organisations of the deployment's campaigns: for whom there are accounts and tokens."""

from dataclasses import dataclass

from deploy.embedded.programs import CAMPAIGNS
from services.registry.campaign_file import read_campaign_file


@dataclass(frozen=True, slots=True)
class Town:
    township: str
    villages: dict[str, str]
    """Names by id, as with the departments."""
    departments: dict[str, str]
    working_groups: dict[str, str]
    safety_office: str


def read_town() -> Town:
    """One deployment of this kind serves one town: the one of its first campaign file."""
    files = [read_campaign_file(path) for path in sorted(CAMPAIGNS.glob("*.yaml"))]
    return Town(
        township=files[0].township,
        villages={each.id: each.name for file in files for each in file.villages},
        departments={each.id: each.name for file in files for each in file.departments},
        working_groups={each.id: each.name for file in files for each in file.working_groups},
        safety_office=files[0].safety_office.id,
    )


def campaign_ids() -> list[str]:
    return [read_campaign_file(path).id for path in sorted(CAMPAIGNS.glob("*.yaml"))]
