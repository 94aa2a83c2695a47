"""The rules: what each means, what it does, and every threshold, for each kind of organisation and role."""

from typing import Any

from flask import Response

from blueprints.admin.listing import AdminList, ListCell, ListColumn, answer
from blueprints.admin.monitoring.blueprint import MAY_LOOK, monitoring
from blueprints.formatting import moment
from blueprints.identity import current_viewer
from blueprints.rendering import render
from blueprints.unit_of_work import current_session
from models.access.permissions import Permission
from models.detection.rulebook import Mode, RuleBook
from models.detection.rules import ALL_RULES
from models.detection.rules.rule import Rule
from models.monitoring.audiences import audience_label, audiences_of
from models.monitoring.rule_differences import figures_of, in_words
from models.monitoring.rule_draft import open_draft
from models.monitoring.rule_reading import rule_editions, rule_named
from models.monitoring.rules_in_force import rules_in_force

MODE_TAGS = {Mode.OFF: "neutral", Mode.WATCH: "blue", Mode.ALERT: "attention", Mode.STOP: "bad"}


@monitoring.get("/rules", needs=MAY_LOOK)
def rules() -> Response:
    """Every rule with its sentence and what it does, and the editions there were."""
    session = current_session()
    number, book = rules_in_force(session)
    rows = [(rule, book.setting(rule.code, "").mode, _own(book, rule)) for rule in ALL_RULES]
    return answer(
        _editions_listed(number),
        "monitoring/rules.html",
        number=number,
        rows=rows,
        tags=MODE_TAGS,
        draft=open_draft(session),
        may_edit=Permission.RULES_CHANGE in current_viewer().permissions,
    )


@monitoring.get("/rules/<string:code>", needs=MAY_LOOK)
def rule(code: str) -> Response:
    """One rule: its thresholds for all, and for whomever they may be others."""
    session, found = current_session(), rule_named(code)
    number, book = rules_in_force(session)
    columns = [
        (audience_label(one), book.setting(code, *one).mode, figures_of(book, found, one))
        for one in audiences_of(code, book)
    ]
    return render("monitoring/rule.html", rule=found, number=number, columns=columns, tags=MODE_TAGS, in_words=in_words)


def _own(book: RuleBook, rule: Rule) -> list[str]:
    own = book.own_audiences(rule.code)
    return [audience_label(one) for one in audiences_of(rule.code, book) if one in own]


def _editions_listed(in_force: int) -> AdminList[Any]:
    def state(one: Any) -> ListCell:
        return ListCell("有効", tag="good") if one.number == in_force else ListCell("過去の版", tag="neutral")

    columns = (
        ListColumn[Any]("版", lambda one: f"第{one.number}版", sort="number"),
        ListColumn[Any]("状態", state),
        ListColumn[Any]("名前", lambda one: one.note, sort="note"),
        ListColumn[Any]("発効した日時", lambda one: moment(one.made_at), sort="at"),
        ListColumn[Any]("提案した人", lambda one: one.proposer, sort="proposer"),
        ListColumn[Any]("承認した人", lambda one: one.approver, sort="approver"),
    )
    empty = "この条件に合う版はありません。"
    return AdminList("rule-editions", "規則の版", rule_editions(), columns, lambda one: int(one.number), empty)
