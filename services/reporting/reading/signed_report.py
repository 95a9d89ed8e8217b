"""A report that was signed, as a question names it: by its number alone. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from shared.events.reporting import FrozenLog
from shared.problems import Rejected


@dataclass(frozen=True, slots=True)
class SignedReport:
    number: str
    annex: str
    filer: str
    filer_name: str
    occurred_until: str
    logs: Mapping[str, FrozenLog]
    policy: str

    @property
    def positions(self) -> dict[str, int]:
        return {log: frozen.position for log, frozen in self.logs.items()}

    def refuse_of_other_logs(self, log_ids: Mapping[str, str | None]) -> None:
        """Its positions are of the logs it was signed over: another log has other events there."""
        for log, frozen in self.logs.items():
            if frozen.position and frozen.log_id != log_ids[log]:
                raise Rejected("signed_over_another_log", number=self.number, log=log)
