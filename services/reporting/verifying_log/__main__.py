"""`python -m services.reporting.verifying_log`"""

from nats.aio.client import Client

from services.reporting.verifying_log.figures import check_figures
from services.reporting.verifying_log.files import check_files
from shared.verifying.copies import Asked
from shared.verifying.process import main
from shared.verifying.told import Tell


async def check_all(asked: Asked, bus: Client, tell: Tell) -> bool:
    files = await check_files(asked, bus, tell)
    return await check_figures(asked, bus, tell) and files


if __name__ == "__main__":
    main(check_all)
