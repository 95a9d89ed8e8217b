"""The towns of the deployment's campaigns: for whose organisations there are accounts, seats and tokens."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from deploy.embedded.folder import CAMPAIGNS
from deploy.embedded.refusal import Refusal
from services.registry.campaign_file import CampaignFile, read_campaign_file

OF_A_FILER = ("reporter", "officer")
OF_THE_TOWN = ("safety_office", "leader", "auditor", "operator")
ROLES = OF_A_FILER + OF_THE_TOWN
"""Of people; a dashboard is a machine."""


@dataclass(frozen=True, slots=True)
class Town:
    township: str
    villages: dict[str, str]
    """Names by id, as with the departments."""
    departments: dict[str, str]
    working_groups: dict[str, str]
    safety_office: str
    safety_office_name: str

    @property
    def filers(self) -> dict[str, str]:
        return self.villages | self.departments


def read_towns(campaigns: Path = CAMPAIGNS) -> tuple[Town, ...]:
    """In the order of their first files. Several campaigns may be of one town; ids are a town's own."""
    files = [read_campaign_file(path) for path in sorted(campaigns.glob("*.yaml"))]
    townships = dict.fromkeys(file.township for file in files)
    return tuple(
        _town(township, [file for file in files if file.township == township]) for township in townships
    )


def town_of(township: str | None, towns: Iterable[Town]) -> Town:
    """The one that is named, or the only one there is."""
    known = {town.township: town for town in towns}
    if township in known:
        return known[township]
    listed = "、".join(known)
    if township is not None:
        raise Refusal(
            f"没有镇街“{township}”，已载入：{listed}。",
            f"There is no township “{township}”; loaded are {', '.join(known)}.",
            usage=True,
        )
    if len(known) != 1:
        raise Refusal(
            f"已载入多个镇街，请用 --township 指定其一：{listed}。",
            f"Several townships are loaded; name one with --township: {', '.join(known)}.",
            usage=True,
        )
    return next(iter(known.values()))


def organisation_for(town: Town, role: str, organisation: str | None) -> str | None:
    """What somebody of this role acts for. Refused where the two do not belong together."""
    if role not in ROLES:
        listed = ", ".join(ROLES)
        raise Refusal(f"没有角色“{role}”：{listed}。", f"There is no role “{role}”: {listed}.", usage=True)
    if role in OF_A_FILER:
        if organisation is None or organisation not in town.filers:
            listed = "、".join(town.filers)
            raise Refusal(
                f"角色 {role} 需要本镇街（{town.township}）的填报单位，取值之一：{listed}。",
                f"Role {role} takes --organisation, one of those ids.",
                usage=True,
            )
        return organisation
    own = town.safety_office if role == "safety_office" else None
    if organisation not in (None, own):
        raise Refusal(f"角色 {role} 不属于某个单位。", f"Role {role} takes no --organisation.", usage=True)
    return own


def campaign_ids() -> list[str]:
    return [read_campaign_file(path).id for path in sorted(CAMPAIGNS.glob("*.yaml"))]


def _town(township: str, files: list[CampaignFile]) -> Town:
    return Town(
        township=township,
        villages={each.id: each.name for file in files for each in file.villages},
        departments={each.id: each.name for file in files for each in file.departments},
        working_groups={each.id: each.name for file in files for each in file.working_groups},
        safety_office=files[0].safety_office.id,
        safety_office_name=files[0].safety_office.name,
    )
