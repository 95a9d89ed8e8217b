"""Statements of deadlines over HTTP, and the public keys that they are checked with."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from services.notifications.statements.signed import Deadline, Statement, keys_used
from services.notifications.statements.spreadsheet import spreadsheet
from services.notifications.statements.stating import statement
from shared.facts.account import Account
from shared.http.parameters import Name
from shared.http.saved_as import saved_as
from shared.identity.dependencies import require_role
from shared.identity.watched_file import WatchedFile
from shared.problems import Rejected
from shared.read_model.answering import only_whole
from shared.settings import Settings
from shared.signing import ALGORITHM, SigningKey, read_keys

OPEN_PATHS = ("/keys",)
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Reader = Annotated[Account, Depends(require_role("safety_office", "auditor", "operator"))]
statements_api = APIRouter(tags=["statements"])


class Keys:
    """What this service signs with. `file` is None where the deployment has none."""

    def __init__(self, settings: Settings) -> None:
        path = settings.signing_keys_file
        self._file = None if path is None else WatchedFile(path, read_keys)

    @property
    def all(self) -> list[SigningKey]:
        return [] if self._file is None else self._file.content()

    @property
    def newest(self) -> SigningKey:
        if not self.all:
            raise Rejected("not_ready", detail="没有签名密钥 there is no signing key")
        return self.all[-1]


@statements_api.get(
    "/reminders/statements/{campaign}/{period}.xlsx",
    response_class=Response,
    responses={200: {"content": {_SHEET: {}}}},
    dependencies=[Depends(only_whole)],
    summary="The same as a spreadsheet; 催报情况说明表格",
)
async def statement_as_spreadsheet(
    request: Request, account: Reader, campaign: Name, period: Name
) -> Response:
    """A line for each reminder; the signature is that of the JSON."""
    made = await _statement(request, account, campaign, period)
    headers = {"Content-Disposition": saved_as(f"催报情况说明-{period}-{made.edition}.xlsx")}
    return Response(spreadsheet(made.read), media_type=_SHEET, headers=headers)


@statements_api.get(
    "/reminders/statements/{campaign}/{period}",
    dependencies=[Depends(only_whole)],
    summary="Who was owed a reminder of a deadline, and got it or why not, signed; 催报情况说明",
)
async def statement_of_deadline(request: Request, account: Reader, campaign: Name, period: Name) -> Response:
    """By filer and stage. Signed anew only when something has changed: else the same bytes again.

    The signature is over the canonical JSON of `{"purpose": "paicha reminder-statement 1", "content": …}`.
    """
    made = await _statement(request, account, campaign, period)
    return Response(made.document, media_type="application/json")


@statements_api.get("/keys", summary="The public keys of statements; 公钥")
async def keys(request: Request) -> dict[str, Any]:
    """Of every key that a statement was signed with, and of those there are now, the newest last."""
    held: Keys = request.app.state.signing_keys
    async with request.app.state.pool.acquire() as connection:
        known = await keys_used(connection)
    for key in held.all:
        known.pop(key.id, None)
        known[key.id] = key.public
    return {
        "keys": [{"id": id_, "algorithm": ALGORITHM, "public_key": public} for id_, public in known.items()]
    }


async def _statement(request: Request, account: Account, campaign: str, period: str) -> Statement:
    state = request.app.state
    held: Keys = state.signing_keys
    of, policy = Deadline(account.township, campaign, period), state.equipment.rulebook.policy
    return await statement(state.pool, of, policy, held.newest, state.clock)
