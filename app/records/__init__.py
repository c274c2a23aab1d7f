"""The ledger and what is derived from it. Imports nothing else of this project."""
