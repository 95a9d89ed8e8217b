"""Who publishes on the bus, from `deploy/publishers.yaml`: users of NATS, and what they may act for."""

import json
from collections.abc import Iterable

import yaml

from deploy.embedded.folder import ROOT, DataFolder
from deploy.embedded.refusal import Refusal
from deploy.servers.private import write_private
from shared.bus.permissions import RESERVED_NAMES, accounts
from shared.bus.users import PROVISIONER, REBUILD, SENDER, SENDER_OF, SERVICES, SYSTEM
from shared.json_types import JsonObject

OWN = "paicha"
"""The publisher of `paicha publish`, with the safety office's rights."""


def write_publishers(folder: DataFolder) -> tuple[str, ...]:
    """The services' file; returns the names."""
    listed: dict[str, JsonObject] = yaml.safe_load((ROOT / "deploy/publishers.yaml").read_text("utf-8"))
    _refuse_reserved(listed)
    write_private(folder.publishers, json.dumps(listed, indent=1))
    return tuple(listed)


def _refuse_reserved(names: Iterable[str]) -> None:
    """Also one that an earlier version let pass."""
    if taken := sorted({*RESERVED_NAMES} & {*names}):
        raise Refusal(
            f"deploy/publishers.yaml 中的发布方 {'、'.join(taken)} 与系统保留名称相同，请改名。",
            f"The product itself uses {', '.join(taken)}: rename that publisher in deploy/publishers.yaml. "
            "What it has published stays as it is; its password lies under the new name.",
            usage=True,
        )


def bus_accounts(folder: DataFolder, publishers: tuple[str, ...]) -> JsonObject:
    passwords = {name: folder.secret("bus", name) for name in (PROVISIONER, SYSTEM)}
    passwords |= {name: folder.secret(name, "paicha_nats_password") for name in SERVICES}
    passwords[SENDER] = folder.secret(SENDER_OF, "paicha_sender_nats_password")
    passwords[REBUILD] = folder.secret("rebuild", "paicha_nats_password")
    passwords |= {name: folder.secret("publishers", name) for name in publishers}
    return accounts(passwords, publishers)
