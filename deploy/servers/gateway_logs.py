"""What the gateway logs: no headers and no query, which hold keys and tokens; of an address its beginning.

Its warnings of answers that nobody took any more are left out: that somebody has hung up is no error.
"""

from shared.json_types import JsonObject

_PROXY = "http.handlers.reverse_proxy"
_ENCODER: JsonObject = {
    "format": "filter",
    "wrap": {"format": "json"},
    "fields": {
        "request>headers": {"filter": "delete"},
        "request>uri": {
            "filter": "regexp",
            "regexp": r"^(/notifications/acknowledge/|/notifications/reports/aliyun/|[^?]{0,200}).*$",
            "value": "$1",
        },
    },
}
LOGGING: JsonObject = {
    "logs": {
        "default": {"level": "WARN", "encoder": _ENCODER, "exclude": [_PROXY]},
        "proxy": {"level": "ERROR", "encoder": _ENCODER, "include": [_PROXY]},
    }
}
