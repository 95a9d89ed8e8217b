"""The benchmark's aggregate in the declarative style of `eventsourcing`; in the peers' environment."""

from uuid import NAMESPACE_URL, UUID, uuid5

from eventsourcing.domain import Aggregate, event


class Hazard(Aggregate):
    """The same two commands as ours."""

    @event("Found")
    def __init__(
        self,
        hazard_id: str,
        unit_id: str,
        by: str,
        severity: str,
        description: str,
        item: str = "",
        location: str = "",
    ) -> None:
        self.hazard_id = hazard_id
        self.unit_id = unit_id
        self.by = by
        self.severity = severity
        self.description = description
        self.item = item
        self.location = location
        self.closed = False
        self.controls = ""

    @staticmethod
    def create_id(hazard_id: str) -> UUID:
        return uuid5(NAMESPACE_URL, hazard_id)

    def impose(self, controls: str) -> None:
        if self.closed:
            raise AssertionError("not open")
        self.impose_controls(controls)

    @event("ControlsImposed")
    def impose_controls(self, controls: str) -> None:
        self.controls = controls
