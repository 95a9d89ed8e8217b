"""Which lines of a file can be sent, and what is said of the others."""

import pytest

from deploy.publishing.line import BadLine, Key, Line, read_lines

GOOD = b'{"id": "1", "source": "/s", "type": "unit.graded", "data": {}}'


def test_good_lines_keep_their_bytes_and_numbers_count_empty_lines() -> None:
    assert list(read_lines([GOOD + b"\n", b"\n", GOOD])) == [
        Line(1, Key("/s", "1"), "unit.graded", GOOD),
        Line(3, Key("/s", "1"), "unit.graded", GOOD),
    ]


@pytest.mark.parametrize(
    "raw",
    [
        b"not json",
        b'{"id": "\xff"}',
        b"[]",
        b'{"source": "/s", "type": "t"}',
        b'{"id": "", "source": "/s", "type": "t"}',
        b'{"id": 1, "source": "/s", "type": "t"}',
        b'{"id": "1", "source": "/s", "type": "unit.*"}',
        b'{"id": "1", "source": "/s", "type": "unit..x"}',
        b'{"id": "1", "source": "/s", "type": "a b"}',
        GOOD[:-1] + b', "x": "' + b"x" * 262_144 + b'"}',
    ],
)
def test_what_no_receipt_could_name_is_reported_with_its_line(raw: bytes) -> None:
    good, bad = read_lines([GOOD, raw])
    assert isinstance(good, Line)
    assert isinstance(bad, BadLine)
    assert bad.number == 2
