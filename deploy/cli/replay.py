"""`paicha audit replay`: a form from nothing but an archive."""

import json
from pathlib import Path
from typing import Annotated, Any, Literal

from cyclopts import Parameter

from deploy.cli.archive_named import opened
from deploy.cli.documents import refuse_on_terminal, write_document
from deploy.cli.form_table import print_form
from deploy.cli.terminal import say_json
from services.reporting.forms.documents.sheet import sheet
from services.reporting.forms.formats import FORMATS
from services.reporting.replaying.form import Asked, replayed_form
from shared.service.garbage import uncollected

_WRITERS = {each.suffix: each.write for each in FORMATS}


def replay(
    form: Annotated[Literal["annex-3", "annex-4"], Parameter(name="form")],
    /,
    *,
    archive: Annotated[Path, Parameter(name="from")],
    campaign: str | None = None,
    township: str | None = None,
    occurred_until: str | None = None,
    recorded_until: str | None = None,
    positions: str | None = None,
    policy: str | None = None,
    filer: str | None = None,
    format: Literal["table", "json", "xlsx", "docx", "pdf"] = "table",  # noqa: A002 - as in `paicha report`
    out: Path | None = None,
) -> None:
    """A form from nothing but an archive of the logs, with the digest that a running service gives it.

    Parameters
    ----------
    form
        annex-3 (departments) or annex-4 (villages and communities).
    archive
        Where the archive lies, or a folder of logs as `paicha audit derive --save` writes it.
    campaign
        Where there are several; likewise `--township`.
    occurred_until
        Count what occurred before this moment, with offset: 2025-01-14T18:00:00+08:00.
    recorded_until
        As recorded before this moment, with offset, whatever was recorded or corrected since.
    positions
        As recorded at these positions: registry:120,hazards:940; instead of --recorded-until.
    policy
        A version of the counting policy; without it the campaign's own.
    filer
        Only its row, without totals: with the digest that the filer itself is answered.
    format
        table, json, xlsx, docx or pdf.
    out
        File to write; a document needs one, unless the output goes to another program.
    """
    if format in _WRITERS:
        refuse_on_terminal(format, out)
    times = {"occurred_until": occurred_until, "recorded_until": recorded_until, "positions": positions}
    asked = Asked(form, campaign, township, filer, {**times, "policy": policy})
    with uncollected():
        answer = replayed_form(opened(archive), asked)
    _write(dict(answer), format, out)


def _write(answer: dict[str, Any], written_as: str, out: Path | None) -> None:
    if written_as == "table":
        print_form(answer, out)
    elif written_as in _WRITERS:
        write_document(_WRITERS[written_as](sheet(answer)), out)
    elif out is None:
        say_json(answer)
    else:
        write_document(json.dumps(answer, ensure_ascii=False).encode(), out)
