"""汇总表: the form of the notice, live, as large a part of it as the account may see."""

from http import HTTPStatus
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from services.reporting.counting.columns import DEPARTMENTS_FORM, FILER_KINDS
from services.reporting.counting.filing import annex_filed_by
from services.reporting.forms.documents.document import document
from services.reporting.forms.documents.header import DEPTH, HeaderCell, header_cells
from services.reporting.forms.documents.wording import FILER
from services.reporting.pages.campaigns import current_campaign
from services.reporting.reading.answering import answered, nothing_more
from services.reporting.reading.asking import AskedQuestion
from services.reporting.reading.recount_queue import Recounting
from services.reporting.reading.snapshot import Found
from shared.facts.account import Account
from shared.identity.dependencies import CurrentAccount
from shared.pages.drawing import Drawing
from shared.pages.language import language_of

router = APIRouter(include_in_schema=False)


@router.get("/pages/")
@router.get("/pages/forms")
async def forms(request: Request, account: CurrentAccount) -> Response:
    """The current campaign's form: the account's own, or 附件3 for who sees all."""
    campaign = await current_campaign(request, account)
    address = f"/reporting/pages/campaigns/{quote(campaign)}/{_own_annex(account)}"
    return RedirectResponse(address, HTTPStatus.SEE_OTHER)


@router.get("/pages/campaigns/{campaign}/{annex}")
async def form_page(request: Request, asked: AskedQuestion) -> Response:
    drawing: Drawing = request.app.state.drawing
    recounting: Recounting = request.app.state.recounting

    async def drawn(found: Found, _: None, __: str) -> Response:
        figures = found.kept
        if figures is None:
            figures = await recounting.figures(asked, found.form)
        shown = document(found.form, figures, found.organisations, asked.shown)
        header = _rows(list(header_cells([{"label": FILER, "path": []}, *shown["columns"]])))  # type: ignore[misc]  # as written there
        return drawing.page(
            request, "form.html", here="forms", form=shown, header=header, annexes=_annexes(asked.only)
        )

    return await answered(request, asked, f"page {language_of(request)}", nothing_more, drawn)


def _own_annex(account: Account) -> str:
    """A village's reporter files 附件4."""
    kinds = {"reporter": "village", "officer": "department"}
    return annex_filed_by(kinds.get(account.role)) or DEPARTMENTS_FORM


def _annexes(only: frozenset[str] | None) -> tuple[str, ...]:
    """To choose from: who sees own rows alone has one."""
    return tuple(FILER_KINDS) if only is None else ()


def _rows(cells: list[HeaderCell]) -> list[list[HeaderCell]]:
    return [[cell for cell in cells if cell.first_row == row] for row in range(DEPTH)]
