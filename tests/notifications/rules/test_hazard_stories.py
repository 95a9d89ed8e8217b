"""Whatever happened to hazards, in whatever order it was heard of: what is demanded is the same."""

from collections.abc import Sequence
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.notifications.rules.demand import Demand
from services.notifications.rules.of_hazard import hazard_demands
from services.notifications.subjects.hazard import hazard_view
from services.notifications.subjects.kept import entry_of
from shared.read_model.entry import Entry, decode, encode
from tests.notifications.chain import TOWN as TOWNSHIP
from tests.notifications.chain import Chain
from tests.notifications.rules.hazard_town import PLAN, TOWN, UNIT

Fact = tuple[str, int, dict[str, Any]]
Story = Sequence[Fact]
HAZARDS = ("h-1", "h-2")
DAYS = st.integers(1, 60)
FILERS = st.sampled_from(["v-1", "d-1", "d-2"])
RECEIVERS = st.sampled_from(["d-1", "d-2", "q-1"])
ANSWERS = st.sampled_from(["accepted", "refused"])
DATES = st.dates().map(str)


def fact(what: str, **data: st.SearchStrategy[Any]) -> st.SearchStrategy[Fact]:
    return st.tuples(st.just(what), DAYS, st.fixed_dictionaries(data))


CHANGES = st.one_of(
    fact("planned", deadline=DATES, **{name: st.just(said) for name, said in PLAN.items()}),
    fact("rectification_claimed", by=st.just("unit")),
    fact("rectification_rejected", by=FILERS, reason=st.just("未整改")),
    fact("closed", by=FILERS),
    fact("look_back_passed", by=FILERS),
    fact("look_back_failed", by=FILERS),
    fact("referred", by=FILERS, to=RECEIVERS),
    fact("referral_answered", to=RECEIVERS, answer=ANSWERS),
    fact("supervision_ordered", by=FILERS, leader=st.sampled_from(["o-1", "o-gone"])),
    fact("supervision_lifted", by=FILERS),
    fact("controls_imposed", controls=st.just("停用")),
)
REGRADINGS = st.one_of(
    fact("regraded", severity=st.just("major"), reason=st.sampled_from(["raised", "misjudged"])),
    fact("regraded", severity=st.just("general"), reason=st.sampled_from(["mitigated", "misjudged"])),
)
ENDS = st.one_of(fact("voided", reason=st.just("误报")), fact("merged", into=st.just("h-9")))
CORRECTIONS = st.one_of(fact("referral_withdrawn", to=RECEIVERS, reason=st.just("送错")), REGRADINGS, ENDS)
STORIES = st.lists(st.one_of(CHANGES, CORRECTIONS), max_size=12)
FINDS = st.tuples(st.sampled_from(["v-1", "d-1", "g-1", "unit"]), st.sampled_from(["general", "major"]))


def told(facts: Sequence[tuple[str, Fact]], find: tuple[str, str]) -> Chain:
    chain = Chain("hazards")
    for hazard in HAZARDS:
        chain.found(hazard, 1, by=find[0], severity=find[1])
    for hazard, (what, number, data) in facts:
        chain.hazard(what, hazard, number, **data)
    return chain


def entries_of(chain: Chain, hazard: str) -> list[Entry]:
    stream = f"{TOWNSHIP}/hazard/{hazard}"
    kept = [entry_of(event.envelope) for event in chain.events if event.envelope.stream == stream]
    return [entry for entry in kept if entry is not None]


def demands(entries: Sequence[Entry]) -> list[Demand]:
    return list(hazard_demands(TOWN, hazard_view("h-1", entries), UNIT))


@given(FINDS, STORIES, STORIES, st.randoms(use_true_random=False))
def test_the_order_of_different_subjects_changes_nothing(
    find: tuple[str, str], one: Story, other: Story, random: Any
) -> None:
    apart = [("h-1", each) for each in one] + [("h-2", each) for each in other]
    turns = [hazard for hazard, _ in apart]
    random.shuffle(turns)
    left = {"h-1": iter(one), "h-2": iter(other)}
    mixed = [(hazard, next(left[hazard])) for hazard in turns]
    before, after = (entries_of(told(each, find), "h-1") for each in (apart, mixed))
    assert demands(before) == demands(after)


@given(
    FINDS, st.lists(CHANGES, max_size=10, unique_by=lambda each: each[1]), st.randoms(use_true_random=False)
)
def test_changes_are_told_in_any_order(find: tuple[str, str], story: Story, random: Any) -> None:
    shuffled = list(story)
    random.shuffle(shuffled)
    before, after = (
        entries_of(told([("h-1", each) for each in order], find), "h-1") for order in (story, shuffled)
    )
    assert demands(before) == demands(after)


@given(FINDS, STORIES, st.integers(0, 12))
def test_a_replay_in_two_parts_demands_the_same(find: tuple[str, str], story: Story, cut: int) -> None:
    entries = entries_of(told([("h-1", each) for each in story], find), "h-1")
    first = decode(encode(entries[: cut + 1]))
    demands(first)
    assert demands([*first, *entries[cut + 1 :]]) == demands(entries)


@given(FINDS, STORIES)
def test_nothing_is_demanded_for_what_is_settled(find: tuple[str, str], story: Story) -> None:
    entries = entries_of(told([("h-1", each) for each in story], find), "h-1")
    rules = {demand.rule for demand in demands(entries)}
    match hazard_view("h-1", entries)["state"]:
        case "voided" | "merged" | "looked_back":
            assert rules == set()
        case "closed":
            assert rules == {"look_back_due"}
        case _:
            assert "look_back_due" not in rules


@given(FINDS, STORIES)
def test_no_row_is_demanded_twice(find: tuple[str, str], story: Story) -> None:
    """Rule, due time and recipient are the key: two demands of one key would be one row with two texts."""
    found = demands(entries_of(told([("h-1", each) for each in story], find), "h-1"))
    keys = [(each.rule, each.due) for each in found]
    assert len(keys) == len(set(keys))
    assert all(each.audience and len(set(each.audience)) == len(each.audience) for each in found)
