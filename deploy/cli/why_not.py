"""`paicha audit why-not`: whether a subject is counted in a cell, and if not, why."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from cyclopts import Parameter

from deploy.cli.campaign import only_campaign
from deploy.cli.explain import listed
from deploy.cli.gateway import gateway, segment
from deploy.cli.terminal import say, say_json
from services.reporting.forms.documents.wording import origin

_ROLE = "auditor"


def why_not(
    form: Annotated[Literal["annex-3", "annex-4"], Parameter(name="form")],
    filer: Annotated[str, Parameter(name="filer")],
    column: Annotated[str, Parameter(name="column")],
    subject: Annotated[str, Parameter(name="subject")],
    /,
    *,
    kind: Literal["unit", "inspection", "hazard", "penalty", "case"] | None = None,
    occurred_until: str | None = None,
    recorded_until: str | None = None,
    positions: str | None = None,
    policy: str | None = None,
    submission: str | None = None,
    campaign: str | None = None,
    data: Path | None = None,
    json: bool = False,
) -> int:
    """The first condition that fails, with its events. Ends with 1 where the subject is not counted.

    Parameters
    ----------
    form
        annex-3 (departments) or annex-4 (villages and communities).
    filer
        The filer's id, or total:sum, total:distinct, uncredited.
    column
        The column's key, as `paicha report --format json` has it: hazards_found.
    subject
        The id of the unit, hazard, inspection, penalty or case.
    kind
        What the id is of, where the column leaves a choice.
    occurred_until
        Count what occurred before this moment, with offset: 2025-01-14T18:00:00+08:00.
    recorded_until
        As recorded before this moment, with offset, whatever was recorded or corrected since.
    positions
        As recorded at these positions: registry:120,hazards:940; instead of --recorded-until.
    policy
        A version of the counting policy, unless the campaign's own.
    submission
        By the number of a submission, instead of all of these: 3-d-chanye-1.
    campaign
        Where there are several.
    data
        Folder of the deployment, unless PAICHA_URL and PAICHA_TOKEN name another.
    json
        Print it as JSON.
    """
    service = gateway(data, _ROLE)
    named = campaign or only_campaign(service)
    cell = f"/reporting/campaigns/{segment(named)}/{form}/cells/{segment(filer)}/{segment(column)}"
    times = {"occurred_until": occurred_until, "recorded_until": recorded_until, "positions": positions}
    asked = {"kind": kind, "policy": policy, "submission": submission, **times}
    answer = service.get(f"{cell}/why-not/{segment(subject)}", **asked).json()
    if json:
        say_json(answer)
    else:
        _say(answer)
    return 0 if answer["counted"] else 1


def _say(answer: Mapping[str, Any]) -> None:
    told = "计入。 Counted." if answer["counted"] else answer["reason"]["message"]
    subject = answer["subject"]
    cell = f"{answer['annex']} {answer['filer']} {answer['column']}"
    say(f"{cell} {subject['kind']} {subject['id']}：{told}")
    say(origin(answer, None))
    listed(answer["subjects"] if answer["counted"] else [_not_counted(answer)])


def _not_counted(answer: Mapping[str, Any]) -> dict[str, Any]:
    """As a counted subject is listed, with the events behind the reason."""
    return {**answer["subject"], "weight": 0, "events": answer["reason"]["events"], "also": []}
