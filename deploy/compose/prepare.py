"""Writes what docker-compose.yml mounts into .compose/: secrets, users of the bus, keys.

Run again, it keeps every secret and follows the code in everything else.
"""

import json
import sys
from pathlib import Path

from deploy.embedded.folder import ROOT, DataFolder
from deploy.embedded.issuer.keys import ensure_keys
from deploy.embedded.issuer.town import read_towns
from deploy.embedded.publishers import bus_accounts, write_publishers
from deploy.embedded.running import Address, write_address
from deploy.embedded.session_key import ensure_session_key
from deploy.embedded.signing_key import ensure_signing_keys
from deploy.provision.databases import SECOND_ROLES
from deploy.servers.nats import configuration
from deploy.servers.private import write_private
from shared.facts.account import Role
from shared.identity.api_keys import PREFIX, ApiKey, hash_of, new_key
from shared.json_types import JsonObject

GATEWAY = "http://127.0.0.1:8080"


def main() -> None:
    prepare(DataFolder(ROOT / ".compose"))
    sys.stdout.write("Prepared .compose; now: docker compose up --build --detach\n")


def prepare(folder: DataFolder) -> None:
    folder.create()
    write_address(folder, Address(GATEWAY, "nats://127.0.0.1:4222", f"{GATEWAY}/issuer"))
    ensure_keys(folder)
    ensure_session_key(folder)
    ensure_signing_keys(folder)
    accounts = bus_accounts(folder, write_publishers(folder))
    # Its own health is what the container is asked for.
    monitored: JsonObject = {**accounts, "http": "127.0.0.1:8222"}
    everywhere = "0.0.0.0"  # noqa: S104 - within the containers' own network
    (folder.path / "nats.conf").write_text(configuration(4222, Path("/data"), monitored, everywhere), "utf-8")
    for owner in ("postgres", "registry", "hazards", "reporting", "notifications"):
        folder.secret("owners", owner)
    for service in ("registry", "hazards", "reporting", "notifications"):
        folder.secret(service, "paicha_database_password")
    for service, second in SECOND_ROLES.items():
        folder.secret(service, second.secret)
    folder.secret("rebuild", "paicha_database_password")
    folder.secret("grafana", "password")
    # Mounted where notifications looks for passwords of channels: the operator puts them there.
    (folder.path / "channels").mkdir(mode=0o755, exist_ok=True)
    _machine_key(folder, "prometheus", "operator")
    _machine_key(folder, "grafana", "dashboard")
    _readable_inside(folder)


def _machine_key(folder: DataFolder, owner: str, role: Role) -> None:
    """One that is no key of ours, as an earlier release made it, is made anew.

    Of several towns the dashboard shows the first; metrics are of no town.
    """
    path = folder.secrets(owner) / "key"
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    key = path.read_text("utf-8") if path.exists() else ""
    if not key.startswith(PREFIX):
        key = new_key()
        write_private(path, key)
    keys = json.loads(folder.api_keys.read_text("utf-8"))["keys"] if folder.api_keys.exists() else []
    own = ApiKey(name=owner, hash=hash_of(key), township=read_towns()[0].township, role=role)
    others = [known for known in keys if known["name"] != own.name]
    folder.api_keys.write_text(json.dumps({"keys": [*others, own.model_dump()]}, indent=1), "utf-8")


def _readable_inside(folder: DataFolder) -> None:
    """A container's user is not ours: each file is open to it, the folder above closed to everyone here."""
    for path in folder.path.rglob("*"):
        if path.is_file() and path.name != "key.json":
            path.chmod(0o644)
    folder.path.chmod(0o700)


if __name__ == "__main__":
    main()
