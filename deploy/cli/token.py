"""`paicha token`: a token of the embedded issuer, for scripts and for trying things out."""

from pathlib import Path

from deploy.cli.terminal import say
from deploy.embedded.folder import DEFAULT, DataFolder
from deploy.embedded.issuer.tokens import token_for


def token(*, role: str, organisation: str | None = None, data: Path = DEFAULT) -> None:
    """Print a token, valid for twelve hours.

    Parameters
    ----------
    role
        reporter, officer, safety_office, leader, auditor or operator.
    organisation
        For a reporter or an officer: the village or department it acts for.
    data
        Folder of the deployment.
    """
    say(token_for(DataFolder(data), role, organisation))
