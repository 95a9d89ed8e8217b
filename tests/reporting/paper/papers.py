"""Reports on paper for the tests, and keys that sign them."""

from base64 import urlsafe_b64encode
from typing import Any

import orjson
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.reporting.paper.codes import codes
from services.reporting.paper.keys import PaperKey, read_keys
from services.reporting.paper.report import PaperReport
from services.reporting.paper.shown import rows_of
from tests.reporting.forms.documents import VILLAGES, document

URL = "https://paicha.dasheng.example"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER_KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))
KEY_ID = "2024-11"
DEPARTMENTS = [
    "产业服务中心", "平安法治办", "基层指挥中心", "经济发展办公室规划建设岗", "村镇建设中心",
    "经济发展办公室经济发展岗", "民生服务办公室", "新时代文明实践服务中心",
]  # fmt: skip


def key(private: Ed25519PrivateKey = KEY, **more: Any) -> dict[str, Any]:
    public = urlsafe_b64encode(private.public_key().public_bytes_raw()).rstrip(b"=").decode()
    return {
        "id": KEY_ID, "algorithm": "Ed25519", "public_key": public, "purposes": ["submission", "paper"],
        "valid_from": "2024-11-01T00:00:00.000000Z", "valid_until": None,
    } | more  # fmt: skip


def keys_file(*keys: dict[str, Any]) -> bytes:
    return orjson.dumps({"keys": list(keys or (key(),))})


def keys(*given: dict[str, Any]) -> dict[str, PaperKey]:
    return dict(read_keys(keys_file(*given)))


def answer(annex: str, *, whole: bool = True) -> dict[str, Any]:
    """The town's sheet, one village of which reported nothing; or one filer's own form."""
    if not whole:
        name = {"annex-3": "经济发展办公室规划建设岗", "annex-4": "明月村"}[annex]
        return document(annex, [name], whole=False)
    made = document(annex, {"annex-3": DEPARTMENTS, "annex-4": VILLAGES}[annex])
    made["rows"][1]["cells"] = None
    return made


def report(of: dict[str, Any], **more: Any) -> PaperReport:
    given: dict[str, Any] = {
        "number": "2024-3-07", "township": "500112143", "campaign": of["campaign"], "annex": of["annex"],
        "filer": "" if "totals" in of else of["rows"][0]["filer"]["id"], "name": "第3期（截至12月30日）",
        "occurred_until": of["occurred_until"], "signed_at": "2024-12-30T09:52:03.000000Z",
        "positions": of["positions"], "policy": of["policy"], "rows": rows_of(of), "digest": of["digest"],
    }  # fmt: skip
    return PaperReport(**given | more)


def coded(of: dict[str, Any], private: Ed25519PrivateKey = KEY, url: str = URL, **more: Any) -> list[str]:
    return list(codes(report(of, **more), url, KEY_ID, private.sign))
