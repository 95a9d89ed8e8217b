"""The words about a signature."""

from services.reporting.forms.documents.signed import Signed
from services.reporting.forms.documents.wording import spoken


def signed_lines(signed: Signed) -> tuple[str, ...]:
    """Number and report first: they are what one looks for."""
    marks = "".join(f"　【{mark}】" for mark in signed.marks)
    office = f"（{signed.office}）" if signed.office else ""
    return (
        f"回执号 {signed.number}　{signed.filer}　{signed.report}{marks}",
        f"签报人 {signed.signer}{office}　签报时间 {spoken(signed.signed_at)}",
    )


def remark(text: str) -> str:
    return f"填报说明：{text}"
