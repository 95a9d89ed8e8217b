"""The issuer's signing key, made once in the data folder, and its public half for whoever verifies."""

import json

from joserfc.jwk import ECKey

from deploy.embedded.folder import DataFolder
from deploy.servers.private import write_private


def ensure_keys(folder: DataFolder) -> None:
    private = folder.issuer / "key.json"
    if not private.exists():
        key = ECKey.generate_key("P-256")
        write_private(
            private, json.dumps(key.as_dict(private=True, use="sig", alg="ES256", kid=key.thumbprint()))
        )
    write_private(folder.issuer / "jwks.json", json.dumps(public_keys(folder)))


def signing_key(folder: DataFolder) -> ECKey:
    return ECKey.import_key(json.loads((folder.issuer / "key.json").read_text("utf-8")))


def public_keys(folder: DataFolder) -> dict[str, object]:
    return {"keys": [signing_key(folder).as_dict(private=False)]}
