"""The answer document of a story."""

from services.reporting.counting.town import Town
from services.reporting.forms.documents.document import document
from services.reporting.reading.asked_form import Form
from shared.instant import write_instant
from shared.json_types import JsonObject
from tests.reporting.story import Story, at


def answer(
    story: Story, annex: str = "annex-3", only: frozenset[str] | None = None, until: str = "03-01"
) -> JsonObject:
    form = Form(annex, story.campaign(), "1", write_instant(at(until)), None, story.positions)
    return document(form, story.figures(until), Town.of(story.rows()).organisations, only)
