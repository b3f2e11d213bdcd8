"""The command line of the notify service."""

from services.notify.app import SERVICE
from shared.cli import main

if __name__ == "__main__":
    main(SERVICE)
