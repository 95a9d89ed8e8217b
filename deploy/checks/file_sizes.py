"""Files stay small: none over 300 lines (tests 400), the median at most 60; functions at most 30 lines."""

import ast
import subprocess
import sys
from pathlib import Path
from statistics import median

LIMIT, TEST_LIMIT, MEDIAN, FUNCTION = 300, 400, 60, 30


def main() -> int:
    command = ["git", "ls-files", "*.py"]
    listed = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - whichever git is used
    files = [Path(name) for name in listed.stdout.split() if Path(name).exists()]
    sizes = {file: len(file.read_text("utf-8").splitlines()) for file in files}
    findings = [f"{file}: {size} lines" for file, size in sizes.items() if size > limit_of(file)]
    sources = [file for file in files if not is_test(file)]
    middle = median(sizes[file] for file in sources if sizes[file])
    if middle > MEDIAN:
        findings.append(f"median of {middle} lines, over {MEDIAN}")
    findings += [finding for file in sources for finding in long_functions(file)]
    sys.stdout.write("\n".join([*findings, f"{len(files)} files, median {middle:g} lines", ""]))
    return 1 if findings else 0


def limit_of(file: Path) -> int:
    return TEST_LIMIT if is_test(file) else LIMIT


def is_test(file: Path) -> bool:
    return file.parts[0] in ("tests", "benchmarks")


def long_functions(file: Path) -> list[str]:
    return [
        f"{file}:{node.lineno}: {node.name} has {size} lines"
        for node in ast.walk(ast.parse(file.read_bytes()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (size := lines_of(node)) > FUNCTION
    ]


def lines_of(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Without the docstring: a command's is its help page."""
    said = node.body[0].end_lineno or 0 if ast.get_docstring(node) else node.body[0].lineno - 1
    return (node.end_lineno or node.lineno) - said + (node.body[0].lineno - node.lineno)


if __name__ == "__main__":
    sys.exit(main())
