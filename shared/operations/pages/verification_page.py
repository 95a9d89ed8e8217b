"""核验: whether log and stream agree, whether the log is what was recorded, what was sealed and archived."""

from http import HTTPStatus
from typing import Any, Literal

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from shared.archive.archiver import Archiver
from shared.archive.http import archive_state
from shared.facts.account import Account
from shared.operations.acts import acts_of
from shared.operations.pages.drawn import PREFIX, Overseer, console_page, part, service_of
from shared.operations.pages.sealed import sealed_shown
from shared.pages.sent import Sent
from shared.relay.relay import Relay
from shared.relay.repair import examine
from shared.sealing.wiring import LogTree
from shared.verifying.running import LogVerification

router = APIRouter(prefix=PREFIX, include_in_schema=False)


@router.get("/verification")
async def verification(request: Request, account: Overseer) -> Response:
    shown = {
        "run": _verification(request).latest,
        "comparison": await _comparison(request, account),
        "sealed": await _sealed(request),
        "archive": await _archive(request),
    }
    return console_page(request, account, "verification", "verification.html", **shown)


@router.get("/verification/run")
async def run(request: Request, account: Overseer) -> Response:
    """The latest one, as a part of the page that is asked for again while it is under way."""
    latest = _verification(request).latest
    return part(request, "verification_run.html", run=latest, account=account, service=service_of(request))


@router.post("/verification")
async def begin(request: Request, account: Overseer, sent: Sent) -> Response:
    begins: Literal["first", "sealed"] = "sealed" if sent.get("from") == "sealed" else "first"
    target = f"from={begins}"
    async with acts_of(request).on_record(account, "verification_begun", target, of_all_towns=True):
        _verification(request).start(from_sealed=begins == "sealed")
    return RedirectResponse(f"/{service_of(request)}{PREFIX}/verification", HTTPStatus.SEE_OTHER)


async def _comparison(request: Request, account: Account) -> Any:
    """For operators, as the API has it."""
    if account.role != "operator":
        return None
    relay: Relay = request.app.state.relay
    return await examine(relay)


async def _sealed(request: Request) -> Any:
    tree: LogTree = request.app.state.log_tree
    return None if tree.sealer is None else await sealed_shown(request.app.state.pool, tree.sealer)


async def _archive(request: Request) -> Any:
    archiver: Archiver | None = request.app.state.archiver
    return None if archiver is None else await archive_state(request.app.state.relay, archiver)


def _verification(request: Request) -> LogVerification:
    found: LogVerification = request.app.state.log_verification
    return found
