"""Our own processes as children of the deployment: the services and the issuer, each told only its own."""

import os
import sys

from deploy.embedded.folder import CAMPAIGNS, ROOT, DataFolder
from deploy.embedded.running import Address
from deploy.embedded.sending import channel_settings, reminding_settings
from deploy.embedded.signing_key import SIGNING
from deploy.provision.databases import REBUILD_ROLES, SECOND_ROLES
from deploy.servers.identity import identity
from deploy.servers.ports import LOOPBACK
from deploy.servers.process import Launch
from shared.bus.users import OWN_LOG, REBUILD, REBUILDS, SENDER, SERVICES

_SHADOW_HOURS = "PAICHA_SHADOW_HOURS"
_TUNABLE = (
    "PAICHA_WAITING_SECONDS",
    "PAICHA_REFUSED_DAYS",
    "PAICHA_READY_LAG_SECONDS",
    _SHADOW_HOURS,
    "PAICHA_CORS_ORIGINS",
    "PAICHA_LOG_LEVEL",
)


def service_launches(folder: DataFolder, ports: dict[str, int], address: Address) -> list[Launch]:
    common = _inherited() | {
        "PAICHA_DATABASE_HOST": LOOPBACK,
        "PAICHA_DATABASE_PORT": str(ports["postgres"]),
        "PAICHA_NATS_URL": address.nats_url,
        "PAICHA_ISSUER": address.issuer,
        "PAICHA_JWKS": str(folder.issuer / "jwks.json"),
        "PAICHA_SESSION_JWKS": str(folder.session_jwks),
        "PAICHA_API_KEYS_FILE": str(folder.api_keys),
        "PAICHA_RECALLED_FILE": str(folder.recalled),
        "PAICHA_PUBLISHERS_FILE": str(folder.publishers),
        "PAICHA_PUBLIC_URL": _public_url(address),
        "PAICHA_DEMO_CLOCK_FILE": str(folder.demo_clock) if address.demo_clock else "",
        "PAICHA_PEOPLE_PAGE": "true",
        "PAICHA_INBOX_PAGE": str(address.demo).lower(),
    }
    settings = dict.fromkeys(SERVICES, common)
    settings["notifications"] = (
        common | channel_settings(folder, ports, address) | reminding_settings(folder, address)
    )
    return [_service(folder, name, ports[name], settings[name]) for name in SERVICES]


def _service(folder: DataFolder, name: str, port: int, common: dict[str, str]) -> Launch:
    own = _own(folder, name, port)
    needs = [folder.secrets(name), folder.issuer, folder.api_keys.parent]
    if (log := OWN_LOG.get(name)) is not None:
        needs.append(folder.seals_of(log))
        own["PAICHA_SEALS_DIR"] = str(folder.seals_of(log))
        needs.append(folder.archive_of(log))
        own["PAICHA_ARCHIVE"] = str(folder.archive)
    if name == "reporting":
        needs += [folder.blobs_of(name), folder.shadow]
        own["PAICHA_BLOBS_DIR"] = str(folder.blobs_of(name))
        own["PAICHA_SHADOW_DIR"] = str(folder.shadow)
    return Launch(
        name,
        (sys.executable, "-m", f"services.{name}"),
        folder.log(name),
        common | own,
        ROOT,
        identity=identity(name),
        needs=tuple(needs),
    )


def _own(folder: DataFolder, name: str, port: int) -> dict[str, str]:
    own = {
        "PAICHA_DATABASE_NAME": name,
        "PAICHA_DATABASE_USER": name,
        "PAICHA_NATS_USER": name,
        "PAICHA_SECRETS_DIR": str(folder.secrets(name)),
        "PAICHA_LISTEN_PORT": str(port),
    }
    if name == "registry":
        own["PAICHA_CAMPAIGNS_DIR"] = str(CAMPAIGNS)
        own["PAICHA_SESSION_KEY_FILE"] = str(folder.session_key)
    if name in SECOND_ROLES:
        own[SECOND_ROLES[name].variable] = SECOND_ROLES[name].name
    if name in SIGNING:
        own["PAICHA_SIGNING_KEYS_FILE"] = str(folder.signing_keys_of(name))
    if name == "notifications":
        own["PAICHA_SENDER_NATS_USER"] = SENDER
    return own


def shadow_launches(folder: DataFolder, ports: dict[str, int], address: Address) -> list[Launch]:
    """None where it is switched off. With the rights of rebuilds, and the keys that sign its lines."""
    if os.environ.get(_SHADOW_HOURS) == "0":
        return []
    keys = folder.signing_keys_of(REBUILDS)
    own = {
        "PAICHA_DATABASE_HOST": LOOPBACK,
        "PAICHA_DATABASE_PORT": str(ports["postgres"]),
        "PAICHA_DATABASE_NAME": REBUILDS,
        "PAICHA_DATABASE_USER": REBUILD_ROLES[REBUILDS],
        "PAICHA_NATS_URL": address.nats_url,
        "PAICHA_NATS_USER": REBUILD,
        "PAICHA_SECRETS_DIR": str(folder.secrets("rebuild")),
        "PAICHA_SIGNING_KEYS_FILE": str(keys),
        "PAICHA_SHADOW_DIR": str(folder.shadow),
        "PAICHA_DEMO_CLOCK_FILE": str(folder.demo_clock) if address.demo_clock else "",
    }
    launch = Launch(
        "shadow",
        (sys.executable, "-m", "services.reporting.shadow"),
        folder.log("shadow"),
        _inherited() | own,
        ROOT,
        identity=identity(REBUILDS),
        needs=(folder.secrets("rebuild"), keys.parent, folder.shadow, folder.demo_clock.parent),
    )
    return [launch]


def issuer_launch(folder: DataFolder, port: int, address: Address, *, demo: bool) -> Launch:
    own = {"PAICHA_DATA": str(folder.path), "PAICHA_PUBLIC_URL": _public_url(address)}
    shown = ("demo",) if demo else ()
    argv = (sys.executable, "-m", "deploy.embedded.issuer", str(port), address.issuer, *shown)
    return Launch(
        "issuer",
        argv,
        folder.log("issuer"),
        _inherited() | own,
        ROOT,
        identity=identity("issuer"),
        needs=(folder.issuer,),
    )


def inbox_launch(folder: DataFolder, ports: dict[str, int], address: Address) -> Launch:
    """Of a demonstration alone."""
    own = {
        "PAICHA_INBOX_DIR": str(folder.inbox),
        "PAICHA_SECRETS_DIR": str(folder.secrets("inbox")),
        "PAICHA_ISSUER": address.issuer,
        "PAICHA_JWKS": str(folder.issuer / "jwks.json"),
        "PAICHA_SESSION_JWKS": str(folder.session_jwks),
        "PAICHA_RECALLED_FILE": str(folder.recalled),
        "PAICHA_DEMO_CLOCK_FILE": str(folder.demo_clock) if address.demo_clock else "",
    }
    return Launch(
        "inbox",
        (sys.executable, "-m", "deploy.embedded.inbox", str(ports["inbox"]), str(ports["smtp"])),
        folder.log("inbox"),
        _inherited() | own,
        ROOT,
        identity=identity("inbox"),
        needs=(folder.inbox, folder.secrets("inbox"), folder.issuer, folder.api_keys.parent),
    )


def _public_url(address: Address) -> str:
    return os.environ.get("PAICHA_PUBLIC_URL") or address.url


def _inherited() -> dict[str, str]:
    """The machine's environment, without settings meant for another deployment; tunables pass through."""
    ours = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("PAICHA_") or name in _TUNABLE
    }
    # Root's home is none of theirs.
    home = {"HOME": "/nonexistent"} if os.geteuid() == 0 else {}
    return ours | home | {"PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1"}
