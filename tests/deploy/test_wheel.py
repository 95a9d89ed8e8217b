"""The project as a wheel: everything that its code reads is in it, so that it runs without the checkout."""

import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

from tests.deploy.project_copy import copied_to

READ_AT_RUN_TIME = (".py", ".yaml", ".html", ".js", ".css")
ONLY_FOR_CONTAINERS = ("deploy/compose/", "deploy/checks/")


def test_what_is_read_when_it_runs_is_in_the_wheel(tmp_path: Path) -> None:
    # What an earlier build left behind would hide what this one forgets.
    names = copied_to(tmp_path / "source")
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*build, "--wheel-dir", tmp_path, tmp_path / "source"], check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    wanted = {
        name for name in names if name.endswith(READ_AT_RUN_TIME) and not name.startswith(ONLY_FOR_CONTAINERS)
    }
    assert wanted - set(ZipFile(wheel).namelist()) == set()
