"""What the gateway answers itself, in the form in which every service refuses: problem details."""

import orjson

from shared.http.observed import PROTECTIVE
from shared.http.problem_answers import MEDIA_TYPE
from shared.problems import Rejected

NO_SUCH_SERVICE = Rejected("not_found", what="这个地址 this address")
MALFORMED = Rejected("malformed_request")
TOO_SLOW = Rejected("request_too_slow")
SERVICE_AWAY = Rejected("not_ready", detail="服务未应答 the service does not answer")

OF_THE_CLIENT = {"chunk|header line too long": MALFORMED, "(^|: )read tcp .* i/o timeout$": TOO_SLOW}
"""What Caddy says went wrong where it is not the service: patterns of its messages."""
HEADERS = {"Content-Type": MEDIA_TYPE, **PROTECTIVE}


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
