"""What a point is called in a sentence: by the period that it is the end of, or by what was signed. Pure."""

from services.reporting.filing.due import dues
from services.reporting.pages.compare.words import period_name
from services.reporting.reading.asked_form import Form
from shared.pages.language import Language

_EARLIER: dict[Language, str] = {"zh": "先前时点", "en": "the first point"}


def point_name(form: Form, language: Language) -> str:
    if form.submission is not None:
        return f"报送件{form.submission}" if language == "zh" else f"report {form.submission}"
    due = next((each for each in dues(form.campaign) if each.cutoff == form.moment), None)
    return (
        _EARLIER[language] if due is None or form.moment >= form.campaign.ends else period_name(due, language)
    )
