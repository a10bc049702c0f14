"""Turns the sample corpus's source texts (corpus/sources/*.toml) into PDFs, true texts and gold files."""
