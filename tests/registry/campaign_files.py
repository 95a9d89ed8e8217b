"""The campaign files that tests read."""

from pathlib import Path

from services.registry.campaign_file import read_campaign_file

DASHENG = Path("deploy/campaigns/dasheng-2024-winter.yaml")


FILE = read_campaign_file(DASHENG)
