"""`paicha report`: 附件3 or 附件4 from the running deployment, for the terminal, for programs, for print."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from deploy.cli.campaign import only_campaign
from deploy.cli.documents import refuse_on_terminal, write_document
from deploy.cli.form_table import print_form
from deploy.cli.gateway import gateway
from deploy.cli.terminal import safe_json
from deploy.embedded.refusal import Refusal

_ROLE = "safety_office"
_DOCUMENTS = ("xlsx", "docx", "pdf")


def report(
    form: Annotated[Literal["annex-3", "annex-4"], Parameter(name="form")],
    /,
    *,
    occurred_until: str | None = None,
    recorded_until: str | None = None,
    positions: str | None = None,
    policy: str | None = None,
    submission: str | None = None,
    format: Literal["table", "json", "xlsx", "docx", "pdf"] = "table",  # noqa: A002 - the contract's name
    signature_line: bool = False,
    telephone: bool = False,
    changes: bool = False,
    out: Path | None = None,
    campaign: str | None = None,
    data: Path | None = None,
) -> None:
    """Print a form, or write it to a file.

    Parameters
    ----------
    form
        annex-3 (departments) or annex-4 (villages and communities).
    occurred_until
        Count what occurred before this moment, with offset: 2025-01-14T18:00:00+08:00.
    recorded_until
        As recorded before this moment, with offset, whatever was recorded or corrected since.
    positions
        As recorded at these positions: registry:120,hazards:940; instead of --recorded-until.
    policy
        A version of the counting policy; without it the campaign's own.
    submission
        By the number of a submission, instead of all of these: 3-d-chanye-1.
    format
        table, json, xlsx, docx or pdf.
    signature_line
        A document with a line to sign by hand.
    telephone
        A document with 联系电话, of the own form: takes PAICHA_URL and the PAICHA_TOKEN of a person.
    changes
        With 较上期, the change since each filer's last standing report of an earlier period, and with 整改率.
    out
        File to write; a document needs one, unless the output goes to another program.
    campaign
        Where there are several.
    data
        Folder of the deployment, unless PAICHA_URL and PAICHA_TOKEN name another.
    """
    printed = {"signature_line": signature_line, "telephone": telephone}
    _refuse_what_does_not_fit(format, out, printed)
    service = gateway(data, _ROLE)
    path = f"/reporting/campaigns/{campaign or only_campaign(service)}/{form}"
    times = {"occurred_until": occurred_until, "recorded_until": recorded_until, "positions": positions}
    wanted = {name: "true" for name, said in (printed | {"changes": changes}).items() if said}
    suffix = f".{format}" if format in _DOCUMENTS else ""
    answer = service.get(path + suffix, **times, policy=policy, submission=submission, **wanted)
    if format == "table":
        print_form(answer.json(), out)
    else:
        _write(answer.content, out)


def _refuse_what_does_not_fit(written_as: str, out: Path | None, printed: Mapping[str, bool]) -> None:
    """`printed`: what only documents have."""
    if written_as in _DOCUMENTS:
        refuse_on_terminal(written_as, out)
    elif any(printed.values()):
        raise Refusal(
            "--signature-line 和 --telephone 只用于 xlsx、docx、pdf。",
            "--signature-line and --telephone are for xlsx, docx and pdf.",
            usage=True,
        )


def _write(content: bytes, out: Path | None) -> None:
    if out is None and sys.stdout.isatty():
        print(safe_json(content.decode()))
        return
    write_document(content, out)
