"""Events of the registry as its log would publish them."""

from shared.events.envelope import Envelope, event_hash
from shared.read_model.checkpoint import Published
from tests.contracts.golden import GOLDEN


def golden(file: str, position: int = 1, **changed: object) -> Published:
    envelope = Envelope.from_bytes((GOLDEN / f"{file}.json").read_bytes())
    envelope = envelope._replace(log="registry", position=position, data=envelope.data | changed)
    return Published(envelope, envelope.to_bytes())


def chained(*events: Published) -> list[Published]:
    """The same, each naming the one before it."""
    chain: list[Published] = []
    for event in events:
        hash_ = event_hash(chain[-1].raw) if chain else event.envelope.previous_hash
        envelope = event.envelope._replace(previous_hash=hash_)
        chain.append(Published(envelope, envelope.to_bytes()))
    return chain
