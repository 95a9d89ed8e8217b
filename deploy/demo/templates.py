"""Signature and templates of the text messages of a demonstration: approved, so that they are seen."""

from deploy.demo.asking import Api

_OFFICE, _USABLE = "safety_office", "可用"
_TEMPLATES = "/notifications/reminders/templates"


async def approve(api: Api) -> None:
    """As the safety office enters what its provider says."""
    for template in (await api.get(_OFFICE, _TEMPLATES))["templates"]:
        if template["state"] != _USABLE:
            await api.put(_OFFICE, f"{_TEMPLATES}/{template['name']}", {"state": _USABLE})
