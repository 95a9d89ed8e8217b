"""`python -m shared.verifying`: a log and its stream."""

from shared.verifying.process import main

if __name__ == "__main__":
    main()
