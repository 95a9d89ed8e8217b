"""One decimal, from whole numbers."""

import pytest

from services.reporting.forms.documents.decimals import in_percent, one_decimal, percentage, rate


@pytest.mark.parametrize(
    ("numerator", "denominator", "written"),
    [
        (0, 3, "0.0"),
        (1, 3, "0.3"),
        (2, 3, "0.7"),
        (1, 20, "0.1"),
        (3, 20, "0.2"),
        (7, 2, "3.5"),
        (20, 2, "10.0"),
    ],
)
def test_one_decimal(numerator: int, denominator: int, written: str) -> None:
    assert one_decimal(numerator, denominator) == written


@pytest.mark.parametrize(
    ("numerator", "denominator", "written"),
    [
        (0, 0, None),
        (0, 7, "0.0"),
        (2, 3, "66.7"),
        (7, 7, "100.0"),
        (2999, 3000, "99.9"),
        (9994, 10_000, "99.9"),
        (1, 2000, "0.1"),
    ],
)
def test_a_hundred_is_only_all_of_it(numerator: int, denominator: int, written: str | None) -> None:
    assert percentage(numerator, denominator) == written


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [(16, 18, "88.9"), (17, 18, "94.4"), (18, 18, "100.0"), (1999, 2000, "99.9"), (0, 0, "—"), (0, 3, "0.0")],
)
def test_a_rate_is_rounded_and_never_up_to_everything(part: int, whole: int, shown: str) -> None:
    assert rate(part, whole) == shown
    assert in_percent(rate(part, whole)) == (shown if whole == 0 else f"{shown}%")
