"""A campaign as data: window, phases, deadlines, filers, checklists; a later opening replaces it whole."""

from shared.aggregates.decider import Command, Decider, Recorded
from shared.aggregates.history import History
from shared.aggregates.introduction import repeats_introduction
from shared.aggregates.organisation_kinds import DEPARTMENT, VILLAGE, require_kind
from shared.aggregates.retraction import take_back
from shared.events.base import Event
from shared.events.registry import CampaignOpened
from shared.events.voiding import FactVoided
from shared.problems import Rejected


def campaign_event(data: Event) -> CampaignOpened:
    """The data as a campaign's event; TypeError when it belongs to another aggregate."""
    if isinstance(data, CampaignOpened):
        return data
    raise TypeError(f"{data.type} is not an event of a campaign")


def decide(campaign: History, command: Command) -> list[Event]:
    if isinstance(command.data, FactVoided):
        return take_back(campaign, command.data, campaign.introduction)
    event = campaign_event(command.data)
    _check_content(event, command)
    return [] if repeats_introduction(campaign, command) else [event]


def _check_content(event: CampaignOpened, command: Command) -> None:
    if event.starts >= event.ends:
        raise Rejected("invalid_data", field="ends", detail="须晚于 starts; must be after starts")
    if sorted(set(event.deadlines)) != event.deadlines:
        raise Rejected("invalid_data", field="deadlines", detail="须按时间先后; must be in order")
    if event.final_due is not None and event.final_due < max(event.ends, *event.deadlines):
        detail = "不得早于行动结束和最后一次报送; not before the window's end and the last deadline"
        raise Rejected("invalid_data", field="final_due", detail=detail)
    for department in event.departments:
        require_kind(command, department, DEPARTMENT)
    for village in event.villages:
        require_kind(command, village, VILLAGE)


def evolve(campaign: History, entry: Recorded) -> History:
    if not isinstance(entry.data, FactVoided):
        campaign_event(entry.data)
    return campaign.with_entry(entry)


CAMPAIGN: Decider[History] = Decider(History(), decide, evolve, History.of)
