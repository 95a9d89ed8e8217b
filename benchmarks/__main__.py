"""`python -m benchmarks [--quick] [PART …]`: measures all parts, or these, and prints the table and targets.

What each part found is kept in `.bench/results`: a run that was interrupted goes on with the parts that are
named, and `python -m benchmarks.report` writes the documentation from it. `--quick` does little of each, to
see that it works; no figure ever makes it fail.
"""

import argparse
import asyncio
import logging
import sys
import time
from contextlib import ExitStack

import structlog

from benchmarks import limits, peers
from benchmarks.machine import described, peers_described
from benchmarks.meter import Meter
from benchmarks.parts import PARTS, WITH_PEERS, Run
from benchmarks.report.printed import printed
from benchmarks.results import Results
from benchmarks.servers import debian_server, have_written, servers
from benchmarks.workload import FULL, QUICK, Amounts

_STARTED = time.monotonic()


def say(what: str) -> None:
    print(f"[{time.monotonic() - _STARTED:4.0f} s] {what}", file=sys.stderr, flush=True)


async def measured(parts: list[str], amounts: Amounts) -> None:
    """Each is kept as soon as it is measured."""
    results, compares = Results(amounts.name), not WITH_PEERS.isdisjoint(parts)
    with ExitStack() as stack:
        own = stack.enter_context(servers())
        debian = stack.enter_context(debian_server()) if compares else None
        used = [dsn for dsn in (own.postgres, debian) if dsn is not None]
        machine = described(*[await limits.fsync_mode(dsn) for dsn in used])
        if compares:
            machine.append(peers_described())
        for dsn in used:
            await have_written(dsn)
        run = Run(own, debian, amounts, say, Meter())
        for part in parts:
            results.keep(part, await PARTS[part](run), machine)
    say("done")


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    asked.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}; else all")
    asked.add_argument("--quick", action="store_true", help="little of each: does it work?")
    given = asked.parse_args()
    if unknown := set(given.parts) - set(PARTS):
        asked.error(f"no such part: {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    parts, amounts = given.parts or list(PARTS), QUICK if given.quick else FULL
    if not WITH_PEERS.isdisjoint(parts):
        peers.install()
    # What the measured parts tell their operators is not part of the table.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    asyncio.run(measured(parts, amounts))
    if given.quick:
        print("A quick run: it shows what works, and says nothing of speed or of what is reached.\n")
    print("\n".join(printed(Results(amounts.name))))


if __name__ == "__main__":
    main()
