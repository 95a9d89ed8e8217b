"""What may be asked about keys, as bodies."""

from pydantic import BaseModel, ConfigDict, Field

from shared.http.parameters import Name


class RevokeAsked(BaseModel):
    """吊销: what the key signed from that moment on is not trusted."""

    model_config = ConfigDict(extra="forbid", strict=True)

    revoked_from: Name = Field(json_schema_extra={"format": "date-time"})
    reason: str = Field(min_length=1, max_length=200)
