"""Parts of stage `embed`: sentence models of several kinds, and the centring that makes them know no language."""
