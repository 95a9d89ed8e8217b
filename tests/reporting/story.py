"""Telling a history to the counting: facts of a small town, recorded as the logs would publish them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from services.reporting.counting.figures import Figures
from services.reporting.counting.period import Period
from services.reporting.counting.policy import POLICIES, Policy
from services.reporting.counting.recount import recount
from services.reporting.counting.town import Town
from services.reporting.subjects.as_recorded import Rows, rows_of
from services.reporting.subjects.campaign import Campaign
from services.reporting.subjects.kept import LOG_OF_KIND, entry_of
from shared.canonical import GENESIS, digest
from shared.events.catalogue import EVENTS
from shared.events.envelope import Envelope
from shared.events.judged import STORED
from shared.events.stream_id import StreamId
from shared.instant import SHANGHAI, microseconds, write_instant
from shared.read_model.entry import Entry

TOWN = "500112143"
CAMPAIGN = "winter"
LOG_IDS = {"registry": "log-r", "hazards": "log-h"}

_LATER = timedelta(microseconds=1)
"""What a log puts between two events at least: it records in strictly increasing time."""

ID_FIELDS = {
    "organisation": "organisation_id",
    "official": "official_id",
    "campaign": "campaign_id",
    "unit": "unit_id",
    "inspection": "inspection_id",
    "hazard": "hazard_id",
    "penalty": "penalty_id",
    "case": "case_id",
}


def at(text: str) -> datetime:
    """`12-01` is that midnight of the winter of 2024 in Shanghai; `12-01 18:00` and full dates work too."""
    day, _, hour = text.partition(" ")
    if len(day) == len("12-01"):
        day = f"{2025 if day < '07' else 2024}-{day}"
    return datetime.fromisoformat(f"{day}T{hour or '00:00'}").replace(tzinfo=SHANGHAI)


@dataclass
class Story:
    """Each telling returns the position, which `taken_back` takes."""

    township: str = TOWN
    logs: dict[str, list[Envelope]] = field(default_factory=lambda: {"registry": [], "hazards": []})
    _versions: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def tell(
        self, type_: str, when: str, subject: str, township: str = "", version: int = 1, **data: Any
    ) -> int:
        """`with_` and the like lose their underscore; the subject's id goes into the data by itself."""
        kind = type_.split(".", maxsplit=1)[0]
        data = {name.rstrip("_"): value for name, value in data.items()}
        if kind == "self_check":
            data |= dict(zip(("filer", "item"), subject.split(":", 1), strict=True))
        else:
            data[ID_FIELDS[kind]] = subject
        return self._record(type_, when, kind, subject, data, township or self.township, version)

    def taken_back(self, kind: str, subject: str, position: int, when: str = "12-31") -> int:
        data = {"publisher": "p", "source": "s", "id": str(position), "reason": "错报", "voids": position}
        return self._record("fact.voided", when, kind, subject, data, self.township)

    def again_in(self, told: Envelope, township: str) -> int:
        """The same fact in another town, recorded now."""
        _, kind, subject = StreamId.parse(told.stream)
        when = told.occurred.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
        return self._record(told.type, when, kind, subject, dict(told.data), township, told.version)

    def _record(
        self,
        type_: str,
        when: str,
        kind: str,
        subject: str,
        data: dict[str, Any],
        township: str,
        version: int = 1,
    ) -> int:
        log = self.logs[LOG_OF_KIND.get(kind, "registry")]
        name = "registry" if log is self.logs["registry"] else "hazards"
        event = EVENTS[type_, version].model_validate(data, context=STORED)
        stream = f"{township}/{kind}/{subject}"
        self._versions[stream] += 1
        occurred = at(when)
        recorded = max(occurred, log[-1].recorded + _LATER) if log else occurred
        log.append(
            Envelope(
                log=name, log_id=LOG_IDS[name], position=len(log) + 1,
                previous_hash=digest(log[-1].to_bytes()) if log else GENESIS,
                township=township, stream=stream, stream_version=self._versions[stream],
                type=type_, version=version, occurred=occurred, recorded=recorded,
                actor="p", actor_organisation="safety-office", publisher="p",
                fact_source="s", fact_id=f"{name}-{len(log) + 1}", fact_digest="0" * 64,
                correlation="c", causation="c", data=event.payload(),
            )
        )  # fmt: skip
        return len(log)

    @property
    def positions(self) -> dict[str, int]:
        return {name: len(log) for name, log in self.logs.items()}

    def rows(self, positions: dict[str, int] | None = None, township: str = TOWN) -> Rows:
        """What a rebuild would hold of one town."""
        subjects: dict[tuple[str, str], list[Entry]] = defaultdict(list)
        for log in self.logs.values():
            for envelope in log:
                key, entry = StreamId.parse(envelope.stream), entry_of(envelope)
                if key.township == township and key.kind in LOG_OF_KIND and entry is not None:
                    subjects[key.kind, key.id].append(entry)
        told = ((kind, subject, entries) for (kind, subject), entries in subjects.items())
        return rows_of(told, positions or self.positions)

    def campaign(self) -> Campaign:
        return Town.of(self.rows()).campaigns[CAMPAIGN]

    def figures(
        self,
        until: str | None = None,
        positions: dict[str, int] | None = None,
        policy: Policy = POLICIES["1"],
    ) -> Figures:
        cutoff = None if until is None else microseconds(at(until))
        return recount(self.rows(positions), Period.of(self.campaign(), cutoff), policy)


def town() -> Story:
    """甲科、乙科, 东村、西村, 第一工作组, 区应急局; 领导 leads since 2020, 干部 is no leader."""
    story = Story()
    for organisation, name, kind in (
        ("d-a", "甲科", "department"),
        ("d-b", "乙科", "department"),
        ("d-c", "不在名单的科室", "department"),
        ("v-e", "东村", "village"),
        ("v-w", "西村", "village"),
        ("g-1", "第一工作组", "working_group"),
        ("x-1", "区应急局", "district_department"),
        ("x-2", "区消防支队", "district_department"),
        ("safety-office", "镇安委办", "safety_office"),
    ):
        story.tell("organisation.registered", "2024-01-01", organisation, name=name, kind=kind)
    story.tell("official.registered", "2024-01-01", "o-leader", name="领导", title="镇长")
    story.tell("official.term_started", "2020-01-01", "o-leader", office="镇长", leader=True)
    story.tell("official.registered", "2024-01-01", "o-clerk", name="干部", title="科员")
    story.tell("official.term_started", "2020-01-01", "o-clerk", office="科员", leader=False)
    open_campaign(story)
    return story


def open_campaign(
    story: Story,
    campaign: str = CAMPAIGN,
    starts: str = "11-15",
    ends: str = "03-01",
    deadlines: Sequence[str] = (),
) -> None:
    story.tell(
        "campaign.opened", "11-13", campaign,
        title="大排查", starts=write_instant(at(starts)), ends=write_instant(at(ends)),
        phases=[], deadlines=[write_instant(at(each)) for each in deadlines],
        departments=["d-a", "d-b"], villages=["v-e", "v-w"], policy="1",
        form_titles={"annex-3": "科室汇总表", "annex-4": "村居汇总表"}, foot_notes={}, supervision_levels=[],
    )  # fmt: skip
