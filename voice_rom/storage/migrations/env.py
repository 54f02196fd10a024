"""What Alembic runs: the revisions, on the connection and in the transaction of its caller."""

from alembic import context

# SQLite's tables can be changed in a transaction, too; Alembic alone thinks they cannot.
context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)
context.run_migrations()
