"""Alembic migrations of the records; `app.records.migrate` runs them."""
