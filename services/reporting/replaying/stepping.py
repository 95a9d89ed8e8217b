"""What is stepped through: which town, campaign, cut-off and policy, and from where on."""

from dataclasses import replace

from services.reporting.counting.town import Town
from services.reporting.reading.form_asked import form_asked
from services.reporting.replaying.archive import Archive
from services.reporting.replaying.extent import extent_of
from services.reporting.replaying.form import Asked, the_only_campaign
from services.reporting.replaying.steps import Steps
from services.reporting.replaying.town import replayed_town


def steps_of(archive: Archive, wanted: Asked) -> Steps:
    """After the positions of `wanted`; a log that is not named from its first event on. Campaign, its policy
    and its window are as the archive knows them at its end. Raises `Rejected`."""
    asked = wanted.question()
    start = dict.fromkeys(extent_of(archive, asked.positions, None).last, 0) | dict(asked.positions)
    town = replayed_town(archive, extent_of(archive, {}, None), wanted.township)
    campaigns = Town.of(town.rows()).campaigns
    asked = replace(asked, campaign=wanted.campaign or the_only_campaign(campaigns))
    form = form_asked(asked, campaigns, town.positions)
    return Steps(archive, town, form.campaign.id, form.moment, form.policy, start)
