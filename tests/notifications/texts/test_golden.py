"""Every text as people get it, held by a file: whoever changes a word sees all that it changes.

`PAICHA_WRITE_GOLDEN=1` writes them anew; then look at the difference, and at `test_looks.py`'s pictures.
"""

import os
from pathlib import Path

import pytest

from services.notifications.texts.composed import Said
from services.notifications.texts.preview import Preview, preview
from tests.notifications.texts.examples import DUE, SIGN, TEXTS, another, example, reader, report

GOLDEN = Path(__file__).with_name("golden")
SEVERAL_KINDS = [
    *(example(rule) for rule in ("report_overdue", "hazard_date_near", "claim_unanswered")),
    another("hazard_date_near"),
]
BEFORE_HOLIDAY = report(
    period="5", period_name="第5期", deadline="2025-01-30T10:00:00.000000Z", before_holiday=True
)
CASES: dict[str, list[Said]] = {
    **{rule: [example(rule)] for rule in TEXTS.rules},
    **{f"{rule}.several": [example(rule), another(rule)] for rule in TEXTS.rules},
    "several_kinds": SEVERAL_KINDS,
    "before_holiday": [Said("report_due_day_before", BEFORE_HOLIDAY, DUE, "reporter")],
    "report_overdue.of_another": [Said("report_overdue", report(), DUE, "safety_office")],
}


def written(seen: Preview) -> str:
    variables = "".join(f"  {name} = {value}\n" for name, value in seen.sms.variables.items())
    return (
        f"短信 {seen.sms.template} （{seen.length.characters}字，{seen.length.messages}条）\n"
        f"{seen.sms.text}\n"
        f"{variables}\n邮件 {seen.email.title}\n\n{seen.email.text}"
    )


@pytest.mark.parametrize("case", CASES)
def test_golden(case: str) -> None:
    seen = preview(CASES[case], reader("email"), TEXTS, SIGN)
    for suffix, said in ((".txt", written(seen)), (".html", seen.email.html or "")):
        path = GOLDEN / f"{case}{suffix}"
        if os.environ.get("PAICHA_WRITE_GOLDEN"):
            path.write_text(said, encoding="utf-8")
        assert path.read_text(encoding="utf-8") == said


def test_no_file_is_left_of_what_is_said_no_more() -> None:
    assert {path.stem for path in GOLDEN.iterdir()} == CASES.keys()
