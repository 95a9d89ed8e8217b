"""The rows of independent campaigns, and policies of every kind."""

from dataclasses import fields
from random import Random

from hypothesis import strategies as st

from services.reporting.counting.policy import Policy
from services.reporting.subjects.as_recorded import Rows, rows_of
from services.reporting.subjects.kept import LOG_OF_KIND, entry_of
from shared.events.stream_id import StreamId
from shared.read_model.entry import Entry
from tests.oracle.campaign import Size, campaign, mixed
from tests.oracle.recording import record
from tests.oracle.town import small_town
from tests.oracle.town_facts import town_facts

TOWN = small_town()


def oracle_rows(seed: int) -> Rows:
    facts = mixed(campaign(seed, TOWN, Size()), Random(seed))
    subjects: dict[tuple[str, str], list[Entry]] = {}
    for log in record([*town_facts(TOWN), *facts], TOWN.kinds).values():
        for envelope in log.envelopes:
            stream, entry = StreamId.parse(envelope.stream), entry_of(envelope)
            if entry is not None and stream.kind in LOG_OF_KIND:
                subjects.setdefault((stream.kind, stream.id), []).append(entry)
    listed = [(kind, subject, entries) for (kind, subject), entries in subjects.items()]
    return rows_of(listed, {"registry": 10**9, "hazards": 10**9})


def policies() -> st.SearchStrategy[Policy]:
    """Every parameter in each of its values."""
    named = [field.name for field in fields(Policy) if field.name != "code_version"]
    return st.fixed_dictionaries(dict.fromkeys(named, st.booleans())).map(
        lambda values: Policy(code_version=1, **values)
    )
