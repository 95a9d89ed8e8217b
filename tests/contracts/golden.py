"""The golden events: `<type>.v<version>[.<variant>].json`, each the very bytes a log once stored."""

from pathlib import Path

GOLDEN = Path(__file__).parent / "golden"


def golden_files() -> list[Path]:
    return sorted(GOLDEN.glob("*.json"))


def type_and_version(file: Path) -> tuple[str, int]:
    """From the name: types hold one dot, the version follows a `v`."""
    kind, what, version = file.name.split(".")[:3]
    return f"{kind}.{what}", int(version.removeprefix("v"))
