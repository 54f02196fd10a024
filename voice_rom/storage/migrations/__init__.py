"""How a database comes to have the tables of today: Alembic's folder, which it runs by itself.

A revision in `versions/` is never changed once it was released: files out there went through it.
"""
