"""What a service said when it refused its log, for the person who started the deployment."""

import json

from deploy.embedded.refusal import Refusal


def log_refused(log_tail: str) -> Refusal | None:
    """The latest one among the last lines of its log."""
    for line in reversed(log_tail.splitlines()):
        try:
            said = json.loads(line)
        except ValueError:
            continue
        if isinstance(said, dict) and said.get("event") == "log_refused":
            return Refusal(said["zh"], f"{said['en']} ({said['code']})")
    return None
