"""The way in, apart from HTTP: begin, come back with a code, renew, end."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from joserfc.jwk import ECKey

from services.registry.signing_in.pending import Pending, begun, opened, sealed
from services.registry.signing_in.provider import Granted, Provider, ProviderAway, SessionOver
from services.registry.signing_in.secret import derived, locked, new_secret, unlocked
from services.registry.signing_in.sessions import (
    ORDINARY,
    STAYING,
    Session,
    add_session,
    drop_session,
    find_session,
    renew_session,
)
from shared.event_log.connection import Pool
from shared.identity.recalled import Recalled
from shared.identity.session import SessionClaims, session_cookie
from shared.logging import get_logger
from shared.problems import Rejected

ASKED_AGAIN = timedelta(minutes=1)
"""Tabs that renew together ask the provider once."""
WITHOUT_PROVIDER = timedelta(hours=1)
"""For so long after it was last heard of, a session goes on while it does not answer."""
_log = get_logger(__name__)


class SigningIn:
    def __init__(self, pool: Pool, provider: Provider, key: ECKey, recalled: Recalled | None) -> None:
        self._pool, self.provider, self._key, self._recalled = pool, provider, key, recalled
        self._sealing = derived(key.as_bytes(private=True), "signing in")

    async def begin(self, to: str, *, stay: bool, secret: str | None, again: bool) -> tuple[str, str]:
        """Where to send the browser, and what it keeps meanwhile."""
        session = await self._session(secret) if again and secret else None
        login = None if session is None else session.account.name
        pending = begun(to, stay=stay, again=login)
        return await self.provider.begin(pending, login), sealed(pending, self._sealing)

    def pending(self, kept: str, state: str) -> Pending:
        pending = opened(kept, self._sealing)
        if pending is None or pending.state != state:
            raise Rejected(
                "sign_in_failed", detail="已过期，或不是在此浏览器开始的 too old, or begun elsewhere"
            )
        return pending

    async def come_back(self, code: str, pending: Pending, secret: str | None) -> tuple[str, Session]:
        """The session's secret and the session; the same one where its own person gave the password again."""
        try:
            granted = await self.provider.granted(code, pending)
        except SessionOver as refused:
            raise Rejected("sign_in_failed", detail=str(refused)) from None
        if secret is not None and pending.again == granted.account.name:
            renewed = await self._renewed(secret, granted)
            if renewed is not None:
                return secret, renewed
        if secret is not None:
            await self.end(secret)
        return await self._begun(granted, pending.stay)

    async def renew(self, secret: str) -> Session | None:
        """None once it has ended here, or the provider gives the account no more."""
        async with self._pool.acquire() as connection, connection.transaction():
            session = await find_session(connection, secret)
            if session is None or self._holds(session, ASKED_AGAIN):
                return session
            try:
                followed = await self._asked_again(session, secret)
            except ProviderAway as away:
                _log.warning("provider_away", why=str(away))
                return session if self._holds(session, WITHOUT_PROVIDER) else None
            if followed is None or self._is_recalled(followed):
                await drop_session(connection, secret)
                return None
            await renew_session(connection, secret, followed)
            return followed

    def _holds(self, session: Session, so_long: timedelta) -> bool:
        """Without asking the provider: it was asked so lately, and the account was not changed since."""
        return datetime.now(UTC) - session.renewed < so_long and not self._is_recalled(session)

    def _is_recalled(self, session: Session) -> bool:
        asked = int(session.renewed.timestamp())
        return self._recalled is not None and self._recalled.has(session.account.name, asked)

    async def _asked_again(self, session: Session, secret: str) -> Session | None:
        """Whether the account still holds, and what it may do now."""
        refresh_token = unlocked(session.refresh_token, secret)
        if refresh_token is None:
            return session
        try:
            granted = await self.provider.refreshed(refresh_token, session.authenticated)
        except (SessionOver, Rejected):
            return None
        return _followed(session, granted, secret) if granted.account.name == session.account.name else None

    async def end(self, secret: str, *, everywhere: bool = False) -> None:
        async with self._pool.acquire() as connection, connection.transaction():
            await drop_session(connection, secret, everywhere=everywhere)

    def cookie(self, session: Session) -> str:
        """Dated by when the provider was asked: what recalled the account since recalls the cookie."""
        claims = SessionClaims(session.authenticated, int(session.ends.timestamp()))
        asked = int(session.renewed.timestamp())
        return session_cookie(self._key, session.account, claims, int(datetime.now(UTC).timestamp()), asked)

    async def _session(self, secret: str) -> Session | None:
        async with self._pool.acquire() as connection, connection.transaction():
            return await find_session(connection, secret)

    async def _renewed(self, secret: str, granted: Granted) -> Session | None:
        async with self._pool.acquire() as connection, connection.transaction():
            session = await find_session(connection, secret)
            if session is None:
                return None
            session = replace(_followed(session, granted, secret), authenticated=granted.authenticated)
            await renew_session(connection, secret, session)
            return session

    async def _begun(self, granted: Granted, stay: bool) -> tuple[str, Session]:
        secret, now = new_secret(), datetime.now(UTC)
        ends = now + (STAYING if stay else ORDINARY)
        if granted.refresh_token is None:
            # Nobody can be asked later whether the account still holds.
            ends = min(ends, datetime.fromtimestamp(granted.expires, UTC))
        kept = locked(granted.refresh_token, secret)
        session = Session(granted.account, granted.authenticated, ends, now, kept)
        await add_session(self._pool, secret, session)
        return secret, session


def _followed(session: Session, granted: Granted, secret: str) -> Session:
    return replace(
        session,
        account=granted.account,
        renewed=datetime.now(UTC),
        refresh_token=locked(granted.refresh_token, secret) or session.refresh_token,
    )
