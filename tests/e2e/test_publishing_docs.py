"""What docs/publishing.md tells a publisher's programmer to write does what the page says it does."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from deploy.embedded.folder import DataFolder
from deploy.embedded.running import running_address
from tests.e2e.deployment import PATIENCE, Deployment
from tests.e2e.facts import found, new_id, unit
from tests.e2e.publisher import Publisher
from tests.support.batch_holder import hold_all_batches

PAGE = (Path(__file__).parents[2] / "docs/publishing.md").read_text("utf-8")
ONE, ASK, TOGETHER = re.findall(r"^```python\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
NAME = "inspection-platform"


def printed_by(deployment: Deployment, script: Path, *more: str) -> list[dict[str, Any]]:
    """What an example prints, line by line."""
    folder = DataFolder(deployment.data)
    address = running_address(folder).nats_url
    done = subprocess.run(
        [sys.executable, script, address, NAME, folder.secrets("publishers") / NAME, *more],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_the_example_publishes_a_fact_and_hears_what_became_of_it(
    deployment: Deployment, tmp_path: Path
) -> None:
    script = tmp_path / "publish_one.py"
    script.write_text(ONE, "utf-8")
    (first,), (again,) = (printed_by(deployment, script) for _ in range(2))
    assert (first["outcome"], first["events"][0]["log"]) == ("accepted", "registry")
    assert again == first | {"outcome": "duplicate"}
    asking = tmp_path / "ask.py"
    asking.write_text(ASK, "utf-8")
    receipt, reached = printed_by(deployment, asking, first["source"], first["id"])
    assert receipt == first
    assert reached["positions"]["registry"] >= first["events"][0]["position"]
    assert set(reached["logs"]) == set(reached["positions"]) == {"registry", "hazards"}
    unknown, _ = printed_by(deployment, asking, first["source"], "never sent")
    assert unknown["code"] == "not_found"


async def sent_together(publisher: Publisher) -> list[dict[str, Any]]:
    """The receipts of a unit and its hazards, sent by the example."""
    written: dict[str, Any] = {}
    exec(TOGETHER, written)
    shop = unit(new_id("unit"))
    facts = [shop, *(found(new_id("hazard"), shop["data"]["unit_id"]) for _ in range(3))]
    await written["send_together"](publisher.client, publisher.name, facts)
    return [await publisher.receipt_of(fact) for fact in facts]


async def test_a_batch_is_stored_and_each_fact_has_its_receipt(deployment: Deployment) -> None:
    publisher = await Publisher.signed_in(deployment, "paicha")
    assert [receipt["outcome"] for receipt in await sent_together(publisher)] == ["accepted"] * 4
    await publisher.client.close()


async def test_a_batch_without_room_is_sent_singly(deployment: Deployment) -> None:
    holder = await Publisher.signed_in(deployment, NAME)
    await hold_all_batches(holder.client, f"intake.{NAME}.held")
    publisher = await Publisher.signed_in(deployment, "paicha")
    assert [receipt["outcome"] for receipt in await sent_together(publisher)] == ["accepted"] * 4
    for each in (holder, publisher):
        await each.client.close()
