"""Debian's own Postgres, for what needs pgcrypto: the wheel's is built without. Same settings, own folder."""

import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from deploy.servers.ports import free_port
from deploy.servers.postgres import Postgres
from deploy.servers.process import Launch
from tests.support.servers import PASSWORD

_PROGRAMS = Path("/usr/lib/postgresql")
_EXTENSIONS = Path("/usr/share/postgresql")
_NO_CLUSTER = Path("/etc/postgresql-common/createcluster.d/paicha-bench.conf")
"""While the package is installed: the benchmark makes its own cluster and wants no other on the machine."""
_NOT_IN_15 = ("--locale-provider=builtin", "--builtin-locale=C.UTF-8")


class NotToBeHad(Exception):
    """And why."""


def debian_programs() -> Path:
    """Where the newest with pgcrypto has its programs; installed by apt where there is none and one may."""
    if (place := _installed()) is None:
        _install()
        place = _installed()
    if place is None:
        raise NotToBeHad("Debian's PostgreSQL was installed and is not there")
    return place


def _installed() -> Path | None:
    places = [each for each in _PROGRAMS.glob("*") if (each / "bin" / "postgres").exists()]
    able = [each for each in places if (_EXTENSIONS / each.name / "extension" / "pgcrypto.control").exists()]
    return max(able, key=lambda each: int(each.name)) / "bin" if able else None


def _install() -> None:
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise NotToBeHad("no PostgreSQL of Debian with pgcrypto here: apt-get install postgresql, as root")
    print("installing postgresql", file=sys.stderr)
    ours = not _NO_CLUSTER.exists()
    _NO_CLUSTER.parent.mkdir(parents=True, exist_ok=True)
    _NO_CLUSTER.write_text("create_main_cluster = false\n", "utf-8")
    try:
        _apt("update")
        _apt("install", "--yes", "--no-install-recommends", "postgresql")
    except subprocess.CalledProcessError as error:
        raise NotToBeHad(f"apt-get could not install postgresql: {error}") from None
    finally:
        if ours:
            _NO_CLUSTER.unlink()


def _apt(*command: str) -> None:
    settings = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "--quiet", "--quiet", *command], env=settings, stdout=sys.stderr, check=True)


class DebianPostgres(Postgres):
    """As the product's own, by other programs."""

    def _initdb(self, folder: Path, password_file: Path) -> Launch:
        return _by_debian(super()._initdb(folder, password_file))

    def launch(self) -> Launch:
        return _by_debian(super().launch())


def _by_debian(launch: Launch) -> Launch:
    program, *options = launch.argv
    options = [each for each in options if each not in _NOT_IN_15]
    return replace(launch, argv=(str(debian_programs() / Path(program).name), *options))


def debian_postgres(folder: Path) -> DebianPostgres:
    server = DebianPostgres(folder / "debian", free_port(), PASSWORD, folder / "debian.log")
    server.initialise()
    return server
