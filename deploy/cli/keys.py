"""`paicha keys`: machine API keys. The key is shown once; only its hash is kept."""

import json
from pathlib import Path
from typing import Annotated, get_args

from cyclopts import App, Parameter
from pydantic import ValidationError

from deploy.embedded.folder import DEFAULT, DataFolder, write_private
from deploy.embedded.issuer.town import read_town
from deploy.embedded.refusal import Refusal
from deploy.embedded.running import last_address
from shared.facts.account import Role
from shared.identity.api_keys import ApiKey, hash_of, new_key

app = App(name="keys", help="Machine API keys 机器密钥")


@app.command
def create(
    *,
    name: str,
    role: str,
    organisation: Annotated[list[str] | None, Parameter(negative=())] = None,
    data: Path = DEFAULT,
) -> None:
    """Make a key and print it once; services take it within moments.

    Parameters
    ----------
    name
        The account's name: of its facts as publisher, of their events as actor.
    role
        reporter, officer, safety_office, leader, auditor, operator or dashboard.
    organisation
        What it may act for or see; may be given several times.
    data
        Folder of the deployment.
    """
    print(_added(DataFolder(data), name, role, organisation or []))


def _added(folder: DataFolder, name: str, role: str, organisations: list[str]) -> str:
    last_address(folder)
    keys = json.loads(folder.api_keys.read_text("utf-8"))
    if any(known["name"] == name for known in keys["keys"]):
        raise Refusal(
            f"已有名为“{name}”的密钥，请换一个名称。", f"There is a key named “{name}” already.", usage=True
        )
    key = new_key()
    keys["keys"].append(_entry(key, name, role, organisations).model_dump())
    write_private(folder.api_keys, json.dumps(keys, indent=1))
    return key


def _entry(key: str, name: str, role: str, organisations: list[str]) -> ApiKey:
    town = read_town()
    unknown = set(organisations) - (town.villages | town.departments).keys()
    if unknown:
        listed = ", ".join(sorted(unknown))
        raise Refusal(f"没有单位“{listed}”。", f"There is no organisation “{listed}”.", usage=True)
    try:
        return ApiKey.model_validate(
            {
                "name": name,
                "hash": hash_of(key),
                "township": town.township,
                "role": role,
                "organisations": organisations,
            }
        )
    except ValidationError:
        roles = ", ".join(get_args(Role))
        raise Refusal(
            f"名称或角色无效；角色为：{roles}。", f"Name or role is not valid; roles are {roles}.", usage=True
        ) from None
