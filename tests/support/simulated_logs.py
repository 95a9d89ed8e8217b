"""A simulated campaign as a folder of logs: the stored bytes that services would have, without servers."""

import json
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from deploy.simulator.campaign_file import CAMPAIGN as CAMPAIGN_PATH
from deploy.simulator.campaign_file import read_town
from deploy.simulator.simulate import Plan, simulate
from services.hazards.commands import COMMANDS as HAZARDS
from services.registry.campaign_facts import campaign_facts
from services.registry.campaign_file import CampaignFile
from services.registry.commands import COMMANDS as REGISTRY
from services.reporting.deriving.stored_logs import LOGS
from services.reporting.subjects.kept import LOG_OF_KIND
from shared.canonical import GENESIS
from shared.events.base import Event
from shared.events.catalogue import EVENTS
from shared.events.envelope import Envelope, event_hash
from shared.instant import BEGINNING_OF_TIME, parse_instant

COMMANDS = {**REGISTRY, **HAZARDS}
CAMPAIGN = "dasheng-2024-winter"


@dataclass
class _Log:
    name: str
    raws: list[bytes] = field(default_factory=list)
    recorded: datetime = BEGINNING_OF_TIME
    versions: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def append(self, township: str, subject: tuple[str, str], occurred: datetime, told: Any) -> int:
        stream = f"{township}/{subject[0]}/{subject[1]}"
        self.versions[stream] += 1
        self.recorded = max(occurred, self.recorded + timedelta(microseconds=1))
        type_, version, data, fact = told
        envelope = Envelope(
            log=self.name, log_id=f"00000000-0000-4000-8000-{LOGS.index(self.name):012}",
            position=len(self.raws) + 1,
            previous_hash=event_hash(self.raws[-1]) if self.raws else GENESIS,
            township=township, stream=stream, stream_version=self.versions[stream],
            type=type_, version=version, occurred=occurred, recorded=self.recorded,
            actor="simulator", actor_organisation="safety-office", publisher="simulator",
            fact_source="/simulated", fact_id=fact, fact_digest="0" * 64,
            correlation=fact, causation=fact, data=data,
        )  # fmt: skip
        self.raws.append(envelope.to_bytes())
        return envelope.position


class _Recording:
    """Facts become events in the order in which they are told: nothing is refused."""

    def __init__(self, township: str) -> None:
        self.township = township
        self.logs = {log: _Log(log) for log in LOGS}
        self._facts: dict[str, tuple[str, str, int]] = {}

    def state(self, file: CampaignFile) -> None:
        for fact in campaign_facts(file):
            self._keep(fact.type, fact.occurred, fact.data, fact.key.id)

    def take(self, line: bytes) -> None:
        fact = json.loads(line)
        occurred = parse_instant(fact["time"])
        if fact["type"] == "fact.voided":
            kind, subject, position = self._facts[fact["data"]["id"]]
            data = {"publisher": "simulator", **fact["data"], "voids": position}
            self._append(kind, subject, occurred, ("fact.voided", 1, data, fact["id"]))
        else:
            event = EVENTS[fact["type"], 1].model_validate(fact["data"])  # as without a dataschema
            self._keep(fact["type"], occurred, event, fact["id"])

    def _keep(self, type_: str, occurred: datetime, event: Event, fact: str) -> None:
        known = COMMANDS[type_]
        self._append(
            known.kind, known.subject(event), occurred, (type_, event.version, event.payload(), fact)
        )

    def _append(self, kind: str, subject: str, occurred: datetime, told: Any) -> None:
        log = self.logs[LOG_OF_KIND.get(kind, "registry")]
        position = log.append(self.township, (kind, subject), occurred, told)
        self._facts[told[3]] = (kind, subject, position)


def simulated_logs(plan: Plan, township: str | None = None) -> dict[str, list[bytes]]:
    """Of one town; `township` where it is to be another than the campaign file's."""
    file = CampaignFile.model_validate(yaml.safe_load(CAMPAIGN_PATH.read_text("utf-8")))
    recording = _Recording(township or file.township)
    recording.state(file)
    for line in simulate(read_town(), plan):
        recording.take(line)
    return {log: each.raws for log, each in recording.logs.items()}


def write_logs(folder: Path, logs: dict[str, list[bytes]]) -> Path:
    folder.mkdir(exist_ok=True)
    for log in LOGS:
        (folder / f"{log}.jsonl").write_bytes(b"".join(raw + b"\n" for raw in logs.get(log, ())))
    return folder
