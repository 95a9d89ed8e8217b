"""Which campaign is meant where none is named."""

from deploy.cli.gateway import Gateway
from deploy.embedded.refusal import Refusal


def only_campaign(service: Gateway) -> str:
    """The only one there is."""
    known = [each["id"] for each in service.get("/registry/campaigns").json()["campaigns"]]
    if len(known) != 1:
        listed = ", ".join(known)
        raise Refusal(f"请用 --campaign 指定：{listed}。", f"Name one with --campaign: {listed}.", usage=True)
    return str(known[0])
