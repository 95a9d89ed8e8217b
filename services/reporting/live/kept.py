"""The maintained cells of a campaign, from the snapshot that the positions come from."""

from collections.abc import Mapping

from services.reporting.counting.columns import DEPARTMENTS_FORM
from services.reporting.counting.policy import POLICIES
from services.reporting.live.cell import Seen
from services.reporting.projection.cells import read_cells
from services.reporting.projection.load_background import load_town
from services.reporting.reading.asked_form import Form
from shared.event_log.connection import DATABASE_AWAY, Connection
from shared.instant import moment_at, write_instant
from shared.logging import get_logger
from shared.problems import Rejected

_log = get_logger(__name__)


async def read_seen(
    connection: Connection, township: str, campaign_id: str, positions: Mapping[str, int]
) -> Seen | Rejected:
    """All of it, or why there is nothing to see: what is wrong with one campaign is no other's trouble."""
    try:
        return await _read(connection, township, campaign_id, positions)
    except Rejected as refusal:
        return refusal
    except DATABASE_AWAY:
        raise
    except Exception:  # noqa: BLE001 - whatever it is, the process and the other streams go on
        _log.exception("live_campaign_unreadable", township=township, campaign=campaign_id)
        return Rejected("internal_error")


async def _read(
    connection: Connection, township: str, campaign_id: str, positions: Mapping[str, int]
) -> Seen:
    town = await load_town(connection, township)
    campaign = town.campaigns.get(campaign_id)
    if campaign is None:
        raise Rejected("not_found", what=campaign_id)
    if campaign.policy not in POLICIES:
        raise Rejected("unknown_policy", policy=campaign.policy)
    ends = write_instant(moment_at(campaign.ends))
    form = Form(DEPARTMENTS_FORM, campaign, campaign.policy, ends, None, positions)
    figures = await read_cells(connection, township, campaign_id, town.kind)
    return Seen(form, figures, town.organisations)
