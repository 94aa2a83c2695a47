"""What every file says of itself: the facts of the act above, or beside, the rows (B4)."""

from models.catalogue.item import Item
from models.certifications.export_order import ExportOrder
from models.legal.notices import ExportFacts, export_header


def facts_of(order: ExportOrder, rows: int) -> tuple[tuple[str, str], ...]:
    """The lines of the head, each a label and a value, as people typed them."""
    actor = order.viewer.actor
    facts = ExportFacts(
        file_number=order.file_number,
        exported_at=order.at,
        person=f"{order.person}（{actor.login_id}）",
        organisation=actor.organisation,
        purpose=order.wish.purpose,
        note=order.wish.note,
        conditions=order.criteria.describe(),
        rows=rows,
        columns=len(order.criteria.columns),
    )
    return (*export_header(facts), ("閲覧権限の版", f"第{order.viewer.items.edition}版"))


def column_head(item: Item) -> str:
    """What stands above an item's column."""
    return f"{item.label}（{item.unit}）" if item.unit else item.label
