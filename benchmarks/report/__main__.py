"""`python -m benchmarks.report [--quick] [--docs]`: the kept results once more, without measuring anything.

`--docs` writes them into `docs/performance.md`, and the plots beside it.
"""

import argparse

from benchmarks.plots.drawn import drawn
from benchmarks.plots.figures import figures
from benchmarks.report.documented import FOLDER, PAGE, write_page
from benchmarks.report.printed import printed
from benchmarks.results import Results
from benchmarks.workload import FULL, QUICK


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m benchmarks.report", description=__doc__)
    asked.add_argument("--quick", action="store_true", help="of quick runs: these say nothing of speed")
    asked.add_argument("--docs", action="store_true", help="into docs/performance.md, with plots")
    given = asked.parse_args()
    if given.quick and given.docs:
        asked.error("what a quick run measured is nothing to be documented")
    results = Results((QUICK if given.quick else FULL).name)
    if not given.docs:
        print("\n".join(printed(results)))
        return
    drawing = list(figures(results))
    drawn(drawing, PAGE.parent / FOLDER)
    write_page(results, drawing)


if __name__ == "__main__":
    main()
