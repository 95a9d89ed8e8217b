"""What tests tell at the end of a run, also when they passed: kills and their seed, states explored."""

from _pytest.terminal import TerminalReporter

PROPERTY = "told"


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    for outcome in ("passed", "failed"):
        for report in terminalreporter.stats.get(outcome, []):
            for name, told in report.user_properties:
                if name == PROPERTY:
                    terminalreporter.write_line(f"{outcome}, {told}")
