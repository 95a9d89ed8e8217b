"""The project as a wheel: everything that its code reads is in it, so that it runs without the checkout."""

import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

ROOT = Path(__file__).parents[2]
SOURCES = ("pyproject.toml", "README.md", "shared", "services", "deploy")
READ_AT_RUN_TIME = (".py", ".yaml", ".html", ".js")
ONLY_FOR_CONTAINERS = ("deploy/compose/", "deploy/checks/")


def copied_to(place: Path) -> list[str]:
    """The sources alone: what an earlier build left behind would hide what this one forgets."""
    listing = ["git", "ls-files", *SOURCES]
    listed = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=True)
    names = [name for name in listed.stdout.split() if (ROOT / name).exists()]
    for name in names:
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, place / name)
    return names


def test_what_is_read_when_it_runs_is_in_the_wheel(tmp_path: Path) -> None:
    names = copied_to(tmp_path / "source")
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*build, "--wheel-dir", tmp_path, tmp_path / "source"], check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    wanted = {
        name for name in names if name.endswith(READ_AT_RUN_TIME) and not name.startswith(ONLY_FOR_CONTAINERS)
    }
    assert wanted - set(ZipFile(wheel).namelist()) == set()
