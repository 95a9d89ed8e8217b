"""`paicha audit`: evidence about the logs, and repair between a log and its stream."""

from pathlib import Path
from typing import Literal

from cyclopts import App

from deploy.cli.check_proof import check_proof
from deploy.cli.diff import diff
from deploy.cli.explain import explain
from deploy.cli.gateway import gateway
from deploy.cli.healing import Healing, Keep
from deploy.cli.prove import prove
from deploy.cli.restored import restored
from deploy.cli.seal import seal
from deploy.cli.stopped import stopped
from deploy.cli.terminal import say, say_json
from deploy.cli.verify import verify
from deploy.cli.why_not import why_not
from deploy.embedded.refusal import Refusal

app = App(name="audit", help="来源、核对与修复 Lineage, integrity and repair")
app.command(verify)
app.command(explain)
app.command(why_not, name="why-not")
app.command(diff)
app.command(seal)
app.command(prove)
app.command(check_proof, name="check-proof")
app.command(restored)
app.command(stopped)
app.command(
    "deploy.cli.derive:derive",
    name="derive",
    help="All that was ever signed, derived anew with this version. Ends with 1 where something differs.",
)
app.command(
    "deploy.cli.replay:replay",
    name="replay",
    help="A form from nothing but an archive of the logs, with the digest that a running service gives it.",
)
app.command(
    "deploy.cli.step:step",
    name="step",
    help="An archive event by event: which cells of the forms moved, from what to what, and why.",
)
app.command(
    "deploy.cli.digests:digests",
    name="digests",
    help="The chain of digests of an archive, for another party to compare.",
)
app.command(
    "deploy.cli.bisect:bisect",
    name="bisect",
    help="The first event of which two parties do not say the same. Ends with 1 where there is one.",
)
app.command(
    "deploy.cli.shadow:shadow",
    name="shadow",
    help="Everything derived again, day after day: signed lines. Ends with 1 where the last one differs.",
)

app.command(
    "deploy.cli.export:export", name="export", help="Bring the archives up to date; copy them out 归档"
)


@app.command
def heal(
    *,
    service: Literal["registry", "hazards", "reporting"] | None = None,
    keep: Keep | None = None,
    data: Path | None = None,
    json: bool = False,
) -> int:
    """Bring each log and its stream together again: what one of them lost comes back from the other.

    Parameters
    ----------
    service
        registry or hazards; both when left out.
    keep
        Where they hold different events at one position: log or stream, whichever is right.
    data
        Folder of the deployment, unless PAICHA_URL and PAICHA_TOKEN name another; to make a stream anew, that
        takes PAICHA_NATS_URL and PAICHA_NATS_PROVISIONER_PASSWORD as well.
    json
        Print the outcome as JSON.
    """
    healing = Healing(gateway(data, "operator"), data, keep)
    try:
        outcomes = [healing.of(each) for each in healing.services(service)]
    except KeyboardInterrupt:
        raise Refusal(
            "已中断；服务可能仍在修复。再次运行本命令即可查看或继续。",
            "Interrupted: the service may still be healing. Run this again to see, or to go on.",
        ) from None
    if json:
        say_json({"services": [outcome.to_json() for outcome in outcomes]})
    else:
        for outcome in outcomes:
            say(outcome.told())
    return 0 if all(outcome.healed for outcome in outcomes) else 1
