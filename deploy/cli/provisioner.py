"""Where the bus is and how its provisioner signs in: who may read whole streams, and make them anew."""

import os
from pathlib import Path

from deploy.embedded.folder import DEFAULT, DataFolder
from deploy.embedded.refusal import Refusal
from deploy.embedded.running import running_address
from deploy.publishing.connection import BusAccess
from shared.bus.users import PROVISIONER


def provisioner_access(data: Path | None) -> BusAccess:
    """Of the deployment that the gateway is of: no other one's stream may be made anew."""
    if not os.environ.get("PAICHA_URL"):
        folder = DataFolder(data or DEFAULT)
        return BusAccess(running_address(folder).nats_url, PROVISIONER, folder.secret("bus", PROVISIONER))
    url, password = os.environ.get("PAICHA_NATS_URL"), os.environ.get("PAICHA_NATS_PROVISIONER_PASSWORD")
    if url and password:
        return BusAccess(url, PROVISIONER, password)
    raise Refusal(
        "设置了 PAICHA_URL，读取或重建消息流还需要 PAICHA_NATS_URL 与 PAICHA_NATS_PROVISIONER_PASSWORD。",
        "PAICHA_URL is set; reading streams or making one anew takes PAICHA_NATS_URL and "
        "PAICHA_NATS_PROVISIONER_PASSWORD as well.",
        usage=True,
    )
