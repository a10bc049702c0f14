"""What evaluating takes: gold files, when two values or names are the same, mistakes in their context."""
