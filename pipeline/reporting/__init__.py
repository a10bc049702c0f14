"""Parts of stage `report`: the ledger check, bilingual labels, tables, and what the page shows."""
