"""The page that asks for name and password, for a client that waits or for a token to be shown."""

from collections.abc import Sequence
from typing import NamedTuple

from fastapi.responses import HTMLResponse

from deploy.embedded.issuer.asked import Asked
from deploy.embedded.issuer.equipment import Equipment
from deploy.embedded.issuer.page import Pages
from deploy.embedded.issuer.seat_groups import seat_groups
from deploy.embedded.issuer.sign_in import NotNow
from deploy.embedded.issuer.trying import Limited


class Mistake(NamedTuple):
    field: str
    """Where it is to be corrected."""
    text: str


def sign_in_page(
    equipment: Equipment,
    pages: Pages,
    asked: Asked | None,
    username: str = "",
    mistakes: Sequence[Mistake] = (),
    told: str = "",
    status: int = 200,
    retry_after: int = 0,
) -> HTMLResponse:
    said = {} if asked is None else dict(asked.said)
    hint = "" if asked is None else asked.login_hint
    again = asked is not None and asked.again and bool(hint)
    # Whoever has to show that it is still the same person has no use for another seat.
    shown = [seat for seat in equipment.shown if not again or seat.login == hint]
    return pages.page(
        "sign_in.html",
        status,
        retry_after,
        action="/issuer/" if asked is None else "/issuer/authorize",
        sent_again={**said, "ui_locales": pages.language},
        for_programs=asked is None,
        again=again,
        username=username or hint,
        groups=list(seat_groups(shown, pages.language)),
        mistakes=mistakes,
        told=told,
        language_address=pages.other_language(said),
    )


def not_signed_in_page(
    equipment: Equipment, pages: Pages, asked: Asked | None, username: str, why: Limited | NotNow | None
) -> HTMLResponse:
    """`why`: None for a wrong name or password, of which one is not told."""
    match why:
        case None:
            field, status = "password", 401
            text = pages.said(
                "账号或密码不正确，请核对后重试。", "Account or password are wrong: check them and try again."
            )
        case Limited():
            field, status = "username", 429
            text = pages.said(
                f"尝试次数过多，请在 {why.seconds} 秒后重试。",
                f"Too many attempts: try again in {why.seconds} s.",
            )
        case NotNow():
            field, status = "username", 403
            text = pages.said(why.zh, why.en)
    wait = why.seconds if isinstance(why, Limited) else 0
    return sign_in_page(
        equipment, pages, asked, username, [Mistake(field, text)], status=status, retry_after=wait
    )
