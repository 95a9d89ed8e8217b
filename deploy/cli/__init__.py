"""`paicha`, the operators' command. A command is loaded when it is called: one that fails breaks no other."""

import sys
from importlib.util import find_spec

from cyclopts import App, CycloptsError

from deploy.cli.terminal import warn
from deploy.embedded.refusal import Refusal
from shared.problems import Rejected

COMMANDS = {
    "up": "deploy.cli.up:up",
    "token": "deploy.cli.token:token",
    "accounts": "deploy.cli.accounts:app",
    "keys": "deploy.cli.keys:app",
    "signing-keys": "deploy.cli.signing_keys:app",
    "simulate": "deploy.cli.simulate:simulate",
    "publish": "deploy.cli.publish:publish",
    "report": "deploy.cli.report:report",
    "audit": "deploy.cli.audit:app",
    "archive": "deploy.cli.archive:app",
    "reminders": "deploy.cli.reminders:app",
    "verify-paper": "deploy.cli.verify_paper:verify_paper",
    "projection": "deploy.cli.projection:app",
    "dead-letters": "deploy.cli.dead_letters:app",
}
DONE, FAILED, WRONG_USAGE = 0, 1, 2
WRONG_REQUESTS = (400, 422)
"""Statuses of refusals that no other data would have answered."""

app = App(name="paicha", help="排查：把安全检查事实变成镇里签报的报表。", result_action="return_value")
for name, place in COMMANDS.items():
    if find_spec(place.partition(":")[0]) is not None:
        app.command(place, name=name)


def main() -> None:
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Exit codes: 0 done, 1 found a difference or failure that it reports, 2 wrong usage."""
    try:
        result = app(arguments, exit_on_error=False)
    except CycloptsError:
        return WRONG_USAGE
    except Refusal as refusal:
        warn(str(refusal))
        return WRONG_USAGE if refusal.usage else FAILED
    except Rejected as refused:
        warn(f"{refused.message} ({refused.code})")
        return WRONG_USAGE if refused.status in WRONG_REQUESTS else FAILED
    except PermissionError as error:
        warn(
            f"无权使用 {error.filename}：请以数据目录所有者的身份运行。 "
            f"No right to use {error.filename}: run it as the owner of the data folder."
        )
        return FAILED
    return result if isinstance(result, int) else DONE
