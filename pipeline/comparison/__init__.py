"""Parts of stage `compare`: comparable figures, ranges, counterparts, conflicts, coverage."""
