"""Reading which report a picture is of out of an address: of which form is said behind the `?`."""

from typing import Annotated, Literal

from fastapi import Depends, Query

from services.reporting.pages.annexes import own_annex
from services.reporting.reading.asking import AsDeclared
from services.reporting.reading.question import Question, question
from shared.http.parameters import Name
from shared.identity.dependencies import BeyondFigures

Annex = Annotated[Literal["annex-3", "annex-4"] | None, Query()]


def asked_picture(
    account: BeyondFigures,
    _: Annotated[None, AsDeclared],
    campaign: Name,
    annex: Annex = None,
    occurred_until: Name | None = None,
    recorded_until: Name | None = None,
    positions: Name | None = None,
    policy: Name | None = None,
) -> Question:
    given = {
        "occurred_until": occurred_until,
        "recorded_until": recorded_until,
        "positions": positions,
        "policy": policy,
    }
    return question(account, campaign, annex or own_annex(account), given)


AskedPicture = Annotated[Question, Depends(asked_picture)]
