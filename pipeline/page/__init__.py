"""Templates and assets of the report."""
