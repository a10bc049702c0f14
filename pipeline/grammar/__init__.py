"""The grammar of facts and names, Chinese and English side by side."""
