"""`python -m benchmarks.profile [--quick] [append|relay|projection|rebuild …]`: where CPU time goes.

What is found is kept by commit: the next run on another one shows both, before and after.
"""

import argparse
import asyncio
import logging

import structlog

from benchmarks.limits import fsync_mode
from benchmarks.machine import described
from benchmarks.profile.lines import Profile, profile_of, profile_table
from benchmarks.profile.sampling import Sampler
from benchmarks.profile.work import WORK
from benchmarks.results import Results
from benchmarks.servers import have_written, servers
from benchmarks.workload import FULL, QUICK, Amounts


async def profiles(paths: list[str], amounts: Amounts) -> tuple[dict[str, Profile], list[str]]:
    """By path, and the machine they are of."""
    found: dict[str, Profile] = {}
    sampler = Sampler()
    with servers() as own:
        machine = described(await fsync_mode(own.postgres))
        await have_written(own.postgres)
        for work in dict.fromkeys(WORK[path] for path in paths):
            costs = await work(own, sampler, amounts)
            found |= {path: profile_of(path, sampler.seen[path], cost) for path, cost in costs.items()}
    return found, machine


def kept_before(results: Results, path: str) -> Profile | None:
    """Of the last other commit; what was kept of this one gives way to what is measured now."""
    last = results.of(f"profile-{path}")
    if last is not None and last["commit"] != results.commit:
        results.keep_as(f"profile-{path}", f"profile-{path}-before")
    return results.found(f"profile-{path}-before")


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m benchmarks.profile", description=__doc__)
    asked.add_argument("paths", nargs="*", metavar="PATH", help=f"of {', '.join(WORK)}; else all")
    asked.add_argument("--quick", action="store_true", help="little of each: does it work?")
    given = asked.parse_args()
    if unknown := set(given.paths) - set(WORK):
        asked.error(f"no such path: {', '.join(sorted(unknown))}; there are {', '.join(WORK)}")
    amounts = QUICK if given.quick else FULL
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    results = Results(amounts.name)
    found, machine = asyncio.run(profiles(given.paths or list(WORK), amounts))
    for path, profile in found.items():
        before = kept_before(results, path)
        results.keep(f"profile-{path}", profile, machine)
        print("\n".join(profile_table(path, profile, before)))


if __name__ == "__main__":
    main()
