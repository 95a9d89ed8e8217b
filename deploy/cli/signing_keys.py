"""`paicha signing-keys`: the keys that reports, statements and checkpoints are signed with."""

from pathlib import Path
from typing import Annotated, Any

from cyclopts import App, Parameter

from deploy.cli.gateway import gateway, segment
from deploy.cli.terminal import say, say_json
from deploy.embedded.folder import DEFAULT, DataFolder
from deploy.embedded.running import last_address
from deploy.embedded.signing_key import SIGNING, add_signing_keys
from shared.signing import read_keys

_ROLE = "operator"

app = App(name="signing-keys", help="Keys that reports are signed with 报送签名密钥")


@app.command
def rotate(*, data: Path = DEFAULT) -> None:
    """Sign with new keys from now on; what the old ones signed stays valid.

    Run it on the machine of the deployment: the private half never leaves it.

    Parameters
    ----------
    data
        Folder of the deployment.
    """
    folder = DataFolder(data)
    last_address(folder)
    add_signing_keys(folder)
    for service in SIGNING:
        key = read_keys(folder.signing_keys_of(service).read_bytes())[-1]
        say(f"{service} 新密钥 new key {key.id}：片刻后启用 signing begins with it within moments")


@app.command(name="list")
def list_(*, data: Path | None = None, json: bool = False) -> None:
    """The public keys, and for how long each is good.

    Parameters
    ----------
    data
        Folder of the deployment; unnamed, the one of PAICHA_URL, or else the default.
    json
        As `GET /reporting/keys` has them: what `paicha verify-paper --keys` takes.
    """
    keys = gateway(data, _ROLE).get("/reporting/keys").json()
    if json:
        say_json(keys)
    else:
        _say(keys["keys"])


@app.command
def revoke(
    key: str, /, *, from_: Annotated[str, Parameter(name="--from")], reason: str, data: Path | None = None
) -> None:
    """Trust nothing that a key signed from a moment on, as when its private half got out. Rotate as well.

    Parameters
    ----------
    key
        Its id.
    from_
        The moment, with an offset: 2024-12-20T08:00:00+08:00.
    reason
        For the record; at most 200 characters.
    data
        Folder of the deployment; unnamed, the one of PAICHA_URL, or else the default.
    """
    body = {"revoked_from": from_, "reason": reason}
    _say(gateway(data, _ROLE).post(f"/reporting/keys/{segment(key)}/revocation", body).json()["keys"])


def _say(keys: list[dict[str, Any]]) -> None:
    for key in keys:
        until = key["valid_until"] or "…"
        revoked = f"  吊销自 revoked from {key['revoked_from']}" if key["revoked_from"] else ""
        say(f"{key['id']}  {key['valid_from']} – {until}{revoked}")
