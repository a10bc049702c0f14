"""The PDF room: what a page holds, laid out into lines and tables, and what these are in the document.

From a file to its drafts: `reader`, `pages`, `structure.body`.
"""
