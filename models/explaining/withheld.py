"""Why an attribute is not shown an item: the first condition of ``visible_items`` that does not hold (B2, M9)."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from models.access.visible_items import visible_items
from models.catalogue.catalogue import catalogue
from models.catalogue.grants import Grant, edition_in_force
from models.catalogue.item import Item, can_be_granted
from models.catalogue.recorded import Standing, standing
from models.organisations.kinds import OrganisationKind


class Withheld(StrEnum):
    """Why it is not shown."""

    NO_EDITION = "no_edition"
    UNRECORDED = "unrecorded"
    ANOTHER_CATALOGUE = "another_catalogue"
    UNNAMED = "unnamed"
    INTERNAL = "internal"
    NOT_GRANTED = "not_granted"
    OVERDUE = "overdue"

    @property
    def label(self) -> str:
        """The reason in a few words."""
        return _LABELS[self]

    @property
    def told(self) -> str:
        """The reason in a sentence."""
        return _TOLD[self]


_LABELS = {
    Withheld.NO_EDITION: "有効な版なし",
    Withheld.UNRECORDED: "項目一覧の記録なし",
    Withheld.ANOTHER_CATALOGUE: "動作中の項目一覧が、記録された項目一覧と違う",
    Withheld.UNNAMED: "項目一覧に無い属性",
    Withheld.INTERNAL: "内部の項目",
    Withheld.NOT_GRANTED: "根拠の登録なし",
    Withheld.OVERDUE: "点検の期限を過ぎた",
}
_TOLD = {
    Withheld.NO_EDITION: "閲覧権限の版が、まだ施行されていません。",
    Withheld.UNRECORDED: "項目一覧がデータベースに記録されていないため、どの項目も表示されません。",
    Withheld.ANOTHER_CATALOGUE: (
        "動作中の項目一覧が、データベースに記録された項目一覧と違うため、どの項目も表示されません。"
        "サービスを再起動すると、記録された項目一覧で動きます。"
    ),
    Withheld.UNNAMED: "使用中の項目一覧がこの属性を挙げていないため、どの項目も表示されません。",
    Withheld.INTERNAL: "内部の項目は、版の許可にかかわらず、この属性には表示されません。",
    Withheld.NOT_GRANTED: "見せる根拠が登録されていません。点検されていない項目は、表示されません。",
    Withheld.OVERDUE: "許可はありますが、点検の期限を過ぎているため、表示されません。",
}


def withheld(
    session: Session, kind: OrganisationKind, item: Item, grant: Grant | None, now: datetime
) -> Withheld | None:
    """Why it is not shown; None where it is. ``grant`` is the one of the edition in force that counts, if any."""
    if item.key in visible_items(session, kind, now):
        return None
    if edition_in_force(session, now) is None:
        return Withheld.NO_EDITION
    found = standing(session)
    if found is not Standing.RECORDED:
        return Withheld.UNRECORDED if found is Standing.UNRECORDED else Withheld.ANOTHER_CATALOGUE
    if kind not in catalogue().by_kind:
        return Withheld.UNNAMED
    if not can_be_granted(item, kind):
        return Withheld.INTERNAL
    return Withheld.NOT_GRANTED if grant is None else Withheld.OVERDUE
