"""Whether a form was sent by a page of ours, where it is of no use without the password in it."""

from starlette.requests import Request

from shared.identity.session import refuse_foreign


def refuse_other_origins(request: Request) -> None:
    """Programs say nothing of it, and browsers always do. Rejected `foreign_origin`."""
    if "origin" in request.headers:
        refuse_foreign(request.headers)
