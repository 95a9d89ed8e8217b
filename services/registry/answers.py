"""The shapes of the registry's answers, for the generated description of the API."""

from typing import Literal

from pydantic import BaseModel, Field


class OrganisationAnswer(BaseModel):
    id: str
    name: str
    kind: Literal["village", "department", "district_department", "working_group", "safety_office"]


class OrganisationsAnswer(BaseModel):
    organisations: list[OrganisationAnswer]


class OfficialAnswer(BaseModel):
    id: str
    name: str
    title: str
    leader: bool
    organisation: str | None = Field(default=None, description="Absent where the file names none.")


class OfficialsAnswer(BaseModel):
    officials: list[OfficialAnswer]


class CampaignAnswer(BaseModel):
    id: str
    title: str
    window: tuple[str, str] = Field(description="From the first moment up to, not including, the second.")
    deadlines: list[str]


class CampaignsAnswer(BaseModel):
    campaigns: list[CampaignAnswer]


class UnitAnswer(BaseModel):
    """As now known; what is not known is absent."""

    unit_id: str
    name: str
    kind: Literal["micro_enterprise", "small_venue", "other"]
    village: str
    department: str | None = None
    grade: Literal["red", "orange", "yellow", "blue"] | None = None
    uscc: str | None = None
    address: str | None = None
    state: Literal["active", "closed_down", "voided"]
    merged_into: str | None = None


class UnitsAnswer(BaseModel):
    units: list[UnitAnswer]
    next: str | None = Field(
        default=None, description="Give it as `after` for the next page; absent on the last."
    )
