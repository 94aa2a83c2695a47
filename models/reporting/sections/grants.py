"""Changes of what may be seen, and of the texts, in the month (B5, M14, M15)."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from models import clock
from models.accounts.account import Account
from models.audit.event_names import EventName
from models.audit.tables import AuditEvent
from models.reporting.document import Column, Section, Table
from models.reporting.ground import Ground
from models.reporting.happened import events_of

_MADE = (EventName.GRANTS_EDITION_LOADED, EventName.GRANTS_EDITION_MADE, EventName.GRANTS_EDITION_CALLED_OFF)

_TEXTS = (EventName.TEXT_PUBLISHED, EventName.TEXT_CALLED_OFF)


def grants(ground: Ground) -> Section:
    """Editions made or called off, and texts published, each with its two persons."""
    editions, texts = events_of(ground, *_MADE), events_of(ground, *_TEXTS)
    names = _names(ground, [*editions, *texts])
    people = (Column("提案"), Column("承認"))
    changed = Table(
        "閲覧権限の版",
        (
            Column("日時"),
            Column("版"),
            Column("内容"),
            Column("新たに見える", numeric=True),
            Column("見えなくなる", numeric=True),
            *people,
        ),
        tuple(_edition(one, names) for one in editions),
        note="見える・見えなくなるは、項目と利用者属性の組合せの数です。",
    )
    published = Table(
        "規約・方針・同意事項の公開と取りやめ",
        (Column("日時"), Column("文書"), Column("施行日"), Column("内容"), *people),
        tuple(_text(one, names) for one in texts),
    )
    return Section("grants", "閲覧権限と文書の変更", "二人の担当による変更です。", (changed, published))


def _text(one: AuditEvent, names: dict[int, str]) -> tuple[str, ...]:
    what = "施行前の取りやめ" if one.name == EventName.TEXT_CALLED_OFF.value else "公開"
    return (_at(one), one.details["document"], one.details["version"], what, _proposer(one, names), one.login_id)


def _edition(one: AuditEvent, names: dict[int, str]) -> tuple[str | int, ...]:
    details = one.details
    what = {
        EventName.GRANTS_EDITION_LOADED.value: "登録",
        EventName.GRANTS_EDITION_CALLED_OFF.value: "発効前の取りやめ",
    }.get(one.name, f"発効 {str(details.get('in_force_from', ''))[:10]}")
    counts = (_count(details.get("revealed", {})), _count(details.get("hidden", {})))
    return (_at(one), f"第{details['edition']}版", what, *counts, _proposer(one, names), one.login_id)


def _count(by_attribute: Mapping[str, Sequence[str]]) -> int:
    return sum(len(items) for items in by_attribute.values())


def _proposer(one: AuditEvent, names: dict[int, str]) -> str:
    return names.get(one.details.get("proposed_by", 0), "")


def _names(ground: Ground, events: Sequence[AuditEvent]) -> dict[int, str]:
    """The login IDs of those who proposed: an ID stays its person's for ever, so that they never change."""
    numbers = {one.details["proposed_by"] for one in events if one.details.get("proposed_by")}
    return dict(ground.session.execute(select(Account.id, Account.login_id).where(Account.id.in_(numbers))).all())


def _at(one: AuditEvent) -> str:
    return f"{clock.in_japan(one.at):%Y-%m-%d %H:%M}"
