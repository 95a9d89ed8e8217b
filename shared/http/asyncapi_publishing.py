"""How another system signs in at the bus and publishes there, as the AsyncAPI document tells it."""

from shared.bus.connect import inbox_prefix
from shared.json_types import JsonObject

_INBOX = inbox_prefix("{publisher}")

SERVERS: JsonObject = {
    "bus": {
        "host": "{host}",
        "protocol": "nats",
        "variables": {"host": {"description": "As the operator names it; printed when paicha starts."}},
        "description": (
            "NATS with JetStream. A publisher signs in as the NATS user of its own name and sets the inbox "
            f"prefix of its client to `{_INBOX}`: the usual `_INBOX.` is refused, so that nobody hears "
            "answers to others. docs/publishing.md has examples."
        ),
        "security": [{"$ref": "#/components/securitySchemes/publisher"}],
    }
}
SECURITY: JsonObject = {
    "publisher": {
        "type": "userPassword",
        "description": "The publisher's name, and the password in secrets/publishers/ of the data folder.",
    }
}

ABOUT_INTAKE = (
    "One CloudEvent a message, at most 256 KiB, published to JetStream; several at once as an atomic batch. "
    "Subject, type and publisher must agree. Safe once its final receipt has come; until then send it again "
    "under the same source and id. Unknown fields are refused; an optional text that is empty is absent. "
    "Beyond the schemas: names hold only characters that are seen, free text no control characters but line "
    "ends and tabs, and neither holds a mobile or identity number (`personal_data`)."
)
ABOUT_RECEIPTS = (
    "What became of each fact, at least once. `waiting` is not final: something it names is not known yet."
)
