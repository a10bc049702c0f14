"""A page's characters as pieces, columns and lines, in reading order."""
