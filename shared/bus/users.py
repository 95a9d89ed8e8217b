"""Who signs in to the bus, and what each is there for; what it may do there: `permissions`."""

PROVISIONER = "provisioner"
SENDER = "sender"
"""Of notifications, for reminders: what follows the logs there may publish none."""
SENDER_OF = "notifications"
REBUILD = "rebuild"
"""Reads the logs that a generation of reporting's read model is built from, and may publish nothing."""
REBUILDS = "reporting"
SYSTEM = "system"

INTAKE_OF = ("registry", "hazards")
OWN_LOG = {"registry": "registry", "hazards": "hazards", "reporting": "reporting"}
FOLLOWS = {
    "registry": (),
    "hazards": ("registry",),
    "reporting": ("registry", "hazards"),
    "notifications": ("registry", "hazards", "reporting"),
}
SERVICES = tuple(FOLLOWS)
TELLS_STOPPED = ("registry", "hazards", "reporting")
"""Say where their read models stand still, for notifications to raise the alarm."""
READS_STORED = ("reporting",)
"""Reads single events of the logs it follows: what is signed names their bytes."""
