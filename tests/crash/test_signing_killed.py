"""Many sign, withdraw, return and consolidate at once while processes are killed with -9, at any moment."""

import asyncio
import hashlib
import logging
import os
import time
from collections import defaultdict
from pathlib import Path
from random import Random
from typing import Any

import httpx
import pytest

from tests.crash.offices import CAMPAIGN, FILERS, Answered, Offices
from tests.crash.processes import Processes
from tests.e2e.deployment import PATIENCE, deployed

_log = logging.getLogger(__name__)

KILLS = int(os.environ.get("PAICHA_KILLS", "2"))
KINDS = ("reporting", "reporting", "reporting", "postgres", "nats", "caddy")
VERIFIED = 5
"""Submissions at random, and all sheets."""
_DONE = {"withdraw": "withdrawn", "return": "returned", "acceptances": "accepted"}


@pytest.mark.timeout(600 + 60 * KILLS)
async def test_what_was_answered_stands_and_nothing_twice(tmp_path: Path, seed: int) -> None:
    rng = Random(seed)
    with deployed(tmp_path) as deployment:
        offices = Offices(deployment, rng)
        people = [asyncio.create_task(offices.filer(filer)) for filer in (*FILERS, FILERS[0])]
        people.append(asyncio.create_task(offices.safety_office()))
        await _kill(Processes(deployment, rng), offices, people, rng)
        offices.stopped = True
        await asyncio.gather(*people)
        try:
            await _check(offices, rng)
        finally:
            await offices.close()


async def _kill(
    processes: Processes, offices: Offices, people: list["asyncio.Task[None]"], rng: Random
) -> None:
    """Each next one after the last is back and somebody was answered again."""
    for _ in range(KILLS):
        answered, deadline = len(offices.answered), time.monotonic() + PATIENCE
        while len(offices.answered) < answered + 5 or not await processes.is_back("reporting"):
            assert time.monotonic() < deadline, "nothing goes on after a kill"
            for task in people:
                if task.done():
                    await task
            await asyncio.sleep(0.05)
        await asyncio.sleep(rng.random() * 0.5)
        _log.info("%s killed after %d answers", processes.kill(rng.choice(KINDS)), len(offices.answered))


async def _check(offices: Offices, rng: Random) -> None:
    lines: dict[str, dict[str, Any]] = {
        line["number"]: line
        for line in (await offices.get("safety_office", "/submissions")).json()["submissions"]
    }
    await _answers_hold(offices, lines)
    _one_stands(lines)
    sheets = (await offices.get("safety_office", "/consolidations")).json()["consolidations"]
    _log.info("%d answers, %d submissions, %d sheets", len(offices.answered), len(lines), len(sheets))
    assert lines
    for number in (*lines, *(sheet["number"] for sheet in sheets)):
        await _documents_kept(offices, number)
    paths = [f"/submissions/{number}" for number in rng.sample(sorted(lines), min(VERIFIED, len(lines)))]
    for path in (*paths, *(f"/consolidations/{sheet['number']}" for sheet in sheets)):
        assert await _verified(offices, path) == []


async def _answers_hold(offices: Offices, lines: dict[str, dict[str, Any]]) -> None:
    """Each receipt names what stands in the log; asked again under its key, it is the same."""
    for each in [each for each in offices.answered if each.status in (httpx.codes.OK, httpx.codes.CREATED)]:
        again = await offices.again(each)
        if each.path == "/submissions":
            line = lines[each.document["number"]]
            assert (line["digest"], line["position"]) == (each.document["digest"], each.document["position"])
            assert again.json() == each.document
        elif each.path != "/consolidations":
            assert again.json() == each.document
            await _act_is_there(offices, each)


async def _act_is_there(offices: Offices, each: Answered) -> None:
    act = _DONE[each.path.rpartition("/")[2]]
    number = each.body["numbers"][0] if "numbers" in each.body else each.path.split("/")[2]
    submission = (await offices.get("safety_office", f"/submissions/{number}")).json()
    assert act in [told["act"] for told in submission["acts"]], (number, act)


def _one_stands(lines: dict[str, dict[str, Any]]) -> None:
    by_place: defaultdict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for line in lines.values():
        by_place[line["period"], line["filer"]["id"]].append(line)
    for (period, filer), signed in by_place.items():
        assert [line["number"] for line in signed] == [
            f"{period}-{filer}-{n + 1}" for n in range(len(signed))
        ]
        assert sum(line["state"] in ("signed", "accepted") for line in signed) <= 1, signed


async def _documents_kept(offices: Offices, number: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not (files := (await offices.get("safety_office", f"/documents/{number}")).json()["files"]):
        assert time.monotonic() < deadline, f"{number} of {CAMPAIGN} has no documents"
        await asyncio.sleep(0.2)
    for file in files:
        answer = await offices.get("safety_office", f"/documents/{number}/{file['suffix']}")
        assert f"sha256:{hashlib.sha256(answer.content).hexdigest()}" == file["hash"]


async def _verified(offices: Offices, path: str) -> list[Any]:
    deadline = time.monotonic() + PATIENCE
    while True:
        told = (await offices.get("auditor", f"{path}/verify")).json()
        if told["state"] in ("done", "failed"):
            findings: list[Any] = told.get("findings", [told])
            return findings
        assert time.monotonic() < deadline, told
        await asyncio.sleep(0.1)
