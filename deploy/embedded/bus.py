"""Who provisions the bus of a data folder: where it is, and the passwords it was given."""

from deploy.embedded.folder import DataFolder
from shared.bus.tend import BusStaff
from shared.bus.users import PROVISIONER, SYSTEM


def bus_staff(folder: DataFolder, url: str) -> BusStaff:
    return BusStaff(url, {user: folder.secret("bus", user) for user in (PROVISIONER, SYSTEM)})
