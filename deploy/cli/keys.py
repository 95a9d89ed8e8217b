"""`paicha keys`: machine API keys. The key is shown once; only its hash is kept."""

import json as as_json
from pathlib import Path
from typing import Annotated, get_args

from cyclopts import App, Parameter
from pydantic import ValidationError

from deploy.cli.terminal import say, say_json
from deploy.embedded.folder import DEFAULT, DataFolder
from deploy.embedded.issuer.town import Town, read_towns, town_of
from deploy.embedded.refusal import Refusal
from deploy.embedded.running import last_address
from deploy.servers.private import write_private
from shared.facts.account import PERSONS_SIGN, Role
from shared.identity.api_keys import ApiKey, hash_of, is_free_for_keys, new_key

app = App(name="keys", help="Machine API keys 机器密钥")


@app.command
def create(
    *,
    name: str,
    role: str,
    organisation: Annotated[list[str] | None, Parameter(negative=())] = None,
    township: str | None = None,
    data: Path = DEFAULT,
    json: bool = False,
) -> None:
    """Make a key and print it once; services take it within moments.

    Parameters
    ----------
    name
        The account's name: of its facts as publisher, of their events as actor.
    role
        reporter, officer, safety_office, leader, auditor, operator or dashboard.
    organisation
        What it may act for or see: villages, departments, and where it may enter facts working groups; may be
        given several times.
    township
        Code of the town; needed only where several are loaded.
    data
        Folder of the deployment.
    json
        Print the key and what it is for as JSON.
    """
    key, made = _added(DataFolder(data), name, role, organisation or [], township)
    if json:
        told = {"key": key, "name": made.name, "role": made.role, "organisations": made.organisations}
        say_json(told)
    else:
        say(key)


def _added(
    folder: DataFolder, name: str, role: str, organisations: list[str], township: str | None
) -> tuple[str, ApiKey]:
    """The key itself, which nobody can read again, and what is kept of it."""
    last_address(folder)
    keys = as_json.loads(folder.api_keys.read_text("utf-8"))
    if any(known["name"] == name for known in keys["keys"]):
        raise Refusal(
            f"已有名为“{name}”的密钥，请换一个名称。", f"There is a key named “{name}” already.", usage=True
        )
    _check_name(folder, name)
    key = new_key()
    town = town_of(township, read_towns())
    made = _entry(key, name, role, town.township, organisations)
    _check_organisations(made, town)
    keys["keys"].append(made.model_dump())
    write_private(folder.api_keys, as_json.dumps(keys, indent=1))
    return key, made


def _check_name(folder: DataFolder, name: str) -> None:
    """Facts are known by their sender's name: what one sends is nobody else's to repeat."""
    publishers = as_json.loads(folder.publishers.read_text("utf-8"))
    if name in publishers or not is_free_for_keys(name):
        raise Refusal(
            f"“{name}”是人员、发布者或活动文件的名称（人员名称含 {PERSONS_SIGN}），请换一个名称。",
            f"“{name}” names a person (those hold {PERSONS_SIGN}), a publisher or the campaign file: "
            "choose another.",
            usage=True,
        )


def _check_organisations(made: ApiKey, town: Town) -> None:
    """A working group has no row and no units, so there is nothing of it to see: it can only be acted for."""
    named = set(made.organisations)
    unknown = named - (town.villages | town.departments | town.working_groups).keys()
    if unknown:
        listed = ", ".join(sorted(unknown))
        raise Refusal(f"没有单位“{listed}”。", f"There is no organisation “{listed}”.", usage=True)
    groups = named & town.working_groups.keys()
    if groups and not made.account().may_enter_facts:
        listed = ", ".join(sorted(groups))
        raise Refusal(
            f"角色 {made.role} 不录入事实，不能代表工作组“{listed}”。",
            f"Role {made.role} enters no facts, so it can't act for the working group “{listed}”.",
            usage=True,
        )


def _entry(key: str, name: str, role: str, township: str, organisations: list[str]) -> ApiKey:
    try:
        return ApiKey.model_validate(
            {
                "name": name,
                "hash": hash_of(key),
                "township": township,
                "role": role,
                "organisations": organisations,
            }
        )
    except ValidationError:
        roles = ", ".join(get_args(Role))
        raise Refusal(
            f"名称或角色无效；角色为：{roles}。", f"Name or role is not valid; roles are {roles}.", usage=True
        ) from None
