"""Whom `paicha audit bisect` compares: a file of digests, an archive, or a running deployment."""

import json
import os
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from deploy.cli.archive_named import opened
from deploy.cli.digests import blocks_in
from deploy.cli.gateway import Gateway
from deploy.cli.progress import ProgressLine
from deploy.embedded.refusal import Refusal
from services.reporting.read_model import FIGURES
from services.reporting.replaying.archive import Archive
from services.reporting.state_digests.digests import Digests, Header, read_digests
from services.reporting.state_digests.making import EVERY
from shared.problems import Rejected
from shared.service.garbage import uncollected

_PATH = "/reporting/digests"
_BLOCKS = 1_000
_ASK_AGAIN_SECONDS = 0.5


class Party(Protocol):
    @property
    def last(self) -> Mapping[str, int]:
        """By log, how far it goes."""
        ...

    @property
    def every(self) -> int | None:
        """Events a block; None where that is free."""
        ...

    def digests(self, last: Mapping[str, int], every: int) -> Digests:
        """As far as both go, where that can still be chosen."""
        ...


@dataclass(frozen=True)
class Written:
    held: Digests

    @property
    def last(self) -> Mapping[str, int]:
        return self.held.header.last

    @property
    def every(self) -> int | None:
        return self.held.header.every

    def digests(self, last: Mapping[str, int], every: int) -> Digests:  # noqa: ARG002 # it is written
        return self.held


@dataclass(frozen=True)
class Archived:
    archive: Archive

    @property
    def last(self) -> Mapping[str, int]:
        return {log: self.archive.last(log) for log in self.archive.logs}

    @property
    def every(self) -> int | None:
        return None

    def digests(self, last: Mapping[str, int], every: int) -> Digests:
        with uncollected():
            blocks = list(blocks_in(self.archive, dict(last), every))
        return Digests(Header(every, dict(last), FIGURES.version), blocks)


def party(named: str, every: int | None) -> Party:
    """`every`: events a block, where that is free. Raises `not_digests` and what an archive lacks."""
    if named.startswith(("http://", "https://")):
        return Written(_asked(named, every or EVERY))
    place = Path(named)
    if place.is_dir():
        return Archived(opened(place))
    try:
        with place.open("rb") as file:
            return Written(read_digests(file, named))
    except OSError:
        raise Rejected("not_digests", place=named) from None


def _asked(url: str, every: int) -> Digests:
    token = os.environ.get("PAICHA_TOKEN")
    if not token:
        raise Refusal(
            "请用 PAICHA_TOKEN 提供审计人员或运维人员的令牌。",
            "Give a token of an auditor or operator in PAICHA_TOKEN.",
            usage=True,
        )
    with closing(Gateway(url, token)) as service:
        answer = _made(service, every)
        header, lines = answer["header"], [*answer["blocks"]]
        while (after := answer.get("next")) is not None:
            answer = service.get(_PATH, after=after, limit=_BLOCKS, every=every).json()
            lines += answer["blocks"]
    return read_digests([_bytes(each) for each in (header, *lines)], url)


def _made(service: Gateway, every: int) -> dict[str, Any]:
    """Waits until it is done."""
    answer: dict[str, Any] = service.get(_PATH, again="true", limit=_BLOCKS, every=every).json()
    line: ProgressLine | None = None
    try:
        while answer["state"] in ("waiting", "running"):
            time.sleep(_ASK_AGAIN_SECONDS)
            answer = service.get(_PATH, limit=_BLOCKS, every=every).json()
            if answer["total"]:  # it is known once the job has begun
                line = line or ProgressLine(answer["total"], "events 事件")
                line.show(answer["done"])
    finally:
        if line is not None:
            line.close()
    if answer["state"] != "done":
        raise Refusal("部署未能给出摘要，请查看其日志。", "The deployment could not make them; see its log.")
    return answer


def _bytes(line: Mapping[str, Any]) -> bytes:
    return json.dumps(line).encode()
