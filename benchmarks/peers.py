"""The event stores measured beside ours: pinned, installed by the benchmark in a folder of its own."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.side import Side

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / ".bench"
SIDES = ROOT / "benchmarks" / "sides"

LOCKING, BY_FUNCTION = "eventsourcing", "eventsourcing by function"
"""The two ways in which `eventsourcing` inserts, as names of sides."""

EVENTSOURCING = "9.5.6"
EMMETT = "0.42.0"
_PYTHON_PACKAGES = (f"eventsourcing[postgres]=={EVENTSOURCING}", "psycopg[binary,pool]==3.3.9")
"""psycopg with its C implementation, as its documentation advises where speed counts."""
_NODE_PACKAGES = (
    f"@event-driven-io/emmett@{EMMETT}",
    f"@event-driven-io/emmett-postgresql@{EMMETT}",
    "@event-driven-io/pongo@0.16.11",
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
    _install("python", _PYTHON_PACKAGES, _install_python)
    _install("node", _NODE_PACKAGES, _install_node)


def _install(name: str, packages: Sequence[str], run: Callable[[Path], None]) -> None:
    place, wanted = FOLDER / name, "\n".join(packages)
    stamp = place / ".installed"
    if stamp.exists() and stamp.read_text("utf-8") == wanted:
        return
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    print(f"installing {', '.join(packages)}", file=sys.stderr)
    run(place)
    stamp.write_text(wanted, "utf-8")


def _install_python(place: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", place], check=True)
    pip = [str(place / "bin" / "python"), "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "install", *_PYTHON_PACKAGES], check=True)


def _install_node(place: Path) -> None:
    (place / "package.json").write_text('{"private": true}', "utf-8")
    npm = ["npm", "install", "--save-exact", "--no-audit", "--no-fund", "--loglevel=error"]
    subprocess.run([*npm, *_NODE_PACKAGES], cwd=place, check=True, stdout=sys.stderr)


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
    return Side("Emmett", argv, ROOT)


def ours(dsn: str) -> Side:
    """`dsn`: the hazards service's, on its migrated database."""
    return Side("ours", (sys.executable, "-m", "benchmarks.sides.ours", dsn), ROOT)
