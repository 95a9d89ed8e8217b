"""Opening pages of a deployment in Chromium 83."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from shared.facts.account import Account
from shared.identity.session import COOKIE
from tests.e2e.deployment import Deployment
from tests.e2e.visiting import cookie_of

_SECONDS = 300


def in_chromium_83(
    deployment: Deployment, who: Account | None, steps: list[tuple[str, str]], width: int = 1280
) -> tuple[list[Any], list[str]]:
    """`open` an address, `until` a script is true, `script`: what each answered, and all that was said on the
    console."""
    absolute = [(kind, f"{deployment.url}{text}" if kind == "open" else text) for kind, text in steps]
    cookies = (
        [] if who is None else [{"name": COOKIE, "value": cookie_of(deployment, who), "url": deployment.url}]
    )
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QTWEBENGINE_DISABLE_SANDBOX": "1"}
    environment["QT_QUICK_BACKEND"] = "software"
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.chromium_83"],
        input=json.dumps({"cookies": cookies, "steps": absolute, "width": width}),
        capture_output=True,
        text=True,
        timeout=_SECONDS,
        env=environment,
        check=False,
    )
    if "No module named 'PyQt5'" in done.stderr:
        pytest.fail("no Chromium 83 here: run `make browser`, then again")
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    return answer["answers"], answer["said"]
