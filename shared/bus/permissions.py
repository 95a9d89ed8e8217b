"""Who may say and hear what on the bus: one account for the product, one of its own for each publisher.

A publisher's account imports only its own intake, its own receipts and its own questions. Subject permissions
alone would not do: JetStream and services answer to whatever reply subject a message names, without asking
whether the sender may publish there, so in a shared account a publisher could write into a log's stream. In
its own account the answer stays with it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shared.bus.connect import inbox_prefix
from shared.bus.jetstream import DELIVERIES, DELIVERY_JOBS, INTAKE, LOGS, SENT, jetstream_of
from shared.bus.questions import (
    ANSWERS_ABROAD,
    INNER,
    KINDS,
    answers_to,
    asked_by,
    asked_within,
    question,
)
from shared.bus.users import (
    FOLLOWS,
    INTAKE_OF,
    OWN_LOG,
    PROVISIONER,
    READS_STORED,
    REBUILD,
    REBUILDS,
    SENDER,
    SENDER_OF,
    SERVICES,
    SYSTEM,
    TELLS_STOPPED,
)
from shared.facts.account import CAMPAIGN_FILE
from shared.json_types import Json, JsonObject

APP_ACCOUNT = "APP"
SYSTEM_ACCOUNT = "SYS"

RESERVED_NAMES = (*SERVICES, SENDER, REBUILD, PROVISIONER, SYSTEM, CAMPAIGN_FILE)
"""What no publisher may be called."""

_PUBLISHER_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
_ANSWERED_WITHIN = "2s"
"""What is not answered by then is forgotten: the server keeps half a KiB for each open question."""


@dataclass(frozen=True, slots=True)
class Permissions:
    publish: tuple[str, ...]
    subscribe: tuple[str, ...]


def service_permissions(service: str) -> Permissions:
    publish: list[str] = []
    subscribe = [f"{inbox_prefix(service)}.>"]
    own = OWN_LOG.get(service)
    if own is not None:
        publish += [f"{own}.>", f"clock.{own}", *_read_own(jetstream_of(own))]
    if service in INTAKE_OF:
        publish += ["receipts.*", room_subject(service), *_consume_intake(service), *_answer(service)]
        subscribe += [
            *(question("*", kind) for kind in KINDS),
            *(asked_within(service, kind) for kind in KINDS),
        ]
    publish += [f"{inbox_prefix(asker)}.>" for asker in answers_to(service)]
    subscribe += [asked_within(service, kind) for kind in INNER.get(service, ())]
    publish += [asked_within(other, kind) for other, kind in asked_by(service)]
    if service in TELLS_STOPPED:
        publish.append(stopped_subject(service))
    if service == SENDER_OF:
        subscribe += [stopped_subject(other) for other in TELLS_STOPPED]
    for followed in FOLLOWS[service]:
        publish += _follow(jetstream_of(followed))
        if service in READS_STORED:
            publish.append(f"$JS.API.DIRECT.GET.{jetstream_of(followed)}")
        subscribe.append(f"clock.{followed}")
    return Permissions(tuple(publish), tuple(subscribe))


def stopped_subject(service: str) -> str:
    """Where a service says which events its read model could not apply."""
    return f"stopped.{service}"


def room_subject(service: str) -> str:
    """On INTAKE and nobody's, for no publisher is called like a service: to ask whether batches are taken."""
    return f"intake.{service}.room"


def _read_own(stream: str) -> list[str]:
    """To compare the stream with the log, and to refill the log from it."""
    return [f"$JS.API.STREAM.INFO.{stream}", f"$JS.API.DIRECT.GET.{stream}"]


def _follow(stream: str) -> list[str]:
    """A follower's consumer has a new name each time, so the name can't be part of the permission."""
    return [
        f"$JS.API.STREAM.INFO.{stream}",
        f"$JS.API.CONSUMER.CREATE.{stream}.*",
        f"$JS.API.CONSUMER.DELETE.{stream}.*",
        f"$JS.API.CONSUMER.MSG.NEXT.{stream}.*",
    ]


def _consume_intake(service: str) -> list[str]:
    """The provisioner has created the consumer; the service fetches, acknowledges, and starts over."""
    return [
        f"$JS.API.CONSUMER.INFO.{INTAKE}.{service}",
        f"$JS.API.CONSUMER.MSG.NEXT.{INTAKE}.{service}",
        f"$JS.API.CONSUMER.RESET.{INTAKE}.{service}",
        f"$JS.ACK.{INTAKE}.{service}.>",
    ]


def _answer(service: str) -> list[str]:
    """Publishers, by the subjects that the server makes for answers to other accounts, and the services that
    keep facts too: what one does not know, it asks the other.
    """
    others = [other for other in INTAKE_OF if other != service]
    return [
        f"{ANSWERS_ABROAD}>",
        *(asked_within(other, kind) for other in others for kind in KINDS),
        *(f"{inbox_prefix(other)}.>" for other in others),
    ]


def _work_off(job: str) -> list[str]:
    return [
        f"$JS.API.CONSUMER.INFO.{DELIVERIES}.{job}",
        f"$JS.API.CONSUMER.MSG.NEXT.{DELIVERIES}.{job}",
        f"$JS.ACK.{DELIVERIES}.{job}.>",
    ]


_SENDER = Permissions(
    (
        "deliver.*",
        "sent.*",
        *_follow(SENT),
        *_read_own(SENT),
        f"$JS.API.DIRECT.GET.{SENT}.>",
        f"$JS.API.STREAM.INFO.{DELIVERIES}",
        *(subject for job in DELIVERY_JOBS for subject in _work_off(job)),
    ),
    (f"{inbox_prefix(SENDER)}.>", *(f"clock.{log}" for log in FOLLOWS[SENDER_OF])),
)

_REBUILD = Permissions(
    tuple(subject for log in FOLLOWS[REBUILDS] for subject in _follow(jetstream_of(log))),
    (f"{inbox_prefix(REBUILD)}.>",),
)


def publisher_permissions(publisher: str) -> Permissions:
    if _PUBLISHER_NAME.fullmatch(publisher) is None or publisher in RESERVED_NAMES:
        raise ValueError(f"a publisher's name is 1 to 64 letters, digits, - or _, and its own: {publisher!r}")
    return Permissions(
        (f"intake.{publisher}.>", *(question(publisher, kind) for kind in KINDS)),
        (f"receipts.{publisher}", f"{inbox_prefix(publisher)}.>"),
    )


_PROVISIONER = Permissions(
    (
        "$JS.API.STREAM.*.*",
        "$JS.API.CONSUMER.*.*.*",
        *(f"$JS.API.DIRECT.GET.{jetstream_of(log)}" for log in LOGS),
    ),
    (f"{inbox_prefix(PROVISIONER)}.>", "clock.*"),
)
_SYSTEM = Permissions(("$SYS.REQ.SERVER.PING.JSZ",), (f"{inbox_prefix(SYSTEM)}.>",))


def accounts(passwords: Mapping[str, str], publishers: Sequence[str]) -> JsonObject:
    """The `accounts` and `system_account` entries of the server's configuration, which is read as JSON.

    `passwords` (or their bcrypt hashes) by user: `provisioner`, `system`, `sender`, `rebuild`, each
    service and each publisher.
    """
    own = {name: publisher_permissions(name) for name in sorted(set(publishers))}
    exports: list[Json] = []
    for name in own:
        to: JsonObject = {"accounts": [_account_of(name)]}
        exports.append({"service": f"intake.{name}.>"} | to)
        exports.append({"stream": f"receipts.{name}"} | to)
        exports += [
            {"service": question(name, kind), "response_threshold": _ANSWERED_WITHIN} | to for kind in KINDS
        ]
    named: dict[str, Json] = {
        APP_ACCOUNT: {
            "jetstream": "enabled",
            "users": [_user(name, passwords, allowed) for name, allowed in _staff().items()],
            "exports": exports,
        },
        SYSTEM_ACCOUNT: {"users": [_user(SYSTEM, passwords, _SYSTEM)]},
    }
    for name, allowed in own.items():
        named[_account_of(name)] = {
            "users": [_user(name, passwords, allowed)],
            "imports": [
                {"service": {"account": APP_ACCOUNT, "subject": f"intake.{name}.>"}},
                {"stream": {"account": APP_ACCOUNT, "subject": f"receipts.{name}"}},
                *({"service": {"account": APP_ACCOUNT, "subject": question(name, kind)}} for kind in KINDS),
            ],
        }
    return {"accounts": named, "system_account": SYSTEM_ACCOUNT}


def _staff() -> dict[str, Permissions]:
    services = {service: service_permissions(service) for service in SERVICES}
    return {PROVISIONER: _PROVISIONER, SENDER: _SENDER, REBUILD: _REBUILD} | services


def _account_of(publisher: str) -> str:
    return f"PUBLISHER_{publisher}"


def _user(name: str, passwords: Mapping[str, str], allowed: Permissions) -> Json:
    return {
        "user": name,
        "password": passwords[name],
        "permissions": {
            "publish": {"allow": list(allowed.publish)},
            "subscribe": {"allow": list(allowed.subscribe)},
        },
    }
