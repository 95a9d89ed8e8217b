"""What the issuer says of itself: discovery, keys, health."""

from fastapi import APIRouter

from deploy.embedded.issuer.asked import SCOPES
from deploy.embedded.issuer.equipment import Equipped
from deploy.embedded.issuer.keys import public_keys
from deploy.embedded.issuer.token_endpoint import GRANT_TYPES

routes = APIRouter(prefix="/issuer")
_CLAIMS = (
    "iss", "sub", "aud", "exp", "iat", "auth_time", "nonce", "name", "office", "role", "township",
    "organisation", "head",
)  # fmt: skip


@routes.get("/health/live")
@routes.get("/health/ready")
async def ready() -> dict[str, str]:
    return {"status": "ready"}


@routes.get("/.well-known/openid-configuration")
async def discovery(equipment: Equipped) -> dict[str, object]:
    """People's browsers are sent to the public address; programs ask where they found this."""
    issuer = equipment.issuer
    return {
        "issuer": issuer,
        "authorization_endpoint": f"{equipment.public_url}/issuer/authorize",
        "token_endpoint": f"{issuer}/token",
        "jwks_uri": f"{issuer}/jwks.json",
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": [*GRANT_TYPES],
        "scopes_supported": [*SCOPES],
        "claims_supported": [*_CLAIMS],
        "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": ["none"],
        "authorization_response_iss_parameter_supported": True,
        "request_parameter_supported": False,
        "request_uri_parameter_supported": False,
        "prompt_values_supported": ["none", "login", "consent", "select_account"],
        "ui_locales_supported": ["zh-CN", "en"],
        "id_token_signing_alg_values_supported": ["ES256"],
        "subject_types_supported": ["public"],
    }


@routes.get("/jwks.json")
async def jwks(equipment: Equipped) -> dict[str, object]:
    return public_keys(equipment.folder)
