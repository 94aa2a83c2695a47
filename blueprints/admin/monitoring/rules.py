"""The rules: what each means, what it does, and every threshold, for each kind of organisation."""

from flask import Response

from blueprints.admin.monitoring.blueprint import MAY_LOOK, monitoring
from blueprints.identity import current_viewer
from blueprints.rendering import render
from blueprints.unit_of_work import current_session
from models.access.permissions import Permission
from models.detection.rulebook import Mode
from models.detection.rules import ALL_RULES
from models.monitoring.rule_differences import figures_of, in_words, kind_label, kinds_of
from models.monitoring.rule_draft import open_draft
from models.monitoring.rule_reading import editions_of, rule_named
from models.monitoring.rules_in_force import rules_in_force

MODE_TAGS = {Mode.OFF: "neutral", Mode.WATCH: "blue", Mode.ALERT: "attention", Mode.STOP: "bad"}


@monitoring.get("/rules", needs=MAY_LOOK)
def rules() -> Response:
    """Every rule with its sentence and what it does."""
    session = current_session()
    number, book = rules_in_force(session)
    rows = [(rule, book.setting(rule.code, "").mode, kinds_of(book, rule.code)[1:]) for rule in ALL_RULES]
    return render(
        "monitoring/rules.html",
        number=number,
        rows=rows,
        tags=MODE_TAGS,
        kind_label=kind_label,
        draft=open_draft(session),
        editions=editions_of(session),
        may_edit=Permission.RULES_CHANGE in current_viewer().permissions,
    )


@monitoring.get("/rules/<string:code>", needs=MAY_LOOK)
def rule(code: str) -> Response:
    """One rule: its thresholds for all, and where a kind has its own."""
    session, found = current_session(), rule_named(code)
    number, book = rules_in_force(session)
    columns = [
        (kind_label(kind), book.setting(code, kind).mode, figures_of(book, found, kind))
        for kind in kinds_of(book, code)
    ]
    return render("monitoring/rule.html", rule=found, number=number, columns=columns, tags=MODE_TAGS, in_words=in_words)
