"""The generic gateway of text messages, as a provider has it: outside of the public gateway's path."""

import time
from hmac import compare_digest
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from deploy.embedded.inbox.kept import Messages
from deploy.embedded.inbox.received import Content
from deploy.embedded.inbox.signed import SIGNATURE, SIGNED_AT, is_recent, signature
from shared.problems import Rejected


async def _signed(request: Request) -> None:
    secret: str = request.app.state.sms_secret
    signed_at, given = (request.headers.get(name, "") for name in (SIGNED_AT, SIGNATURE))
    content = await request.body() or request.scope["raw_path"]
    expected = signature(secret, signed_at, content)
    if not (is_recent(signed_at, time.time()) and compare_digest(expected.encode(), given.encode())):
        raise Rejected("unauthenticated", reason="the signature")


sms = APIRouter(dependencies=[Depends(_signed)])


class TextMessage(BaseModel):
    id: Annotated[str, Field(min_length=1, max_length=200)]
    attempt: Annotated[int, Field(ge=1, le=1000)]
    to: Annotated[str, Field(pattern=r"^\+?[0-9]{5,20}$")]
    template: Annotated[str | None, Field(max_length=100)] = None
    variables: Annotated[dict[str, str], Field(max_length=20)]
    text: Annotated[str, Field(min_length=1, max_length=1000)]
    sign_name: Annotated[str, Field(max_length=40)]


@sms.post("/messages")
async def send(request: Request, message: TextMessage) -> dict[str, Any]:
    """Once for each attempt: the same one again is answered as the first time."""
    kept: Messages = request.app.state.messages
    if kept.text_of(message.id, message.attempt) is None:
        request.app.state.take(
            Content(
                kind="sms",
                id=message.id,
                attempt=message.attempt,
                to=(message.to,),
                title=message.sign_name,
                text=message.text,
                template=message.template,
                variables=message.variables,
            )
        )
    return {"accepted": True, "reference": message.id}


@sms.get("/messages/{id_}")
async def state(request: Request, id_: str) -> JSONResponse:
    """Telephones in an inbox are never switched off."""
    kept: Messages = request.app.state.messages
    if kept.text_of(id_) is None:
        return JSONResponse({"found": False}, 404)
    return JSONResponse({"found": True, "delivered": True, "reference": id_})
