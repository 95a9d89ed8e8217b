"""The shapes of answers, for the generated description of the API."""

from typing import Literal

from pydantic import BaseModel, Field


class SealedAnswer(BaseModel):
    size: int = Field(description="Events that it covers.")
    note: str = Field(description="The signed note, to the byte.")


class CheckpointsAnswer(BaseModel):
    checkpoints: list[SealedAnswer]
    next: int | None


class ProofAnswer(BaseModel):
    log: str
    position: int
    proof: str = Field(description="The file `.tlog-proof`.")
    event: str = Field(description="The event as it is stored; in UTF-8 its exact bytes.")


class SealingKeyAnswer(BaseModel):
    id: str
    algorithm: Literal["Ed25519"]
    public_key: str = Field(description="Base64url of the 32 bytes.")
    verifier: str = Field(description="The same as `name+hash+base64`, C2SP's form.")


class KeysAnswer(BaseModel):
    keys: list[SealingKeyAnswer]
