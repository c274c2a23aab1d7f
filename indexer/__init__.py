"""Reading the handbook: clauses, demands, revisions and search."""
