"""Campaign files of towns: the one of the notice, and another town that uses the same ids."""

from pathlib import Path

from deploy.embedded.folder import CAMPAIGNS
from deploy.embedded.issuer.town import Town, read_towns

FIRST, SECOND = "500112143", "500112999"
NOTICE = CAMPAIGNS / "dasheng-2024-winter.yaml"


def add_second_town(campaigns: Path) -> None:
    """Every organisation has the id that it has in the first town; in the order of files it comes before."""
    text = NOTICE.read_text("utf-8").replace(FIRST, SECOND).replace("id: dasheng-2024-winter", "id: another")
    assert SECOND in text
    assert "id: another" in text
    (campaigns / "another.yaml").write_text(text, "utf-8")


def two_towns(campaigns: Path) -> tuple[Town, ...]:
    campaigns.mkdir(exist_ok=True)
    (campaigns / NOTICE.name).write_bytes(NOTICE.read_bytes())
    add_second_town(campaigns)
    return read_towns(campaigns)
