"""Which pages of the console a service has."""

from fastapi import APIRouter

from shared.operations.pages.acts_page import router as acts
from shared.operations.pages.event_content_page import router as event_content
from shared.operations.pages.events_page import router as events
from shared.operations.pages.letter_acts import router as letter_acts
from shared.operations.pages.letters_page import router as letters
from shared.operations.pages.log_acts import router as log_acts
from shared.operations.pages.standing_page import router as standing
from shared.operations.pages.verification_page import router as verification
from shared.operations.pages.waiting_acts import router as waiting_acts
from shared.operations.pages.waiting_page import router as waiting

OF_EVERY_SERVICE: tuple[APIRouter, ...] = (standing,)
"""Expects `app.state.standing`."""
OF_A_LOG: tuple[APIRouter, ...] = (
    *OF_EVERY_SERVICE, acts, events, event_content, verification, log_acts,
)  # fmt: skip
"""Expects `app.state.acts` too, and what the wiring of a log puts there."""
OF_AN_INTAKE: tuple[APIRouter, ...] = (*OF_A_LOG, letters, letter_acts, waiting, waiting_acts)
"""Likewise of intake."""
