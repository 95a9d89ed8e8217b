"""A reason is refused by the name of its field, as people see it."""

import pytest

from shared.operations.reasons import read_reason
from shared.problems import Rejected


@pytest.mark.parametrize(
    ("said", "code", "told"),
    [
        ("长" * 201, "invalid_data", "字段“原因 reason”有误：过长，最多 200 个字符"),
        ("回拨\u202e一下", "invalid_data", "字段“原因 reason”有误：含有控制字符"),
        ("电话" + "138" + "00138000", "personal_data", "字段“原因 reason”含有手机号"),
        (" ", "reason_needed", "原因"),
    ],
)
def test_a_reason_that_is_refused_is_called_a_reason(said: str, code: str, told: str) -> None:
    with pytest.raises(Rejected) as refused:
        read_reason(said)
    assert refused.value.code == code
    assert told in refused.value.zh
    assert "data" not in refused.value.message
