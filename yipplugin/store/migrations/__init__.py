"""The versions of our tables, and how Alembic runs them from inside the package."""
