"""Verifying a JWT of the configured issuer and reading the account in it."""

import re
import time
from collections.abc import Callable, Mapping
from copy import copy
from typing import Any, NamedTuple

from joserfc import jwt
from joserfc.errors import ClaimError, ExpiredTokenError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry, extract_compact

from shared.facts.account import EVERY_ROLE, Account, Person, Role, fits_a_person
from shared.identity.recalled import Recalled
from shared.identity.signing_keys import SigningKeys
from shared.problems import Rejected

ALGORITHMS = (
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "PS384",
    "PS512",
    "ES256",
    "ES384",
    "ES512",
    "EdDSA",
    "Ed25519",
)
"""Signatures that only the issuer can make; `none` and the shared-secret family are not among them."""
LEEWAY_SECONDS = 60
JUDGED_SECONDS = 5.0
"""For so long a verified token need not be verified again."""
_MOST_JUDGED = 10_000

_NAME = re.compile(r"[!-~]{1,200}")
_TOWNSHIP = re.compile(r"[A-Za-z0-9_-]{1,32}")
_ROLES: dict[str, Role] = {role: role for role in EVERY_ROLE}


class _Signatures(JWSRegistry):
    """joserfc warns on each use of the name `EdDSA`, which most issuers still write for Ed25519."""

    algorithms = {**JWSRegistry.algorithms, "EdDSA": copy(JWSRegistry.algorithms["EdDSA"])}  # noqa: RUF012 # as the base class has it


_Signatures.algorithms["EdDSA"].security_warning = None
_SIGNATURES = _Signatures(algorithms=ALGORITHMS, strict_check_header=False)


class _Judged(NamedTuple):
    at: float
    by: KeySet
    """Where others have been read since, it has to be verified again."""
    account: Account
    claims: Mapping[str, Any]


class TokenVerifier:
    """Judges by real time, whatever clock the facts go by."""

    def __init__(
        self,
        issuer: str,
        audience: str,
        keys: SigningKeys,
        real_time: Callable[[], float] = time.time,
        recalled: Recalled | None = None,
    ) -> None:
        self._keys = keys
        self._recalled = recalled
        self._real_time = real_time
        self._judged: dict[str, _Judged] = {}
        """Tokens that were good; never one that was refused."""
        self._claims = jwt.JWTClaimsRegistry(
            now=lambda: int(real_time()),
            leeway=LEEWAY_SECONDS,
            iss={"essential": True, "value": issuer},
            aud={"essential": True, "value": audience},
            exp={"essential": True},
            sub={"essential": True},
        )

    async def account(self, token: str) -> Account:
        return (await self.verified(token))[0]

    async def verified(self, token: str) -> tuple[Account, Mapping[str, Any]]:
        """Beside the account all that the token claims."""
        now = self._real_time()
        judged = self._judged.get(token)
        if judged is not None and 0 <= now - judged.at < JUDGED_SECONDS and judged.by is self._keys.current:
            return judged.account, judged.claims
        keys = self._keys.current
        account, claims = await self._verify(token)
        if len(self._judged) >= _MOST_JUDGED:
            self._judged.clear()
        if keys is not None:
            self._judged[token] = _Judged(now, keys, account, claims)
        return account, claims

    async def _verify(self, token: str) -> tuple[Account, Mapping[str, Any]]:
        try:
            key_id = extract_compact(token.encode()).headers().get("kid")
            keys = await self._keys.holding(key_id if isinstance(key_id, str) else None)
            claims = jwt.decode(token, keys, algorithms=ALGORITHMS, registry=_SIGNATURES).claims
            self._claims.validate(claims)
        except ExpiredTokenError:
            raise Rejected("unauthenticated", reason="the token has expired") from None
        except ClaimError as error:
            raise Rejected("unauthenticated", reason=f"claim {error.claim}") from None
        except (JoseError, ValueError, KeyError, TypeError):
            raise Rejected("unauthenticated", reason="the signature does not verify") from None
        account = _account(claims)
        if self._recalled is not None and self._recalled.has(account.name, claims.get("iat")):
            raise Rejected("unauthenticated", reason="the account was changed since: sign in again")
        return account, claims


def _account(claims: dict[str, Any]) -> Account:
    role = claims.get("role")
    if not isinstance(role, str) or role not in _ROLES:
        raise Rejected("unauthenticated", reason="claim role")
    organisation = claims.get("organisation")
    if organisation is not None and not _fits(_NAME, organisation):
        raise Rejected("unauthenticated", reason="claim organisation")
    return Account(
        name=_claim(claims, "sub", _NAME),
        township=_claim(claims, "township", _TOWNSHIP),
        role=_ROLES[role],
        organisations=frozenset() if organisation is None else frozenset({organisation}),
        person=_person(claims),
        head=_head(claims),
    )


def _person(claims: dict[str, Any]) -> Person | None:
    """`name` is the standard claim of OIDC; `office` is ours, and nobody without a name."""
    name, office = _of_a_person(claims, "name"), _of_a_person(claims, "office")
    if name == "":
        raise Rejected("unauthenticated", reason="claim name")
    return None if name is None else Person(name, office or "")


def _head(claims: dict[str, Any]) -> bool:
    """`head` is ours: 单位负责人 of the organisation."""
    head = claims.get("head", False)
    if not isinstance(head, bool):
        raise Rejected("unauthenticated", reason="claim head")
    return head


def _of_a_person(claims: dict[str, Any], claim: str) -> str | None:
    value = claims.get(claim)
    if value is not None and not (isinstance(value, str) and fits_a_person(value)):
        raise Rejected("unauthenticated", reason=f"claim {claim}")
    return value


def _claim(claims: dict[str, Any], name: str, form: re.Pattern[str]) -> str:
    value = claims.get(name)
    if not _fits(form, value):
        raise Rejected("unauthenticated", reason=f"claim {name}")
    return str(value)


def _fits(form: re.Pattern[str], value: object) -> bool:
    return isinstance(value, str) and form.fullmatch(value) is not None
