"""Whether a form was sent by a page of ours: browsers say whose page it was, and nobody can make them lie."""

from urllib.parse import urlsplit

from starlette.requests import Request

from shared.problems import Rejected

_FOREIGN = "请在本系统的页面上操作 send it from a page of this system"


def check_own_origin(request: Request, public_url: str) -> None:
    """A proxy may have changed the host; the address that people use is ours too. Rejected otherwise."""
    origin = request.headers.get("origin", "")
    host = urlsplit(origin).netloc
    if origin == public_url or (host and host == request.headers.get("host", "").lower()):
        return
    raise Rejected("not_allowed", detail=_FOREIGN)


def check_no_other_origin(request: Request, public_url: str) -> None:
    """Where a form is of no use without the password in it, a browser that says nothing is believed."""
    if "origin" in request.headers:
        check_own_origin(request, public_url)
