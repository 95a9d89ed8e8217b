"""`paicha token`: a token of the embedded issuer, for scripts and for trying things out."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from deploy.cli.terminal import say
from deploy.embedded.accounts.told import person_name, person_office
from deploy.embedded.folder import DEFAULT, DataFolder
from deploy.embedded.issuer.tokens import token_for
from deploy.embedded.refusal import Refusal
from shared.facts.account import Person


def token(
    *,
    role: str,
    organisation: str | None = None,
    township: str | None = None,
    name: str | None = None,
    office: str | None = None,
    head: Annotated[bool, Parameter(negative=())] = False,
    data: Path = DEFAULT,
) -> None:
    """Print a token, valid for twelve hours.

    Parameters
    ----------
    role
        reporter, officer, safety_office, leader, auditor or operator.
    organisation
        For a reporter or an officer: the village or department it acts for.
    township
        Code of the town; needed only where several are loaded.
    name
        The person it names, who may then sign. Without it a token names nobody, in a demonstration a made-up
        person.
    office
        The person's office 职务.
    head
        单位负责人 of the organisation.
    data
        Folder of the deployment.
    """
    say(token_for(DataFolder(data), role, organisation, township, _person(name, office), head=head))


def _person(name: str | None, office: str | None) -> Person | None:
    if name is None:
        if office is not None:
            raise Refusal("--office 需与 --name 一起使用。", "--office takes a --name.", usage=True)
        return None
    return Person(person_name(name), person_office(office or ""))
