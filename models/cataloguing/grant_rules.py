"""Whether the grants a register begins with are reviews of something there is, and of nothing that must not be (M9)."""

from collections.abc import Iterator, Mapping, Sequence

from models.catalogue.attribute import Attribute, GroundWords, ProposedGrant
from models.catalogue.files import GRANTS, ITEMS
from models.catalogue.item import Item, PersonalData
from models.cataloguing.problem import Problem
from models.organisations.kinds import WITHOUT_ROWS, OrganisationKind


def grant_problems(
    grants: Sequence[tuple[int, ProposedGrant]],
    items: Sequence[tuple[int, Item]],
    attributes: Mapping[str, Attribute],
    grounds: Mapping[str, GroundWords],
) -> Iterator[Problem]:
    """What is wrong with the grants; ``grants`` and ``items`` with their lines, the others by code."""
    by_key = {item.key: item for _number, item in items}
    seen: dict[tuple[str, str], int] = {}
    for number, grant in grants:
        place = grant.item, grant.attribute
        if place in seen:
            yield Problem(GRANTS, number, f"{grant.item} と {grant.attribute} は、{seen[place]} 行目にもあります。")
        seen.setdefault(place, number)
        item, attribute = by_key.get(grant.item), attributes.get(grant.attribute)
        if item is None:
            yield Problem(GRANTS, number, f"項目 {grant.item} が {ITEMS} にありません。")
        if attribute is None:
            yield Problem(GRANTS, number, f"利用者属性 {grant.attribute} が attributes.csv にありません。")
        if grant.ground not in grounds:
            yield Problem(GRANTS, number, f"理由 {grant.ground} が grounds.csv にありません。")
        if item is not None and attribute is not None:
            yield from (Problem(GRANTS, number, one) for one in _must_not_be(grant, item, attribute))
    granted = {item for item, _attribute in seen}
    for number, item in items:
        if item.key not in granted and not item.internal:
            yield Problem(
                ITEMS, number, f"{item.key} は、どの利用者属性にも見えません（internal=yes なら構いません）。"
            )


def _must_not_be(grant: ProposedGrant, item: Item, attribute: Attribute) -> Iterator[str]:
    if attribute.rows in WITHOUT_ROWS:
        yield f"{attribute.code}（rows={attribute.rows}）は登録情報を閲覧しないため、項目を見せられません。"
    if item.internal and attribute.rows is OrganisationKind.CERTIFIED_OPERATOR:
        yield f"{item.key} は内部の項目（internal=yes）のため、{attribute.code} には見せられません。"
    if item.personal is not PersonalData.NO and not grant.less_will_not_do.strip():
        yield f"{item.key} は個人情報です。less_will_not_do に、より少ない情報では足りない理由を書いてください。"
