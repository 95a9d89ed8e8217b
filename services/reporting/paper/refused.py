"""Why a paper is not taken for what it says: a stable code, a sentence in each language."""

from typing import Literal

Code = Literal[
    "no_code",
    "not_a_payload",
    "unknown_version",
    "damaged",
    "impossible_content",
    "wrong_signature",
    "unknown_key",
    "key_for_another_purpose",
    "key_not_valid_then",
    "key_revoked",
    "parts_missing",
    "parts_disagree",
    "no_original",
    "does_not_fit",
]

_SENTENCES: dict[Code, tuple[str, str]] = {
    "no_code": (
        "没有找到报表的二维码，请对准页脚再拍一张。",
        "No QR code of a report was found; take another picture of the footer.",
    ),
    "not_a_payload": (
        "这不是报表二维码的内容，请扫描报表页脚的二维码。",
        "This is not what a report's QR code says; scan the one in the report's footer.",
    ),
    "unknown_version": (
        "二维码版本“{detail}”本程序不认识，请更新后再核验。",
        "This program does not know version “{detail}” of the QR code; update it.",
    ),
    "damaged": (
        "二维码内容不完整或被改动，请重新扫描。",
        "What the QR code says is incomplete or was changed; scan it again.",
    ),
    "impossible_content": (
        "二维码内容不成立：{detail}。请与镇安委办核实。",
        "What the QR code says can't be: {detail}. Ask the safety office.",
    ),
    "wrong_signature": (
        "内容与签名不符，校验不符，请与镇安委办核实。",
        "The content does not fit its signature; ask the safety office.",
    ),
    "unknown_key": (
        "公钥文件中没有密钥“{detail}”，请取得最新的公钥文件。",
        "The file of keys has no key “{detail}”; get the newest one.",
    ),
    "key_for_another_purpose": (
        "密钥“{detail}”不用于纸质报表，请与镇安委办核实。",
        "Key “{detail}” is not for printed reports; ask the safety office.",
    ),
    "key_not_valid_then": (
        "签报时密钥“{detail}”不在有效期内，请与镇安委办核实。",
        "Key “{detail}” was not valid when this was signed; ask the safety office.",
    ),
    "key_revoked": (
        "密钥“{detail}”已被吊销，仅凭纸面无法确认，请与镇安委办核实。",
        "Key “{detail}” was revoked: paper alone proves nothing any more; ask the safety office.",
    ),
    "parts_missing": (
        "缺少第 {detail} 个二维码，请一并扫描。",
        "QR code {detail} is missing; scan all of them together.",
    ),
    "parts_disagree": (
        "这些二维码不属于同一份报表：{detail}不同。请一次只核验一份。",
        "These QR codes are not of one report: {detail} differs. Check one report at a time.",
    ),
    "no_original": (
        "系统中没有与之一致的报送原件，请与镇安委办核实。",
        "The system has no report that was signed with this content; ask the safety office.",
    ),
    "does_not_fit": (
        "“{detail}”一行写不进一个二维码，请缩短 PAICHA_PUBLIC_URL 或填报单位名称。",
        "The row “{detail}” does not fit one QR code; shorten PAICHA_PUBLIC_URL or the filer's name.",
    ),
}


class PaperRefused(Exception):
    def __init__(self, code: Code, detail: str = "") -> None:
        super().__init__(code, detail)
        self.code, self.detail = code, detail

    @property
    def zh(self) -> str:
        return _SENTENCES[self.code][0].format(detail=self.detail)

    @property
    def en(self) -> str:
        return _SENTENCES[self.code][1].format(detail=self.detail)

    def __str__(self) -> str:
        return f"{self.code}: {self.en}"
