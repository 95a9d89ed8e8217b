"""What tests tell at the end of a run, also when they passed: kills and their seed, states, sums of plays."""

from collections import Counter

from _pytest.terminal import TerminalReporter

PROPERTY, PLAYED = "told", "played"


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    plays: list[Counter[str]] = []
    for outcome in ("passed", "failed"):
        for report in terminalreporter.stats.get(outcome, []):
            for name, told in report.user_properties:
                if name == PROPERTY:
                    terminalreporter.write_line(f"{outcome}, {told}")
                elif name == PLAYED:
                    plays.append(Counter(told))
    if plays:
        terminalreporter.write_line(f"{len(plays)} plays of reminders: {_of(sum(plays, Counter()))}")


def _of(all_: Counter[str]) -> str:
    """What a process that died left in doubt is ours; the rest is what a provider did not answer."""
    return (
        f"{all_['reminders']} reminders in {all_['messages']} messages, harm done {all_['harm']}; uncertain "
        f"{all_['uncertain']} ({_in_a_thousand(all_['uncertain'], all_['reminders'])} in a thousand), by "
        f"killed or stopped processes {all_['by_harm']} "
        f"({_in_a_thousand(all_['by_harm'], all_['reminders'])}), by mail servers that did not answer "
        f"{all_['by_mail']}; failed {all_['failed']}, repeated by rule "
        f"{all_['repeated']}, left open by providers {all_['open']}"
    )


def _in_a_thousand(some: int, all_: int) -> str:
    return f"{1000 * some / all_:.1f}"
