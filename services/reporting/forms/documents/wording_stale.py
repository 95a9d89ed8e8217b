"""That the figures of a document stand still, in the words that are printed."""

from collections.abc import Iterator, Mapping
from typing import Any

from services.reporting.forms.documents.wording import spoken


def lines_of_stale(document: Mapping[str, Any]) -> Iterator[str]:
    """Of a document made from the latest figures there are."""
    for each in document.get("stale", ()):
        yield (
            f"【数据停滞】日志 {each['log']} 只计入到位置 {each['position']}，"
            f"{spoken(each['since'])} 起的记录未能计入；本表不是最新数据，不得据以报送。"
        )
