"""The product's own counting, asked in-process: recorded facts in, the answer document out."""

from collections import defaultdict
from datetime import datetime
from typing import Any

from services.reporting.counting.period import Period
from services.reporting.counting.policy import POLICIES
from services.reporting.counting.recount import recount
from services.reporting.counting.town import Town
from services.reporting.forms.documents.document import document
from services.reporting.reading.asked_form import Form
from services.reporting.subjects.as_recorded import rows_of
from services.reporting.subjects.kept import entry_of
from shared.events.stream_id import StreamId
from shared.instant import microseconds, write_instant
from shared.read_model.entry import Entry
from tests.oracle.recording import Log
from tests.oracle.town_facts import CAMPAIGN


class Fold:
    """What reporting would keep of the two logs; any form of any moment is recounted from it."""

    def __init__(self, logs: dict[str, Log], policy: str = "1") -> None:
        self.policy = policy
        entries: dict[tuple[str, str], list[Entry]] = defaultdict(list)
        for log in logs.values():
            for envelope in log.envelopes:
                entry = entry_of(envelope)
                if entry is not None:
                    subject = StreamId.parse(envelope.stream)
                    entries[subject.kind, subject.id].append(entry)
        self.positions = {name: len(log.envelopes) for name, log in logs.items()}
        self._subjects = [(kind, id_, its) for (kind, id_), its in entries.items()]

    def answer(self, annex: str, until: datetime, positions: dict[str, int] | None = None) -> dict[str, Any]:
        known_at = positions or self.positions
        rows = rows_of(self._subjects, known_at)
        town = Town.of(rows)
        campaign = town.campaigns[CAMPAIGN]
        figures = recount(rows, Period.of(campaign, microseconds(until)), POLICIES[self.policy])
        form = Form(annex, campaign, self.policy, write_instant(until), None, known_at)
        return dict(document(form, figures, town.organisations, None))
