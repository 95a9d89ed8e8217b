"""The shape of the answer, for the generated description of the API."""

from typing import Literal

from pydantic import BaseModel, Field


class KeyAnswer(BaseModel):
    id: str
    algorithm: Literal["Ed25519"]
    public_key: str = Field(description="Base64url of the 32 bytes.")
    purposes: list[str]
    valid_from: str
    valid_until: str | None
    revoked_from: str | None
    verifier: str = Field(description="As `name+hash+base64`, C2SP's form, for checkpoints of the log.")


class KeysAnswer(BaseModel):
    keys: list[KeyAnswer]
