"""Where the deployment of a data folder answers: what operators' commands use when told nothing else."""

import json
from dataclasses import asdict, dataclass

from deploy.embedded.folder import DataFolder
from deploy.embedded.lock import is_held
from deploy.embedded.refusal import Refusal
from deploy.servers.private import write_private


@dataclass(frozen=True, slots=True)
class Address:
    url: str
    """Of the gateway, without a slash at its end."""
    nats_url: str
    issuer: str
    """The `iss` of its tokens."""
    demo: bool = False
    """The present run, or the last one, is a demonstration."""
    demo_clock: bool | None = None
    """It goes by a demo clock; None where an older version wrote this."""


def write_address(folder: DataFolder, address: Address) -> None:
    write_private(folder.address, json.dumps(asdict(address), indent=1))


def last_address(folder: DataFolder) -> Address:
    """Of the present run, or of the last one."""
    if not folder.address.exists():
        raise Refusal(
            f"{folder.path} 不是 paicha 的数据目录；请先运行 paicha up，或用 --data 指定目录。",
            f"{folder.path} is no data folder of paicha; run paicha up first, or name one with --data.",
        )
    return Address(**json.loads(folder.address.read_text("utf-8")))


def running_address(folder: DataFolder) -> Address:
    address = last_address(folder)
    if not is_held(folder):
        raise Refusal(
            f"数据目录 {folder.path} 的 paicha 没有运行；请先运行 paicha up。",
            f"No paicha runs on {folder.path}; start it with paicha up.",
        )
    return address
