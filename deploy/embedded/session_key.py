"""The key of sessions in the browser: its private half is the registry's alone, the public one is not."""

import json

from joserfc.jwk import ECKey

from deploy.embedded.folder import DataFolder
from deploy.servers.private import write_private


def ensure_session_key(folder: DataFolder) -> None:
    """Made at the first start. Where it is moved away a new one is made, and everybody signs in again."""
    private = folder.session_key
    if not private.exists():
        key = ECKey.generate_key("P-256")
        private.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_private(
            private, json.dumps(key.as_dict(private=True, use="sig", alg="ES256", kid=key.thumbprint()))
        )
    made = ECKey.import_key(json.loads(private.read_text("utf-8")))
    write_private(folder.session_jwks, json.dumps({"keys": [made.as_dict(private=False)]}))
