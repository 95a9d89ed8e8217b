"""The line about kills and their seed at the end of a test run, also when the tests passed."""

from _pytest.terminal import TerminalReporter

PROPERTY = "crash"


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    for outcome in ("passed", "failed"):
        for report in terminalreporter.stats.get(outcome, []):
            for name, told in report.user_properties:
                if name == PROPERTY:
                    terminalreporter.write_line(f"{outcome}, {told}")
