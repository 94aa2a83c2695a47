"""The items beyond the published cells: 60 to 200 of them for each certification, plausible one by one."""

from models.demonstration.generator.details.filling import detail_items

__all__ = ["detail_items"]
