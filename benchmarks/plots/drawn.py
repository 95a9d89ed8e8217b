"""Has the figures drawn, in the environment that has what draws them."""

import subprocess
from collections.abc import Sequence
from pathlib import Path

import orjson

from benchmarks.installing import ROOT, python_packages
from benchmarks.plots.figures import Figure

MATPLOTLIB = "matplotlib==3.11.2"
_DRAW = ROOT / "benchmarks" / "plots" / "draw.py"


def drawn(figures: Sequence[Figure], folder: Path) -> None:
    programs = python_packages("plots", (MATPLOTLIB,))
    subprocess.run([programs / "python", _DRAW, folder], input=orjson.dumps(figures), check=True)
