"""The rows of a simulated campaign, as reporting would keep them, without servers."""

import json
from collections import Counter, defaultdict
from pathlib import Path

import yaml

from deploy.simulator.campaign_file import CAMPAIGN as CAMPAIGN_PATH
from deploy.simulator.campaign_file import read_town
from deploy.simulator.simulate import Plan, simulate
from services.hazards.commands import COMMANDS as HAZARDS
from services.registry.campaign_facts import campaign_facts
from services.registry.campaign_file import CampaignFile
from services.registry.commands import COMMANDS as REGISTRY
from services.reporting.subjects.as_recorded import Rows, rows_of
from services.reporting.subjects.kept import KEPT_FIELDS, LOG_OF_KIND
from shared.events.base import Event
from shared.events.catalogue import load_event
from shared.instant import microseconds, parse_instant
from shared.read_model.entry import Entry

COMMANDS = {**REGISTRY, **HAZARDS}
CAMPAIGN = "dasheng-2024-winter"
Stored = list[tuple[str, str, list[Entry]]]
"""Kind, id and entries, in recorded order."""


class _Town:
    def __init__(self) -> None:
        self.subjects: dict[tuple[str, str], list[Entry]] = defaultdict(list)
        self._heads = Counter[str]()
        self._facts: dict[str, tuple[str, str, int]] = {}

    def state(self, path: Path) -> None:
        for fact in campaign_facts(CampaignFile.model_validate(yaml.safe_load(path.read_text("utf-8")))):
            self._keep(fact.type, microseconds(fact.occurred), fact.data, fact.key.id)

    def take(self, line: bytes) -> None:
        fact = json.loads(line)
        occurred = microseconds(parse_instant(fact["time"]))
        if fact["type"] == "fact.voided":
            kind, subject, position = self._facts[fact["data"]["id"]]
            voided = self._append(kind, subject, "fact.voided", occurred, {"voids": position})
            self._facts[fact["id"]] = (kind, subject, voided)
        else:
            event = load_event(fact["type"], 1, fact["data"])  # as without a dataschema
            self._keep(fact["type"], occurred, event, fact["id"])

    def _keep(self, type_: str, occurred: int, event: Event, fact: str) -> None:
        known = COMMANDS[type_]
        kind, subject = known.kind, known.subject(event)
        fields, payload = KEPT_FIELDS.get(type_), event.payload()
        kept = None if fields is None else {name: payload[name] for name in fields if name in payload}
        self._facts[fact] = (kind, subject, self._append(kind, subject, type_, occurred, kept))

    def _append(
        self, kind: str, subject: str, type_: str, occurred: int, kept: dict[str, object] | None
    ) -> int:
        log = LOG_OF_KIND.get(kind, "registry")
        self._heads[log] += 1
        if kept is not None and kind in LOG_OF_KIND:
            self.subjects[kind, subject].append(Entry(type_, occurred, self._heads[log], kept))
        return self._heads[log]


def stored(plan: Plan) -> Stored:
    town = _Town()
    town.state(CAMPAIGN_PATH)
    for line in simulate(read_town(), plan):
        town.take(line)
    return [(kind, subject, entries) for (kind, subject), entries in town.subjects.items()]


def simulated_rows(plan: Plan) -> Rows:
    return rows_of(stored(plan), {"registry": 10**9, "hazards": 10**9})
