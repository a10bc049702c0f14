"""How a run is executed: sources, workers, cache, failures, progress. `run.py` is the way in."""
