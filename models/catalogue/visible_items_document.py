"""The visible items as a document: every item with the attributes the first edition grants it to (M9)."""

from collections.abc import Iterator, Sequence

from models.catalogue.catalogue import catalogue
from models.catalogue.first_edition import proposed_grants
from models.catalogue.item import Item, PersonalData
from models.organisations.kinds import WITHOUT_ROWS, OrganisationKind

HEAD = """# 閲覧項目の一覧（第1版・提案）

閲覧権限の初版が、どの利用者属性にどの項目を見せるかの一覧です。
保有者による点検の前の提案であり、〇 のない項目は表示されません。
`flask items document` が項目の一覧と初版から作ります。手で書き換えず、元のデータを改めてから作り直してください。
"""
PERSONAL = {PersonalData.YES: "個人情報", PersonalData.CONDITIONAL: "個人の場合", PersonalData.NO: ""}


def visible_items_document() -> str:
    """The whole document, in Markdown."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    attributes = [one for one in catalogue().attributes if one.rows not in WITHOUT_ROWS]
    granted = {(grant["item"], grant["attribute"]) for grant in proposed_grants()}
    yield HEAD
    for section in catalogue().sections:
        yield f"## {section.number} {section.label}\n"
        yield f"| 番号 | 項目 | キー | 個人情報 | {' | '.join(one.short_label for one in attributes)} |"
        yield "|---|---|---|---|" + "---|" * len(attributes)
        for item in catalogue().items:
            if item.section == section.number:
                yield _row(item, granted, [one.rows for one in attributes])
        yield ""


def _row(item: Item, granted: set[tuple[object, object]], kinds: Sequence[OrganisationKind]) -> str:
    marks = ("〇" if (item.key, kind.value) in granted else "" for kind in kinds)
    return f"| {item.code} | {item.label} | `{item.key}` | {PERSONAL[item.personal]} | {' | '.join(marks)} |"
