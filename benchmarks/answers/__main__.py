"""`python -m benchmarks.answers [FACTS …]`: what towns of these sizes answer; else 25,000 and 200,000.

Takes some five minutes; nothing stays behind.
"""

import asyncio
import logging
import sys
import tempfile
import time
from pathlib import Path

import structlog

from benchmarks.answers.lines import table
from benchmarks.answers.measured import Answers, measure_answers
from benchmarks.whole_path.rate import batched_rate, campaign
from benchmarks.whole_path.seen import Seen
from deploy.embedded.folder import DataFolder
from deploy.publishing.connection import publisher_access, signed_in
from tests.e2e.deployment import deployed

_SIZES = (25_000, 200_000)
_OF_ONE_CAMPAIGN = 25_000
_AT_ONCE = 4_000
"""More than 5,000 of one account may not wait for what another service has not recorded yet."""
_SECONDS = 10.0
_STARTED = time.monotonic()


def say(what: str) -> None:
    print(f"[{time.monotonic() - _STARTED:5.0f} s] {what}", file=sys.stderr, flush=True)


async def measured(sizes: list[int], seconds: float) -> list[Answers]:
    """One town, with more and more facts."""
    with tempfile.TemporaryDirectory(prefix="paicha-bench-") as folder, deployed(Path(folder)) as deployment:
        seen, access = await Seen.of(DataFolder(deployment.data)), publisher_access(deployment.data)
        found = []
        for size in sizes:
            async with signed_in(access) as bus:
                while (held := await seen.positions()) < size * 0.95:
                    say(f"filling: {held:,} facts of {size:,}")
                    lines = campaign(held, min(_OF_ONE_CAMPAIGN, size - held))
                    for first in range(0, len(lines), _AT_ONCE):
                        await batched_rate(bus, access.user, lines[first : first + _AT_ONCE], seen)
            found.append(await measure_answers(deployment, seen, await seen.positions(), seconds, say))
        await seen.connection.close()
    return found


def main() -> None:
    wanted = [int(argument) for argument in sys.argv[1:]]
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    print("\n".join(table(asyncio.run(measured(wanted or list(_SIZES), _SECONDS)))))


if __name__ == "__main__":
    main()
