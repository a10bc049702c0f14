"""Runs the fake flow until it is interrupted; started by test_run.py as a process of its own."""

import sys
from pathlib import Path

from flows import FAKE_FLOW

from pipeline.config import load_config
from pipeline.run import run_flow

if __name__ == "__main__":
    try:
        run_flow(FAKE_FLOW, [sys.argv[1]], load_config(overrides={"run.jobs": "2"}), output=Path(sys.argv[2]))
    except KeyboardInterrupt:
        sys.exit(130)
