"""A service's description as schemathesis reads it, with ids that are known there, and the asking by it."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import APIOperation, BaseSchema, Case, GenerationMode, HookContext
from schemathesis.core.failures import FailureGroup

from tests.e2e.spoiled_facts import spoiled

Operation: TypeAlias = APIOperation[Any, Any, Any, Any]

SEED = int(os.environ.get("PAICHA_FUZZ_SEED", "20241115"))
EXAMPLES = int(os.environ.get("PAICHA_FUZZ_EXAMPLES", "1"))
"""For each operation and each kind of data: what is described, and what is not."""

# A fact that is wrong is answered with a receipt that says so. That a text is a telephone number, or a day or
# moment of the calendar, or a part that its holder's list has, or what an office may mute, or two reports of
# one campaign, or one fact by its id or by its position, or only one of two ways to search, can't be
# described. Whether identity is asked for
# has a test of its own.
_NOT_JUDGED = {
    "/facts": ("negative_data_rejection", "positive_data_acceptance"),
    "/contacts/": ("positive_data_acceptance",),
    "/duty-roster": ("positive_data_acceptance",),
    "/reminders": ("positive_data_acceptance",),
    "/campaigns/": ("positive_data_acceptance",),
    "/diff$": ("positive_data_acceptance",),
    "/what-if$": ("positive_data_acceptance",),
    "/proofs$": ("positive_data_acceptance",),
    "/hazards/search$": ("positive_data_acceptance",),
}
_REFUSALS = ["400", "401", "403", "404", "405", "406", "409", "413", "415", "422", "428", "429", "431", "5xx"]
"""431: what is longer than described may be longer than headers may be."""
_PARAMETERS = {
    "path.number": "numbers", "path.kind": "kinds", "path.holder": "holders", "path.campaign": "campaigns",
    "path.part": "parts", "path.subject": "subjects",
    "query.source": "sources", "query.id": "ids", "query.publisher": "publishers", "query.after": "subjects",
    "query.occurred_until": "moments", "query.recorded_until": "moments", "query.positions": "positions",
    "query.policy": "policies",
}  # fmt: skip


def described(document: dict[str, Any], url: str, facts: Sequence[dict[str, Any]]) -> BaseSchema:
    """`facts` are known to the deployment: half of what is asked for is theirs."""
    config = schemathesis.Config.from_dict(
        {
            "base-url": url,
            "dictionaries": {name: {"values": values} for name, values in _known(facts).items()},
            "parameters": {
                name: {"dictionary": known, "probability": 0.5} for name, known in _PARAMETERS.items()
            },
            "generation": {"with-security-parameters": False},
            "checks": {
                "ignored_auth": {"enabled": False},
                "negative_data_rejection": {"expected-statuses": _REFUSALS},
            },
            "operations": [
                {
                    "include-path-regex": place,
                    "checks": {name: {"enabled": False} for name in names},
                }
                for place, names in _NOT_JUDGED.items()
            ],
        }
    )
    schema = schemathesis.openapi.from_dict(document, config=config)

    @schema.hook.apply_to(path_regex="/facts$")
    def flatmap_body(_context: HookContext, body: Any) -> st.SearchStrategy[Any]:
        return st.just(body) | spoiled(facts)

    @schema.hook.apply_to(path_regex="/(diff|what-if)$")
    def map_body(_context: HookContext, body: Any) -> Any:
        """Of the campaign that is known: another is not found, whatever else is said."""
        if isinstance(body, dict):
            for report in (body.get("a"), body.get("b"), *(body.get("reports") or ())):
                if isinstance(report, dict) and _is_name(report.get("campaign")):
                    report["campaign"] = "dasheng-2024-winter"
        return body

    return schema


def _is_name(value: Any) -> bool:
    """What is spoiled stays so."""
    return isinstance(value, str) and len(value) <= 200


def _known(facts: Sequence[dict[str, Any]]) -> dict[str, list[Any]]:
    units, hazards = (
        sorted({fact["data"][name] for fact in facts if name in fact["data"]})[:5]
        for name in ("unit_id", "hazard_id")
    )
    return {
        "numbers": [1, 2, 3, 4],
        "kinds": ["official", "filer", "unit", "person", "list"],
        "holders": ["o-limi", "v-mingyue", "d-jingji", "safety-office", *units],
        "parts": ["reporter", "head", "stand_in", "self"],
        "campaigns": ["dasheng-2024-winter"],
        "sources": sorted({fact["source"] for fact in facts}),
        "ids": [fact["id"] for fact in facts[:20]],
        "publishers": ["paicha", "campaign-file"],
        "subjects": [*units, *hazards],
        "moments": ["2024-12-14T18:00:00+08:00", "2025-03-01T00:00:00Z", "9998-12-31T23:59:59Z"],
        "positions": ["registry:80", "registry:90,hazards:20"],
        "policies": ["1"],
    }


def operations(schema: BaseSchema) -> Iterator[Operation]:
    """All but event streams, whose answers have no end; tests/reporting/live asks for those."""
    for found in schema.get_all_operations():
        operation = found.ok()
        if "text/event-stream" not in str(operation.definition.raw["responses"]):
            yield operation


def ask(operation: Operation, authorization: Mapping[str, str], session: requests.Session) -> None:
    """As each role: at the bounds of what is described, then at random on both sides of them."""

    def each(case: Case[Any]) -> None:
        for role, signed_in in authorization.items():
            try:
                case.call_and_validate(session=session, headers={"Authorization": signed_in})
            except FailureGroup as found:
                told = f"{found}\n[Filtered] stands for a token of: paicha token --role {role}"
                raise AssertionError(told) from None

    schema, modes = operation.schema, list(GenerationMode)
    bounds = schema.iter_coverage_cases(
        operation, generation_modes=modes, generation_config=schema.config.generation
    )
    for case in bounds:
        each(case)
    if operation.body or any(operation.iter_parameters()):
        for mode in modes:
            _at_random(operation, mode, each)


def _at_random(operation: Operation, mode: GenerationMode, each: Callable[[Case[Any]], None]) -> None:
    @seed(SEED)
    @settings(
        max_examples=EXAMPLES,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(mode))
    def asked(case: Case[Any]) -> None:
        each(case)

    asked()
