"""What was signed survives a restore: databases are backed up first, files after; the stream has the rest."""

import json
import shutil
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from deploy.embedded.folder import DataFolder
from tests.crash.backups import bring_folder_back, copy_folder
from tests.e2e.deployment import PATIENCE, Deployment, deployed
from tests.e2e.signing import CAMPAIGN, person, signed

pytestmark = pytest.mark.timeout(1800)


def test_an_older_database_and_newer_files(tmp_path: Path) -> None:
    with deployed(tmp_path) as deployment:
        first = signed(deployment, "1")
        kept(deployment, first)
        deployment.stop()
        copy_folder(deployment)
        deployment.start()
        second = signed(deployment, "2")
        documents = {number: kept(deployment, number) for number in (first, second)}
        deployment.stop()
        files = blobs(deployment)
        shutil.copytree(files, files.with_name("backup"))
        # The disk is lost: an older database comes back, and the files that were copied after it.
        bring_folder_back(deployment)
        shutil.rmtree(files)
        restored(files)
        deployment.start("live")
        refused = person(deployment, "auditor").get(f"{CAMPAIGN}/submissions/{second}")
        assert refused.status_code == httpx.codes.NOT_FOUND
        healed = deployment.run("audit", "heal", "--json")
        assert json.loads(healed)
        assert {number: kept(deployment, number) for number in (first, second)} == documents
        for number in (first, second):
            assert verified(deployment, number) == [], number
        third = signed(deployment, "3")
        kept(deployment, third)
        assert verified(deployment, third) == []


def blobs(deployment: Deployment) -> Path:
    return DataFolder(deployment.data).blobs_of("reporting")


def restored(files: Path) -> None:
    """With the owner that it had: backups are brought back by root."""
    shutil.move(files.with_name("backup"), files)


def kept(deployment: Deployment, number: str) -> dict[str, str]:
    """Suffix to hash, once the documents are there; each is read to the byte."""
    auditor, deadline = person(deployment, "auditor"), time.monotonic() + PATIENCE
    while not (files := auditor.get(f"{CAMPAIGN}/documents/{number}").json().get("files")):
        assert time.monotonic() < deadline, f"{number} has no documents"
        time.sleep(0.2)
    for file in files:
        answer = auditor.get(f"{CAMPAIGN}/documents/{number}/{file['suffix']}")
        assert answer.status_code == httpx.codes.OK, answer.text
    return {file["suffix"]: file["hash"] for file in files}


def verified(deployment: Deployment, number: str) -> list[Any]:
    auditor, deadline = person(deployment, "auditor"), time.monotonic() + PATIENCE
    query = {"again": "true"}
    while True:
        told = auditor.get(f"{CAMPAIGN}/submissions/{number}/verify", params=query).json()
        query = {}
        if told["state"] in ("done", "failed"):
            findings: list[Any] = told.get("findings", [told])
            return findings
        assert time.monotonic() < deadline, told
        time.sleep(0.1)
