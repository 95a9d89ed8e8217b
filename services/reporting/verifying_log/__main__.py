"""`python -m services.reporting.verifying_log`"""

from services.reporting.verifying_log.files import check_files
from shared.verifying.process import main

if __name__ == "__main__":
    main(check_files)
