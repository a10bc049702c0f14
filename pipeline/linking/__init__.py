"""How `link` decides: which names are one thing, its country and parent, and what each value describes."""
