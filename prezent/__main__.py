"""Runs the command line as ``python -m prezent``."""

if __name__ == "__main__":
    import os
    import sys

    # Python looks for packages in the current folder first: one that is called models there would be taken for ours.
    sources = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    if sys.path[0] == os.getcwd() != sources:
        del sys.path[0]
    from prezent.cli import main

    main()
