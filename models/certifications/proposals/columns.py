"""Whether the person who uploads a published register may see every item it has a column for (M9)."""

from pathlib import Path

from sqlalchemy.orm import Session

from models.access.visible_items import VisibleItems
from models.audit.actor import Actor
from models.audit.event_names import EventName, Outcome
from models.audit.recorder import Event, record
from models.register.workbooks.item_header import UnknownLabel, printable
from models.register.workbooks.reader import open_workbook

_ITEM_OF = {"parcel_address": "parcel_addresses"}
"""Columns whose item has another key: one row's part of it."""


def check_columns(session: Session, actor: Actor, path: Path, name: str, visible: VisibleItems) -> None:
    """Raise ``UnknownLabel`` for a file with a column of an item that is not ``visible``; recorded, for the caller to
    commit. Raises what ``open_workbook`` raises.
    """
    for layout in open_workbook(path, name).layouts:
        items = {key: _ITEM_OF.get(key, key) for key in layout.columns}
        hidden = [key for key, item in items.items() if item not in visible]
        if hidden:
            details = {"file": name, "items": sorted(items[key] for key in hidden)}
            event = Event(
                EventName.HIDDEN_ITEMS_NAMED, actor, Outcome.REFUSED, edition=visible.edition, details=details
            )
            record(session, event)
            raise UnknownLabel(layout.header_index + 1, [printable(layout.labels[key]) for key in hidden])
