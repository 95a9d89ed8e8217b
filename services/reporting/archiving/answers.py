"""The shape of the answer, for the generated description of the API."""

from pydantic import BaseModel

from shared.events.storing import StoredFile


class KeptDocumentsAnswer(BaseModel):
    number: str
    files: list[StoredFile]
