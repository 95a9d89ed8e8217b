"""A folder of golden logs with something altered, its chain whole again or not."""

import json
from collections.abc import Callable
from pathlib import Path
from shutil import copytree
from typing import Any

from shared.canonical import GENESIS, canonical
from shared.events.envelope import event_hash

GOLDEN = Path(__file__).with_name("golden")
"""A folder of logs for each version that was to be remembered."""
FIRST = GOLDEN / "1"

Event = dict[str, Any]


def copied(folder: Path) -> Path:
    return copytree(FIRST, folder / "logs")


def events(folder: Path, log: str) -> list[Event]:
    return [json.loads(line) for line in (folder / f"{log}.jsonl").read_bytes().splitlines()]


def write(folder: Path, log: str, told: list[Event]) -> None:
    """As they are, whatever that does to the chain."""
    (folder / f"{log}.jsonl").write_bytes(b"".join(canonical(each) + b"\n" for each in told))


def chained(told: list[Event]) -> list[Event]:
    """By somebody who knows how: positions and hashes fit again."""
    before = GENESIS
    made = []
    for position, each in enumerate(told, 1):
        fitting = {
            **each, "position": position, "id": f"{each['logid']}/{position}", "previoushash": before,
        }  # fmt: skip
        made.append(fitting)
        before = event_hash(canonical(fitting))
    return made


def altered(
    folder: Path, log: str, alter: Callable[[Event], None], *, which: Callable[[Event], bool], whole: bool
) -> Path:
    """The first event of that kind, in a copy of the golden logs."""
    copy = copied(folder)
    told = events(copy, log)
    alter(next(each for each in told if which(each)))
    write(copy, log, chained(told) if whole else told)
    return copy


def signed(number: str, township: str, campaign: str = "winter") -> Callable[[Event], bool]:
    def is_it(event: Event) -> bool:
        data = event["data"]
        named = data.get("number"), data.get("campaign_id"), event["township"]
        return event["type"].endswith(".signed") and named == (number, campaign, township)

    return is_it
