"""Alembic's entry: runs the migrations on the connection that `app.records.migrate` passes."""

from __future__ import annotations

from alembic import context

from app.records.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
