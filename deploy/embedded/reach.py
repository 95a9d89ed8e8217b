"""Whether programs without rights reach what is installed: asked before the start, answered in a sentence."""

import compileall
import sys

from deploy.embedded.folder import ROOT, DataFolder
from deploy.embedded.refusal import Refusal
from deploy.servers.identity import identity
from deploy.servers.process import Launch, start

_LOOK = "import shared.version, services.registry, deploy.embedded, uvicorn"


def check_reach(folder: DataFolder) -> None:
    """Root's own rights say nothing about it, so one is started."""
    owner = identity("registry")
    if owner is None:
        return
    if not sys.dont_write_bytecode:
        # The programs can't keep what they compile, and would do it again at every start.
        for part in ("shared", "services", "deploy"):
            compileall.compile_dir(ROOT / part, quiet=2)
    log = folder.log("reach")
    argv = (sys.executable, "-c", _LOOK)
    probe = Launch("reach", argv, log, folder=ROOT, identity=owner, needs=(folder.api_keys.parent,))
    if start(probe).wait() != 0:
        raise Refusal(
            f"以 root 启动时，各程序以无权限的用户运行，但读不到 {ROOT} 或其 Python：请运行 "
            f"chmod -R go+rX {ROOT}，或移到其他用户可进入的目录，或不用 root 启动（原因见 {log}）。",
            f"Started by root, programs have no rights, and {ROOT} or its Python can't be read: run "
            f"chmod -R go+rX {ROOT}, move it to where others may enter, or start without root (see {log}).",
        )
