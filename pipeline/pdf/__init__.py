"""The PDF room: characters, lines, columns, tables and furniture of a page."""
