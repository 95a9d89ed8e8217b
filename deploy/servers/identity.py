"""Who each program runs as when root started the deployment: numbers of its own, with no name and no rights.

Without root nothing of this applies: everything runs as whoever started it.
"""

import os
from dataclasses import dataclass
from pathlib import Path

_FIRST = 60600
"""Debian and systemd give 60578 to 61183 to nobody, so that nothing has to be entered in /etc/passwd."""
_PROGRAMS = (
    "postgres",
    "nats",
    "caddy",
    "issuer",
    "registry",
    "hazards",
    "reporting",
    "notifications",
    "inbox",
)
_ALONE = ("postgres", "nats", "caddy", "issuer")

SERVICES_GROUP = _FIRST + len(_PROGRAMS)
"""Of the services: for the files that all of them read, and nobody else."""


@dataclass(frozen=True, slots=True)
class Identity:
    uid: int
    gid: int


def nobody() -> Identity | None:
    """For what insists on a user with a name, `nobody` in all of /etc/passwd."""
    return Identity(65534, 65534) if os.geteuid() == 0 else None


def identity(program: str) -> Identity | None:
    """None where there is nothing to give up."""
    if os.geteuid() != 0:
        return None
    uid = _FIRST + _PROGRAMS.index(program)
    return Identity(uid, uid if program in _ALONE else SERVICES_GROUP)


def entrust(folder: Path, owner: Identity | None) -> None:
    """The folder and all in it become the program's, and nobody else's.

    What is the program's already is left as it is: it may have put links in there. The folder itself comes
    last, so that what was interrupted is done again.
    """
    if owner is None or (folder.stat().st_uid, folder.stat().st_gid) == (owner.uid, owner.gid):
        return
    for _, folders, files, descriptor in os.fwalk(folder):
        for name in (*folders, *files):
            os.chown(name, owner.uid, owner.gid, dir_fd=descriptor, follow_symlinks=False)
    folder.chmod(0o700)
    os.chown(folder, owner.uid, owner.gid)
