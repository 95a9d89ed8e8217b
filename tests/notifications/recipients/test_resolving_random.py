"""Any demand, any contacts: nobody out of office, one row per address and channel, and never nobody."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from services.notifications.recipients.directory import Directory, Ways
from services.notifications.recipients.resolving import Recipient, resolve
from services.notifications.rules.demand import Audience, Demand, Seat
from tests.notifications.chain import day
from tests.notifications.recipients.towns import POLICY, town

OFFICIALS = ("o_member", "o_head", "o_mayor")
REFERENCES = (
    *(f"filer/{filer}/{part}" for filer in ("v-1", "v-9") for part in ("reporter", "head", "stand_in")),
    *(f"official/{one}/self" for one in OFFICIALS),
    "person/p-1/self", "list/safety-office/li", "list/safety-office/wang", "list/operators/chen",
)  # fmt: skip
ADDRESSES = st.sampled_from(["a", "b", "c"]) | st.none()
WAYS = st.builds(Ways, ADDRESSES, ADDRESSES, ADDRESSES)
TOWNS = st.fixed_dictionaries({one: st.lists(st.just("镇长"), max_size=1) for one in OFFICIALS})
OF = st.sampled_from(["v-1", "v-9", "镇长", "2024-12-14", "", *OFFICIALS])
AUDIENCES = st.lists(st.builds(Audience, st.sampled_from(Seat), OF), min_size=1, max_size=6)
ROSTERS = st.lists(st.sampled_from(REFERENCES[6:10]), max_size=3)


@st.composite
def directories(draw: st.DrawFn) -> Directory:
    ways = draw(st.dictionaries(st.sampled_from(REFERENCES), WAYS))
    lists = {
        name: listed
        for name in ("safety-office", "operators")
        if (listed := sorted(each for each in ways if each.startswith(f"list/{name}/")))
    }
    return Directory(ways, {"2024-12-14": draw(ROSTERS)}, lists)


def used(one: Recipient, known: Directory) -> str:
    """The address behind a row; without one, the reference."""
    return getattr(known.ways.get(one.reference, Ways()), one.channel) or one.reference


@given(directories(), TOWNS, AUDIENCES, st.sampled_from(sorted(POLICY.rules)), st.booleans(), st.randoms())
def test_what_always_holds(
    known: Directory, offices: dict[str, list[str]], audience: list[Audience], rule: str, usable: bool,
    dice: Random,
) -> None:  # fmt: skip
    given_town = town(**offices)

    def found(said: list[Audience]) -> list[Recipient]:
        demanded = Demand(rule, "hazard/h-1", day(1), tuple(said))
        return resolve(demanded, given_town, known, POLICY.rules[rule], sms_usable=usable)

    told = found(audience)
    assert told, "somebody is told, or stands on the call list"
    rows = [(one.channel, used(one, known)) for one in told]
    assert len(set(rows)) == len(rows)
    for one in told:
        kind, id_, _ = one.reference.split("/")
        assert kind != "official" or offices[id_], one
        assert usable or one.channel != "sms"
        assert one.seats == tuple(sorted(set(one.seats)))
        assert set(one.seats) <= {each.seat for each in audience} | {Seat.SAFETY_OFFICE}
    mixed = [*audience, *audience]
    dice.shuffle(mixed)
    assert found(mixed) == told
