"""Viewing records as CSV: the same columns as on their pages."""

import csv
import io
from collections.abc import Iterable, Sequence

from blueprints.admin.listing import BYTE_ORDER_MARK
from blueprints.formatting import NOTHING, weekday_moment
from models.catalogue.file_cells import neutral
from models.looking_back.looks import Look
from models.looking_back.own_looks import OwnLook
from models.words import words

_HEAD = ("日時", "組織", "部門", "操作", "目的", "目的の種類", "区分", "閲覧権限の版", "目立つ点", "照会番号")


def record_csv(looks: Sequence[Look]) -> str:
    """The text of the file of one facility."""
    return _csv(_HEAD, map(_row, looks))


def looks_csv(rows: Sequence[OwnLook]) -> str:
    """The text of the file of all facilities."""
    return _csv((words().id, *_HEAD), ((one.facility_id, *_row(one.look)) for one in rows))


def _csv(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    buffer = io.StringIO()
    buffer.write(BYTE_ORDER_MARK)
    writer = csv.writer(buffer)
    writer.writerow(head)
    writer.writerows([neutral(text) for text in row] for row in rows)
    return buffer.getvalue()


def _row(look: Look) -> Sequence[str]:
    return (
        weekday_moment(look.at),
        look.organisation,
        look.unit or NOTHING,
        look.act,
        look.purpose or NOTHING,
        "申告された目的" if look.stated else "組織の業務",
        "、".join(look.sections) or NOTHING,
        f"第{look.edition}版" if look.edition else NOTHING,
        "、".join(mark.label for mark in look.marks) or NOTHING,
        look.number,
    )
