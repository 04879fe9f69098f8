"""Runs the command line as ``python -m prezent``."""

from prezent.cli import main

if __name__ == "__main__":
    main()
