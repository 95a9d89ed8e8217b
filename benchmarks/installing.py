"""What only benchmarks need: pinned, installed by themselves into a folder of the repository's own."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / ".bench"


def python_packages(name: str, packages: Sequence[str]) -> Path:
    """A virtual environment that has them: its `bin`. Once; a changed pin installs anew."""

    def install(place: Path) -> None:
        subprocess.run([sys.executable, "-m", "venv", place], check=True)
        pip = [str(place / "bin" / "python"), "-m", "pip", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "install", *packages], check=True)

    return _installed(name, packages, install) / "bin"


def node_packages(name: str, packages: Sequence[str]) -> None:
    def install(place: Path) -> None:
        (place / "package.json").write_text('{"private": true}', "utf-8")
        npm = ["npm", "install", "--save-exact", "--no-audit", "--no-fund", "--loglevel=error"]
        subprocess.run([*npm, *packages], cwd=place, check=True, stdout=sys.stderr)

    _installed(name, packages, install)


def _installed(name: str, packages: Sequence[str], install: Callable[[Path], None]) -> Path:
    place, wanted = FOLDER / name, "\n".join(packages)
    stamp = place / ".installed"
    if stamp.exists() and stamp.read_text("utf-8") == wanted:
        return place
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    print(f"installing {', '.join(packages)}", file=sys.stderr)
    install(place)
    stamp.write_text(wanted, "utf-8")
    return place
