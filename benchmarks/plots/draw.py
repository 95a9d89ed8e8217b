"""`python draw.py FOLDER < FIGURES`: one SVG file each. Runs in the environment with matplotlib, alone.

The same figures give the same bytes, and text stays text, so that a file is small and can be read.
"""

import json
import sys
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib import pyplot as plt

_STYLE = {
    "svg.fonttype": "none",
    "svg.hashsalt": "paicha",
    "font.family": "sans-serif",
    "font.size": 9,
    "axes.grid": True,
    "grid.alpha": 0.3,
    "axes.spines.top": False,
    "axes.spines.right": False,
}
_MARKERS = "osD^vPX"
"""Lines can be told apart without their colours."""


def draw(figure: dict[str, Any], folder: Path) -> None:
    made, axes = plt.subplots(figsize=(7.2, 4.0), layout="constrained")
    shares = _percentiles(figure) if figure["scale"] == "percentile" else []
    for number, (name, points) in enumerate(figure["lines"].items()):
        x = [shares.index(at) if shares else at for at, _ in points]
        marker = _MARKERS[number % len(_MARKERS)]
        axes.plot(x, [y for _, y in points], marker=marker, markersize=4, linewidth=1.3, label=name)
    axes.set_yscale("log")
    axes.yaxis.set_major_formatter("{x:g}")
    if shares:
        axes.set_xticks(range(len(shares)), [_percent(share) for share in shares])
    else:
        axes.set_xscale("log")
    axes.set(title=figure["title"], xlabel=figure["x"], ylabel=figure["y"])
    axes.legend(frameon=False, fontsize=8)
    made.savefig(folder / figure["file"], metadata={"Date": None, "Title": figure["title"]})
    plt.close(made)


def _percentiles(figure: dict[str, Any]) -> list[float]:
    """Each at the same distance: what is rare is what one looks for."""
    return sorted({at for points in figure["lines"].values() for at, _ in points})


def _percent(share: float) -> str:
    return "largest" if share == 1 else f"{share * 100:g}"


def main() -> None:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    mpl.use("svg")
    with mpl.rc_context(_STYLE):
        for figure in json.load(sys.stdin):
            draw(figure, folder)


if __name__ == "__main__":
    main()
