"""Given a text, then as many messages as an operator charges."""

import pytest

from services.notifications.texts.length import Length, length_of


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("", Length(0, 1)),
        ("字" * 70, Length(70, 1)),
        ("a" * 70, Length(70, 1)),
        ("字" * 71, Length(71, 2)),
        ("字" * 134, Length(134, 2)),
        ("字" * 135, Length(135, 3)),
        ("😀" * 35, Length(70, 1)),
        ("字" * 69 + "😀", Length(71, 2)),
    ],
)
def test_length(text: str, counted: Length) -> None:
    assert length_of(text) == counted
