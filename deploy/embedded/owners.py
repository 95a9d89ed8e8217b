"""Whose each part of the data folder is where root started the deployment: each program reads its own."""

import os
from pathlib import Path

from deploy.embedded.folder import DataFolder
from deploy.servers.identity import SERVICES_GROUP, entrust, identity
from shared.bus.users import OWN_LOG, SERVICES


def open_ways(folder: DataFolder) -> None:
    """For programs to reach what is theirs; nobody can list what is there."""
    if os.geteuid() == 0:
        for way in (
            folder.path,
            folder.path / "secrets",
            folder.issuer,
            folder.blobs,
            folder.seals,
            folder.archive,
            folder.api_keys.parent,
        ):
            way.chmod(0o711)


def give_out(folder: DataFolder) -> None:
    """At every start, once the files are there: also to what an earlier one made for root alone."""
    issuer = identity("issuer")
    if issuer is None:
        return
    for service in SERVICES:
        entrust(folder.secrets(service), identity(service))
    for of_reporting in (folder.blobs_of("reporting"), folder.shadow, folder.secrets("rebuild")):
        entrust(of_reporting, identity("reporting"))
    _give_out_logs(folder)
    for of_inbox in (folder.inbox, folder.secrets("inbox")):
        if of_inbox.exists():
            entrust(of_inbox, identity("inbox"))
    for path in (folder.issuer / "key.json", folder.accounts, folder.seats):
        if path.exists():
            os.chown(path, issuer.uid, issuer.gid)
    of_services = folder.issuer / "jwks.json", folder.api_keys, folder.recalled, folder.publishers
    for path in (*of_services, folder.demo_clock):
        _to_services(path, owner=0)
    # The issuer verifies sessions too, and is none of the services' group.
    _to_services(folder.session_jwks, owner=issuer.uid)


def _to_services(path: Path, owner: int) -> None:
    if path.exists():
        os.chown(path, owner, SERVICES_GROUP)
        path.chmod(0o640)


def _give_out_logs(folder: DataFolder) -> None:
    for service, log in OWN_LOG.items():
        entrust(folder.seals_of(log), identity(service))
        entrust(folder.archive_of(log), identity(service))
