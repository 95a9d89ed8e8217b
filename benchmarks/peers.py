"""The event stores measured beside ours: pinned, installed by the benchmark in a folder of its own."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.installing import FOLDER, ROOT, node_packages, python_packages
from benchmarks.side import Side

SIDES = ROOT / "benchmarks" / "sides"

OURS, OURS_ON_DEBIAN = "ours", "ours on Debian's Postgres"
LOCKING, BY_FUNCTION = "eventsourcing", "eventsourcing by function"
"""The two ways in which `eventsourcing` inserts, as names of sides."""
EMMETT_SIDE, MESSAGE_DB_SIDE = "Emmett", "message-db"
PEERS = (LOCKING, BY_FUNCTION, EMMETT_SIDE, MESSAGE_DB_SIDE)

EVENTSOURCING = "9.5.6"
EMMETT = "0.42.0"
MESSAGE_DB = "1.3.1"
_PYTHON_PACKAGES = (f"eventsourcing[postgres]=={EVENTSOURCING}", "psycopg[binary,pool]==3.3.9")
"""psycopg with its C implementation, as its documentation advises where speed counts."""
_NODE_PACKAGES = (
    f"@event-driven-io/emmett@{EMMETT}",
    f"@event-driven-io/emmett-postgresql@{EMMETT}",
    "@event-driven-io/pongo@0.16.11",
    f"@eventide/message-db@{MESSAGE_DB}",
)
_POOL = {"eventsourcing": 16, "emmett": 32}
"""Tried on a busy machine: 4 to 64 for eventsourcing, 8, 16 and 32 for Emmett; no clear winner."""

_EVENTSOURCING_SETTINGS = {
    "PERSISTENCE_MODULE": "eventsourcing.postgres",
    "POSTGRES_CONNECT_TIMEOUT": "60",
    "POSTGRES_POOL_SIZE": str(_POOL["eventsourcing"]),
    "AGGREGATE_CACHE_MAXSIZE": "50000",
    # One process writes, so what it keeps is current and nobody changes it behind the cache.
    "AGGREGATE_CACHE_FASTFORWARD": "n",
    "DEEPCOPY_FROM_AGGREGATE_CACHE": "n",
}


def install() -> None:
    """Once; a changed pin installs anew. Both need their package registry at the first run."""
    python_packages("python", _PYTHON_PACKAGES)
    node_packages("node", _NODE_PACKAGES)


def eventsourcing(dsn: str, *, by_function: bool = False) -> Side:
    """`dsn`: of a database it may make its tables in.

    By default it locks its table for each insert. `by_function` is quicker and what its own speed runs use;
    what that costs is seen in the hidden-row test.
    """
    place = urlsplit(dsn)
    settings = _EVENTSOURCING_SETTINGS | {
        "POSTGRES_DBNAME": place.path[1:],
        "POSTGRES_HOST": str(place.hostname),
        "POSTGRES_PORT": str(place.port),
        "POSTGRES_USER": str(place.username),
        "POSTGRES_PASSWORD": str(place.password),
        "POSTGRES_ENABLE_DB_FUNCTIONS": "y" if by_function else "n",
    }
    argv = (str(FOLDER / "python" / "bin" / "python"), str(SIDES / "eventsourcing_side.py"))
    return Side(BY_FUNCTION if by_function else LOCKING, argv, ROOT, {**os.environ, **settings})


def emmett(dsn: str) -> Side:
    """`dsn`: of a database it may make its tables in."""
    argv = ("node", str(SIDES / "emmett.cjs"), str(FOLDER / "node"), dsn, str(_POOL["emmett"]))
    return Side(EMMETT_SIDE, argv, ROOT)


def message_db(dsn: str) -> Side:
    """`dsn`: of a database that `message_db_schema` was called for."""
    return Side(MESSAGE_DB_SIDE, (sys.executable, "-m", "benchmarks.sides.message_db", dsn), ROOT)


def message_db_schema(dsn: str, programs: Path) -> None:
    """By its own script. `dsn`: the superuser's, because pgcrypto and a role come with it."""
    place = urlsplit(dsn)
    settings = {
        "PATH": f"{programs}:{os.environ['PATH']}",
        "DATABASE_NAME": place.path[1:],
        "CREATE_DATABASE": "off",
        "PGHOST": str(place.hostname),
        "PGPORT": str(place.port),
        "PGUSER": str(place.username),
        "PGPASSWORD": str(place.password),
    }
    script = FOLDER / "node" / "node_modules" / "@eventide" / "message-db" / "database" / "install.sh"
    subprocess.run(["bash", script], env={**os.environ, **settings}, check=True, stdout=subprocess.DEVNULL)


def ours(dsn: str, name: str = OURS) -> Side:
    """`dsn`: the hazards service's, on its migrated database."""
    return Side(name, (sys.executable, "-m", "benchmarks.sides.ours", dsn), ROOT)
