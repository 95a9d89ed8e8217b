"""`python -m benchmarks.slow_phone [MILLISECONDS]`: when each page can be used that is opened for the first
time over 400 kbit/s, on a processor four times slower; MILLISECONDS is what the line takes (none: 0).

Of the facts of one campaign, in Chromium, which slows both by itself. Drawn: it can be read, and its links
and forms act, as they do where no script runs. Usable: its modules have run, too. Nothing stays behind.
"""

import statistics
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser

from tests.e2e.deployment import Deployment, deployed
from tests.e2e.pages import PAGES, PageSeen
from tests.e2e.signing import publish, signed
from tests.e2e.visiting import account, visiting
from tests.support.browsers import open_browser

_BYTES_A_SECOND = 400_000 / 8
_SLOWER = 4
_WIDTH = 360
_TIMES = 3
_WAITS = 500
_ASKED = """
() => {
  const [page] = performance.getEntriesByType('navigation');
  const drawn = performance.getEntriesByName('first-contentful-paint')[0];
  const parts = performance.getEntriesByType('resource').filter(each => each.startTime < page.loadEventEnd);
  const first = drawn ? drawn.startTime : 0;
  const sum = some => some.map(each => each.transferSize).reduce((all, each) => all + each, 0);
  const before = parts.filter(each => each.responseEnd <= first);
  const sent = [sum([page, ...before]), sum([page, ...parts])];
  return [first, page.domContentLoadedEventEnd, page.responseStart, ...sent];
}
"""


class Opened(NamedTuple):
    drawn: float
    """Milliseconds since it was asked for, as the next two."""
    modules_ran: float
    answered: float
    needed: float
    """Bytes, compressed: the page and what had come whole when it was drawn."""
    sent: float
    """Bytes, compressed, of everything."""

    @property
    def usable(self) -> float:
        return max(self.drawn, self.modules_ran)


def _opened(deployment: Deployment, browser: Browser, seen: PageSeen, latency: float) -> Opened:
    who = None if seen.role is None else account(seen.role, seen.organisation)
    with visiting(deployment, browser, who, _WIDTH) as window:
        line = window.page.context.new_cdp_session(window.page)
        line.send("Network.enable")
        slow = {"downloadThroughput": _BYTES_A_SECOND, "uploadThroughput": _BYTES_A_SECOND}
        line.send("Network.emulateNetworkConditions", {"offline": False, "latency": latency, **slow})
        line.send("Emulation.setCPUThrottlingRate", {"rate": _SLOWER})
        window.page.goto(seen.address, wait_until="load")
        window.page.wait_for_timeout(_WAITS)
        window.complaints.clear()
        return Opened(*window.page.evaluate(_ASKED))


def main() -> None:
    latency = float(sys.argv[1]) if len(sys.argv) > 1 else 0.0
    with tempfile.TemporaryDirectory(prefix="paicha-bench-") as folder, deployed(Path(folder)) as deployment:
        publish(deployment, Path(folder), seed=1)
        signed(deployment, "2")
        with open_browser() as browser:
            for seen in PAGES:
                times = [_opened(deployment, browser, seen, latency) for _ in range(_TIMES)]
                print(_line(seen, Opened(*map(statistics.median, zip(*times, strict=True)))), flush=True)


def _line(seen: PageSeen, middle: Opened) -> str:
    answered, drawn, ran = (f"{each:4.0f}" for each in (middle.answered, middle.drawn, middle.modules_ran))
    when = f"usable {middle.usable:5.0f} ms (answered {answered}, drawn {drawn}, modules {ran})"
    return f"{seen.name:40} {when}, {middle.needed / 1024:3.0f} of {middle.sent / 1024:3.0f} KiB"


if __name__ == "__main__":
    main()
