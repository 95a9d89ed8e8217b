"""`make pictures`: every page at 1280 and 360 px, to be looked at; a few of them are the README's.

Of the demonstration, as somebody sees it who has just started it.
"""

import argparse
import sys
import time
from pathlib import Path

from playwright.sync_api import Browser

from deploy.servers.ports import free_port
from tests.e2e.deployment import Deployment
from tests.e2e.pages import PAGES, PageSeen
from tests.e2e.visiting import account, visiting
from tests.support.browsers import open_browser

WIDTHS = (1280, 360)
OF_THE_README = {("desk-of-the-safety-office", 1280), ("form-of-the-town", 1280), ("form-of-a-village", 360)}
README = Path("docs/pictures")
_OF_THE_DEMONSTRATION = {"p-cafe3f-000023-1": "p-12405c-000007-1", "-cafe3f-": "-12405c-"}
"""Ids of the campaign that tests publish, and of what is there in the demonstration."""


def taken(deployment: Deployment, browser: Browser, page: PageSeen, width: int) -> bytes:
    who = None if page.role is None else account(page.role, page.organisation)
    with visiting(deployment, browser, who, width) as seen:
        seen.page.goto(_in_the_demonstration(page.address))
        seen.page.wait_for_timeout(1500)
        seen.complaints.clear()
        return seen.page.screenshot(full_page=width < WIDTHS[0])


def _in_the_demonstration(address: str) -> str:
    for of_tests, there in _OF_THE_DEMONSTRATION.items():
        address = address.replace(of_tests, there)
    return address


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m tests.e2e.pictures", description=__doc__)
    asked.add_argument("folder", type=Path)
    folder: Path = asked.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    deployment = Deployment(folder / "data", free_port(), options=("--demo",))
    deployment.start()
    # Ready long before the demonstration's past is in it.
    while "Ready." not in (folder / "up.log").read_text("utf-8"):
        time.sleep(0.5)
    try:
        with open_browser() as browser:
            for page in PAGES:
                for width in WIDTHS:
                    name = f"{page.name}-{width}.png"
                    picture = taken(deployment, browser, page, width)
                    (folder / name).write_bytes(picture)
                    if (page.name, width) in OF_THE_README:
                        README.mkdir(exist_ok=True)
                        (README / name).write_bytes(picture)
                    sys.stdout.write(f"{folder / name}\n")
    finally:
        deployment.stop()


if __name__ == "__main__":
    main()
