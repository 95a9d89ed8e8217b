"""The shape of the answers, for the generated description of the API."""

from pydantic import BaseModel

from shared.events.signer import Signer
from shared.events.storing import StoredFile


class ScanAnswer(BaseModel):
    number: str
    file: StoredFile


class AttachedScanAnswer(BaseModel):
    file: StoredFile
    by: Signer
    at: str


class ScansAnswer(BaseModel):
    number: str
    scans: list[AttachedScanAnswer]


class AllScansAnswer(BaseModel):
    scans: list[ScansAnswer]
