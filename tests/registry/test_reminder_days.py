"""催办天数: a campaign file may state them; what it leaves out is not in the event."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from services.registry.campaign_facts import campaign_facts
from services.registry.campaign_file import read_campaign_file
from shared.events.registry import CampaignOpened
from shared.json_types import JsonObject
from tests.registry.campaign_files import DASHENG


def opened(folder: Path, **more: Any) -> JsonObject:
    stated = yaml.safe_load(DASHENG.read_text("utf-8")) | more
    file = folder / "campaign.yaml"
    file.write_text(yaml.safe_dump(stated), "utf-8")
    facts = campaign_facts(read_campaign_file(file))
    return next(fact.data.payload() for fact in facts if isinstance(fact.data, CampaignOpened))


def test_days_are_stated_one_by_one(tmp_path: Path) -> None:
    assert "reminders" not in opened(tmp_path)
    days = {"claim_days": 2, "supervision_days": 10}
    assert opened(tmp_path, reminders=days)["reminders"] == days


@pytest.mark.parametrize(
    "days", [{"claim_days": 0}, {"referral_days": 367}, {"claim": 3}, {"claim_days": "3"}]
)
def test_what_is_no_number_of_days_is_refused(tmp_path: Path, days: JsonObject) -> None:
    with pytest.raises(ValidationError):
        opened(tmp_path, reminders=days)
