"""The inner ports: kept with the data folder, chosen anew when another program has taken one."""

import json

from deploy.embedded.folder import DataFolder
from deploy.embedded.refusal import Refusal
from deploy.servers.ports import free_port, is_free
from deploy.servers.private import write_private

_UPSTREAMS = ("registry", "hazards", "reporting", "notifications", "issuer")


def upstreams(*, demo: bool) -> tuple[str, ...]:
    """Behind the gateway, each under the path of its name."""
    return (*_UPSTREAMS, "inbox") if demo else _UPSTREAMS


def inner_ports(folder: DataFolder, taken: int, *, demo: bool) -> dict[str, int]:
    """`taken` is the gateway's."""
    kept = kept_ports(folder)
    ports: dict[str, int] = {}
    mails = ("smtp",) if demo else ()
    for name in ("postgres", "nats", *upstreams(demo=demo), *mails):
        port = kept.get(name)
        while port is None or port == taken or port in ports.values() or not is_free(port):
            port = free_port()
        ports[name] = port
    write_private(folder.ports, json.dumps(ports, indent=1))
    return ports


def kept_ports(folder: DataFolder) -> dict[str, int]:
    """Of the present run, or of the last one; none in a fresh folder."""
    kept: dict[str, int] = json.loads(folder.ports.read_text("utf-8")) if folder.ports.exists() else {}
    return kept


def check_gateway_port(port: int) -> None:
    if not is_free(port):
        raise Refusal(
            f"端口 {port} 已被占用；请停止占用它的程序，或用 --port 另选端口。",
            f"Port {port} is in use by another program; stop that one or choose another with --port.",
        )
