"""The register: certifications, their sites and items, their history, and how published workbooks enter it (M1).

Its tables are all named ``register_*`` and are read only through ``models.access.door``.
"""
