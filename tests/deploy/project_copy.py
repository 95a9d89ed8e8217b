"""The project's sources in a place of a test's own: what git knows, nothing that an earlier build left."""

import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCES = ("pyproject.toml", "README.md", "shared", "services", "deploy")


def copied_to(place: Path) -> list[str]:
    """The names that were copied."""
    listing = ["git", "ls-files", *SOURCES]
    listed = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=True)
    names = [name for name in listed.stdout.split() if (ROOT / name).exists()]
    for name in names:
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, place / name)
    return names
