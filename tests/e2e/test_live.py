"""A screen on another origin follows the town through the gateway of `paicha up`, by a dashboard's key."""

import json
import signal
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from deploy.servers.caddy import ENDING
from shared.http.serve import GRACE_SECONDS
from tests.e2e.deployment import PATIENCE, Deployment, deployed
from tests.e2e.facts import VILLAGE, found, new_id, unit

BOARD = "https://board.example"
CAMPAIGN = {"campaign": "dasheng-2024-winter"}


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    with deployed(tmp_path_factory.mktemp("live"), PAICHA_CORS_ORIGINS=BOARD) as deployment:
        yield deployment


def events(lines: Iterator[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    name = ""
    for line in lines:
        name = line.removeprefix("event: ") if line.startswith("event: ") else name
        if line.startswith("data: "):
            yield name, json.loads(line.removeprefix("data: "))


def test_a_screen_of_another_origin_follows(deployment: Deployment) -> None:
    key = deployment.run("keys", "create", "--name", "board", "--role", "dashboard").strip()
    office = deployment.account("safety_office")
    asked = {"X-API-Key": key, "Origin": BOARD, "Accept-Encoding": "zstd, gzip"}
    with httpx.Client(base_url=deployment.url, timeout=60) as browser:
        preflight = {"Origin": BOARD, "Access-Control-Request-Method": "GET"}
        assert browser.options("/reporting/live", headers=preflight).status_code == httpx.codes.NO_CONTENT
        with browser.stream("GET", "/reporting/live", params=CAMPAIGN, headers=asked) as answer:
            assert answer.status_code == httpx.codes.OK
            assert answer.headers["access-control-allow-origin"] == BOARD
            assert "content-encoding" not in answer.headers
            told = events(answer.iter_lines())
            assert next(told)[0] == "cells"
            shop = unit(new_id("unit"))
            office.post("registry", shop)
            office.post("hazards", found(new_id("hazard"), shop["data"]["unit_id"]))
            seen: dict[tuple[str, str], Any] = {}
            while ("total:distinct", "hazards_found") not in seen:
                name, data = next(told)
                assert name in ("changed", "positions")
                seen |= {(one["filer"], one["column"]): one["value"] for one in data.get("cells", ())}
        assert seen[VILLAGE, "units"] == seen[VILLAGE, "hazards_found"] == 1
        form = browser.get(f"/reporting/campaigns/{CAMPAIGN['campaign']}/annex-4", headers=asked)
        assert form.headers["content-encoding"] in ("zstd", "gzip")
        again = browser.get(form.url.path, headers=asked | {"If-None-Match": form.headers["etag"]})
        assert again.status_code == httpx.codes.NOT_MODIFIED


def test_open_streams_do_not_hold_up_the_end(deployment: Deployment) -> None:
    office = deployment.account("leader").client
    with office.stream("GET", "/reporting/live", params=CAMPAIGN) as answer:
        assert next(events(answer.iter_lines()))[0] == "cells"
        assert deployment.process is not None
        began = time.monotonic()
        deployment.process.send_signal(signal.SIGTERM)
        assert deployment.process.wait(PATIENCE) == 0
        assert time.monotonic() - began < 3 * (int(ENDING.rstrip("s")) + GRACE_SECONDS)
    log = (deployment.data / "logs" / "reporting.log").read_text("utf-8")
    assert "timeout graceful shutdown exceeded" not in log
    deployment.process = None
    deployment.start()  # for the others, in whatever order they run
