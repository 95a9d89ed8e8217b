"""Where the wheels that carry servers put their programs."""

from importlib import metadata
from pathlib import Path


def program(distribution: str, name: str) -> str:
    """The path of a distribution's file of that name."""
    try:
        files = metadata.files(distribution) or []
    except metadata.PackageNotFoundError:
        files = []
    for file in files:
        if file.name == name and "bin" in file.parts:
            return str(Path(str(file.locate())).resolve())
    raise FileNotFoundError(f"{name} of the wheel {distribution} is missing: run `make setup`.")
