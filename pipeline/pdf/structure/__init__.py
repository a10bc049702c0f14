"""What lines and tables are in the document: paragraphs, headings, furniture, tables over pages. Start with body."""
