"""Every event type is either kept or passed over on purpose."""

from services.reporting.subjects.kept import KEPT_FIELDS, LOG_OF_KIND, PASSED_OVER
from shared.events.catalogue import LOG_EVENTS


def test_every_event_type_was_decided_about() -> None:
    types = {event.type for log in ("registry", "hazards") for event in LOG_EVENTS[log]}
    assert types == set(KEPT_FIELDS) | PASSED_OVER
    assert not set(KEPT_FIELDS) & PASSED_OVER


def test_every_kept_field_is_a_field() -> None:
    for events in LOG_EVENTS.values():
        for event in events:
            stored = {field.serialization_alias or name for name, field in event.model_fields.items()}
            assert set(KEPT_FIELDS.get(event.type, ())) <= stored, event.type


def test_the_kind_of_a_kept_event_has_a_log() -> None:
    """Lineage names the log of an event by its type."""
    for log, events in LOG_EVENTS.items():
        for event in events:
            if event.type in KEPT_FIELDS and event.type != "fact.voided":
                assert LOG_OF_KIND[event.type.partition(".")[0]] == log, event.type
