"""A page's tables: ruled ones, and those that a few lines or alignment alone show. Start with aligned."""
