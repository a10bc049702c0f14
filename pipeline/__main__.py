"""Lets `python -m pipeline` stand for the command `crosswalk`."""

from pipeline.cli import main

if __name__ == "__main__":
    main()
