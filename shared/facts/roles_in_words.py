"""What roles are called, for whoever is refused one's acts, and where seats and accounts are listed. Pure."""

from collections.abc import Mapping

from shared.facts.account import Role

ROLES_IN_WORDS: Mapping[str, tuple[str, str]] = {
    "reporter": ("村居填报员", "Reporters of villages"),
    "officer": ("科室干部", "Officers of departments"),
    "safety_office": ("镇安委办", "Safety office"),
    "leader": ("镇领导", "Leaders"),
    "auditor": ("审计员", "Auditors"),
    "operator": ("运维员", "Operators"),
    "dashboard": ("数据看板", "Dashboards"),
}
"""In Chinese and in English."""


def not_for(role: Role) -> str:
    """As the detail of a refusal: whose role does not do that."""
    return f"您的角色是{_both(role)} is your role"


def only_for(*roles: Role) -> str:
    """As the detail of a refusal: whose role does."""
    return f"需要角色 it takes the role {' / '.join(_both(role) for role in roles)}"


def _both(role: Role) -> str:
    return f"{ROLES_IN_WORDS[role][0]} {role}"
