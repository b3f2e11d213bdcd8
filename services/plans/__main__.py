"""The command line of the plans service."""

from services.plans.app import SERVICE
from shared.cli import main

if __name__ == "__main__":
    main(SERVICE)
