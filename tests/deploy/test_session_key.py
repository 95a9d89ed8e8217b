"""The key of sessions in the browser: the same over starts, and only its public half goes further."""

import json
import stat
from pathlib import Path

from deploy.embedded.folder import DataFolder
from deploy.embedded.session_key import ensure_session_key


def test_it_is_made_once_and_its_private_half_stays_where_it_is(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    folder.create()
    ensure_session_key(folder)
    private = json.loads(folder.session_key.read_text("utf-8"))
    assert folder.session_key == tmp_path / "secrets" / "registry" / "session-key.json"
    assert stat.S_IMODE(folder.session_key.stat().st_mode) == 0o600
    folder.session_jwks.unlink()
    ensure_session_key(folder)
    assert json.loads(folder.session_key.read_text("utf-8")) == private
    (public,) = json.loads((tmp_path / "issuer" / "session-jwks.json").read_text("utf-8"))["keys"]
    assert public == {name: value for name, value in private.items() if name != "d"}
    assert private["d"]


def test_a_key_that_was_moved_away_is_made_anew(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    folder.create()
    ensure_session_key(folder)
    before = folder.session_jwks.read_text("utf-8")
    folder.session_key.unlink()
    ensure_session_key(folder)
    assert json.loads(folder.session_jwks.read_text("utf-8")) != json.loads(before)
