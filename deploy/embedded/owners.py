"""Whose each part of the data folder is where root started the deployment: each program reads its own."""

import os
import stat
from pathlib import Path

from deploy.embedded.folder import DataFolder
from deploy.servers.identity import SERVICES_GROUP, Identity, entrust, identity
from shared.bus.users import OWN_LOG, SERVICES


def open_ways(folder: DataFolder) -> None:
    """For programs to reach what is theirs; nobody can list what is there."""
    if os.geteuid() == 0:
        for way in (
            folder.path,
            folder.path / "secrets",
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
    for path in (folder.api_keys, folder.publishers, folder.demo_clock):
        _hand(path, Identity(0, SERVICES_GROUP), 0o640)
    _give_out_issuer(folder, issuer)


def _give_out_issuer(folder: DataFolder, issuer: Identity) -> None:
    """It writes accounts, and whose tokens are recalled: for services, whose group its new files have."""
    for path in (folder.issuer / "key.json", folder.accounts, folder.seats):
        _hand(path, issuer, 0o600)
    for path in (folder.issuer / "jwks.json", folder.session_jwks, folder.recalled):
        _hand(path, Identity(issuer.uid, SERVICES_GROUP), 0o640)
    os.chown(folder.issuer, issuer.uid, SERVICES_GROUP)
    folder.issuer.chmod(0o2711)


def _hand(path: Path, owner: Identity, mode: int) -> None:
    """What is not there yet is passed over, and so is a link: a program may have put it there."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return
    try:
        if stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.fchown(descriptor, owner.uid, owner.gid)
            os.fchmod(descriptor, mode)
    finally:
        os.close(descriptor)


def _give_out_logs(folder: DataFolder) -> None:
    for service, log in OWN_LOG.items():
        entrust(folder.seals_of(log), identity(service))
        entrust(folder.archive_of(log), identity(service))
