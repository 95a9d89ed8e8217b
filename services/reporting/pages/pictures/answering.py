"""A picture for an answer: from figures with an entity tag, from what was signed without."""

from collections.abc import Callable
from dataclasses import dataclass

from fastapi import Request, Response

from services.reporting.pages.pictures.gathered import PICTURES, gathering
from services.reporting.pages.pictures.kinds import Name
from services.reporting.pages.pictures.picture import Picture
from services.reporting.pages.pictures.timeliness import filed_on_time
from services.reporting.pages.pictures.view import View
from services.reporting.pages.pictures.where import Where
from services.reporting.reading.answering import admitted, answered, nothing_more
from services.reporting.reading.question import Question
from services.reporting.reading.snapshot import Found
from services.reporting.rectification.days import day_of
from services.reporting.submissions.completeness_api import completeness_of
from services.reporting.submissions.report import frame_of
from services.reporting.turns.admission import Share
from shared.clock import Clock
from shared.facts.account import Account
from shared.facts.roles_in_words import not_for
from shared.instant import microseconds
from shared.pages.language import language_of
from shared.problems import Rejected


@dataclass(frozen=True, slots=True)
class Wanted:
    name: Name
    asked: Question
    filer: str | None = None
    overdue: bool = False


Render = Callable[[Picture, View, Where | None], Response]
"""With the address at which it stays as it is; None where there is none."""


async def pictured(
    request: Request, account: Account, wanted: Wanted, shape: str, render: Render
) -> Response:
    """`shape` tells this answer from others about the same picture."""
    refuse_unless_shown(account, wanted)
    if wanted.name == "timeliness":
        return await _of_signed(request, account, wanted, render)
    view = view_of(request, wanted.asked)

    async def rendered(found: Found, _: None, __: str) -> Response:
        each = gathering(request, wanted.asked, found, view, wanted.filer, overdue=wanted.overdue)
        picture = await PICTURES[wanted.name](each)
        return render(picture, view, view.where.fixed(found.form, view.now))

    about = f"{wanted.name} {wanted.filer} {wanted.overdue}"
    tag = f"picture {about} {shape} {view.language} {account.name} {day_of(view.now)}"
    return await answered(request, wanted.asked, tag, nothing_more, rendered)


async def _of_signed(request: Request, account: Account, wanted: Wanted, render: Render) -> Response:
    view = view_of(request, wanted.asked)

    async def answer(share: Share) -> Response:
        frame = await frame_of(request, share, account, wanted.asked.campaign, {})
        document = await completeness_of(request, frame, account)
        response = render(filed_on_time(document, wanted.asked.annex, view), view, None)
        response.headers["Cache-Control"] = "private, no-store"
        return response

    return await admitted(request, wanted.asked.asker, answer)


def view_of(request: Request, asked: Question) -> View:
    clock: Clock = request.app.state.clock
    return View(Where.of(asked), language_of(request), microseconds(clock.now()))


def refuse_unless_shown(account: Account, wanted: Wanted) -> None:
    """A ranking is for who answers for all filers; a filer's hazards for itself and who sees all."""
    if wanted.name == "ranking" and not sees_ranking(account):
        raise Rejected("not_allowed", detail=not_for(account.role))
    if wanted.filer is not None:
        wanted.asked.refuse_unless_shown({wanted.filer})


def sees_ranking(account: Account) -> bool:
    return account.role in ("safety_office", "leader")
