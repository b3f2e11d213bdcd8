"""The command line of the partners service."""

from services.partners.app import SERVICE
from shared.cli import main

if __name__ == "__main__":
    main(SERVICE)
