"""The catalogue: every viewing item (閲覧項目), and the grants that decide who may see it (M9, M18).

Items are data (``items.csv``), one line each; nothing else in the product lists them.
"""
