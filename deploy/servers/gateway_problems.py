"""What the gateway answers itself, in the form in which every service refuses: problem details."""

import orjson

from shared.problems import Rejected

NO_SUCH_SERVICE = Rejected("not_found", what="这个地址 this address")
SERVICE_AWAY = Rejected("not_ready", detail="服务未应答 the service does not answer")


def body(refusal: Rejected) -> str:
    """RFC 9457, one line."""
    return orjson.dumps(
        {
            "type": f"urn:paicha:problem:{refusal.code}",
            "status": refusal.status,
            "detail": refusal.message,
            "code": refusal.code,
            "zh": refusal.zh,
            "en": refusal.en,
        }
    ).decode()
