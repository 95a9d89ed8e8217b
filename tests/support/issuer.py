"""An issuer for tests: signs tokens with its own keys and writes its public keys to a file."""

import json
import time
from base64 import urlsafe_b64encode
from pathlib import Path
from typing import Any

from joserfc.jwk import ECKey, Key, OctKey, OKPKey, RSAKey
from joserfc.jws import JWSRegistry

ISSUER = "https://issuer.test"
AUDIENCE = "paicha"


class Issuer:
    def __init__(self, folder: Path) -> None:
        self.path = folder / "jwks.json"
        self.keys: list[Key] = []
        self.add_key("k1")

    def add_key(self, kid: str, kind: str = "Ed25519") -> Key:
        key: Key
        if kind == "RSA":
            key = RSAKey.generate_key(2048, {"kid": kid})
        elif kind == "P-256":
            key = ECKey.generate_key("P-256", {"kid": kid})
        elif kind == "oct":
            key = OctKey.generate_key(256, {"kid": kid})
        else:
            key = OKPKey.generate_key("Ed25519", {"kid": kid})
        self.keys.append(key)
        self.publish()
        return key

    def retire(self, key: Key) -> None:
        self.keys.remove(key)
        self.publish()

    def publish(self) -> None:
        document = {"keys": [key.as_dict(private=key.key_type == "oct") for key in self.keys]}
        self.path.write_text(json.dumps(document))

    def token(self, alg: str = "Ed25519", key: Key | None = None, header: dict[str, Any] | None = None,
              **claims: Any) -> str:  # fmt: skip
        """A valid officer's token; a claim given as None is left out."""
        signing = key or self.keys[0]
        return signed({"alg": alg, "kid": signing.kid, **(header or {})}, claims_of(**claims), signing)


def signed(header: dict[str, Any], claims: dict[str, Any], key: Key) -> str:
    """Made by hand: the library refuses to make most of the wrong tokens that are needed here."""
    algorithm = JWSRegistry.algorithms[header["alg"]]
    body = f"{encoded(header)}.{encoded(claims)}"
    signature = urlsafe_b64encode(algorithm.sign(body.encode(), key)).rstrip(b"=").decode()
    return f"{body}.{signature}"


def encoded(value: object) -> str:
    return urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def claims_of(**claims: Any) -> dict[str, Any]:
    now = int(time.time())
    usual = {
        "iss": ISSUER, "aud": AUDIENCE, "sub": "officer-1", "iat": now, "exp": now + 600,
        "role": "officer", "organisation": "d-safety", "township": "500112143",
    }  # fmt: skip
    return {name: value for name, value in {**usual, **claims}.items() if value is not None}
