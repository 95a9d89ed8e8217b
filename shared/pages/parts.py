"""Parts of pages, which htmx asks for and puts into their place."""

from starlette.requests import HTTPConnection


def is_part(request: HTTPConnection) -> bool:
    return "hx-request" in request.headers
