"""Which rows and which items: the last two links of a chain (M9, M10)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from models import clock
from models.access.row_reasons import Facts
from models.access.row_scope import RowScope
from models.access.scope_in_words import fact_in_words, key_in_words, rule_in_words, scope_in_words
from models.catalogue.grants import Grant, GrantsEdition, edition_in_force
from models.catalogue.item import Item
from models.catalogue.recorded import grants_of_item
from models.explaining.links import Answer, Link
from models.explaining.subject import Subject
from models.explaining.withheld import withheld

NOT_TOLD = "根拠となる登録内容は、あなたの属性では表示されません"


@dataclass(frozen=True, slots=True)
class RowAnswer:
    """A certification that was asked about: which keys of a scope it carries, and its facts by key."""

    facility_id: str
    carried: RowScope
    facts: Facts


def row_links(subject: Subject, row: RowAnswer | None) -> Iterator[Link]:
    """Whether the unit reads, and which rows."""
    account, organisation = subject.account, subject.organisation
    if account is not None and organisation is not None and organisation.units:
        reads = organisation.unit_reads(account.unit)
        told = f"部門は「{account.unit or '未登録'}」で、認定情報を閲覧{'する' if reads else 'しない'}部門です。"
        yield Link("認定情報を閲覧する部門に属しているか", Answer.of(reads), told, "組織に登録された部門")
    rule = f"「{subject.kind.label}」の範囲：{rule_in_words(subject.kind)}"
    scope = subject.scope
    if scope is None:
        told = "閲覧範囲は、組織ごとに決まります。"
        yield Link("設備が閲覧範囲にあるか", Answer.NOT_ASKED, told, rule)
    elif row is None:
        yield Link("閲覧範囲があるか", Answer.of(bool(scope)), scope_in_words(scope), rule)
    else:
        yield _row(scope, row, rule)


def _row(scope: RowScope, row: RowAnswer, rule: str) -> Link:
    question = f"設備 {row.facility_id} が閲覧範囲にあるか"
    if row.carried:
        told = f"{scope_in_words(scope)}この設備は、次の事実により範囲に入ります。"
        return Link(question, Answer.YES, told, rule, tuple(reasons(row.carried, row.facts)))
    told = f"{scope_in_words(scope)}この設備は、範囲に入りません。"
    return Link(question, Answer.NO, told, rule, tuple(_instead(scope, row.facts)))


def reasons(keys: RowScope, facts: Facts) -> Iterator[str]:
    """What gives a certification these keys, a sentence for each fact."""
    for key in sorted(keys):
        told = facts.get(key)
        yield from (f"{key_in_words(key)}：{fact_in_words(fact)}" for fact in told or ())
        if not told:
            yield f"{key_in_words(key)}：{NOT_TOLD}"


def _instead(scope: RowScope, facts: Facts) -> Iterator[str]:
    """Whose it is, where it is not theirs: the facility's keys of the same kinds."""
    kinds = {key.kind for key in scope}
    for key in sorted(key for key in facts if key.kind in kinds):
        yield f"この設備は{key_in_words(key)}：" + "、".join(dict.fromkeys(map(fact_in_words, facts[key])))


def item_link(session: Session, subject: Subject, item: Item, now: datetime) -> Link:
    """Whether the edition in force grants the item to the attribute, on what ground, who reviewed it and when."""
    question = f"項目「{item.label}」（{item.code}）が、属性に認められているか"
    edition = edition_in_force(session, now)
    grant = grants_of_item(session, edition.number, item.key).get(subject.kind) if edition is not None else None
    why = withheld(session, subject.kind, item, grant, now)
    source = edition_in_words(edition) if edition is not None else "閲覧権限"
    more = tuple(_terms_in_words(grant)) if grant is not None else ()
    if why is not None:
        granted = (f"許可の根拠：{grant.label}：{grant.reference}",) if grant is not None else ()
        return Link(question, Answer.NO, why.told, source, (*granted, *more))
    return Link(question, Answer.YES, f"{grant.label}：{grant.reference}" if grant is not None else "", source, more)


def _terms_in_words(grant: Grant) -> Iterator[str]:
    yield f"点検者：{grant.reviewer}"
    yield f"点検日：{_day_in_words(grant.reviewed_on)}"
    if grant.less_will_not_do:
        yield f"より少ない情報では足りない理由：{grant.less_will_not_do}"
    if grant.review_due_on is not None:
        yield f"次の点検の期限：{_day_in_words(grant.review_due_on)}"
    if grant.note:
        yield grant.note


def edition_in_words(edition: GrantsEdition) -> str:
    """The edition, since when it is in force, and whether it is still a proposal."""
    told = f"閲覧権限の第{edition.number}版"
    if edition.in_force_from is not None:
        told += f"（{clock.in_japan(edition.in_force_from):%Y年%-m月%-d日 %H:%M} 発効）"
    return told + ("（提案：保有者による点検の前のもの）" if edition.proposal else "")


def _day_in_words(day: date) -> str:
    return f"{day:%Y年%-m月%-d日}"
