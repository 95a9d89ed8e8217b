"""What a browser is given to keep. None of it can be read by scripts."""

from datetime import UTC, datetime

from starlette.responses import Response

from services.registry.signing_in import pending, secret
from services.registry.signing_in.sessions import ORDINARY, Session
from shared.identity import session as signed

PATH = "/registry/session"
"""What is only for signing in is not sent anywhere else."""


class Cookies:
    """`secure`: where people come by https."""

    def __init__(self, *, secure: bool) -> None:
        self._secure = secure

    def begun(self, answer: Response, sealed: str) -> None:
        self._set(answer, pending.COOKIE, sealed, PATH, pending.MOST_SECONDS)

    def signed_in(self, answer: Response, session_secret: str, session: Session, cookie: str) -> None:
        answer.delete_cookie(pending.COOKIE, PATH)
        self._set(answer, secret.COOKIE, session_secret, PATH, self._kept_for(session))
        self.renewed(answer, session, cookie)

    def renewed(self, answer: Response, session: Session, cookie: str) -> None:
        self._set(answer, signed.COOKIE, cookie, "/", self._kept_for(session))

    def ended(self, answer: Response) -> None:
        for name, path in ((signed.COOKIE, "/"), (secret.COOKIE, PATH), (pending.COOKIE, PATH)):
            answer.delete_cookie(name, path)

    def _kept_for(self, session: Session) -> int | None:
        """On a shared computer they go with the browser's window."""
        left = session.ends - datetime.now(UTC)
        return int(left.total_seconds()) if left > ORDINARY else None

    def _set(self, answer: Response, name: str, value: str, path: str, seconds: int | None) -> None:
        answer.set_cookie(
            name, value, max_age=seconds, path=path, secure=self._secure, httponly=True, samesite="lax"
        )
