"""`paicha up`: the embedded deployment, in the foreground until Ctrl-C or SIGTERM."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from deploy.embedded.folder import DEFAULT
from deploy.embedded.up import Wishes
from deploy.embedded.up import up as run


def up(
    *,
    data: Path = DEFAULT,
    port: Annotated[int, Parameter(validator=lambda _type, value: _check_port(value))] = 8080,
    demo: bool = False,
    demo_clock: str | None = None,
) -> None:
    """Start everything on this machine: Postgres, NATS, the four services and the gateway.

    Parameters
    ----------
    data
        Folder of all data; starting again on it resumes.
    port
        Of the one address, http://127.0.0.1:PORT.
    demo
        Also load a simulated campaign and what was signed in it, once per data folder.
    demo_clock
        START[,SPEED]: facts and reports go by a clock that shows START now (with --demo once all is loaded up
        to START, 2025-01-16T10:00+08:00 where none is given) and runs SPEED times as fast.
        Only with --demo or on an empty folder; stays with the folder.
    """
    run(Wishes(data, port, demo, demo_clock))


def _check_port(port: int) -> None:
    if not 0 < port < 65536:  # noqa: PLR2004 - what a port is
        raise ValueError("a port is between 1 and 65535")
