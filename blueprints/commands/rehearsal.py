"""``flask monitoring``: what rules would have raised on the past, and one round of the watch by hand."""

import click

from blueprints.commands.console import console_actor, one_act
from blueprints.commands.monitoring import monitoring_cli
from blueprints.deployment import current_settings
from blueprints.unit_of_work import current_session, session_factory
from models.audit.event_names import EventName
from models.audit.recorder import Event, record
from models.cases.round import watch_over
from models.mail.outgoing import Outgoing
from models.monitoring.rehearsal import DAYS, LONGEST, Rehearsal, rehearse
from models.monitoring.rule_draft import open_draft
from models.monitoring.rule_reading import rule_named
from models.monitoring.rules_in_force import label_of, rules_in_force
from models.secret_box import SecretBox


@monitoring_cli.command("rehearse")
@click.option("--rule", default="", help="この規則だけを試します")
@click.option("--days", default=DAYS, show_default=True, type=click.IntRange(1, LONGEST), help="過去の日数")
def rehearse_rules(rule: str, days: int) -> None:
    """What the draft of the rules, or those in force where there is none, would have raised on the past."""
    with one_act():
        if rule:
            rule_named(rule)
        session = current_session()
        draft, (number, in_force) = open_draft(session), rules_in_force(session)
        about = f"rule-draft:{draft.id}" if draft else f"rule-edition:{number}"
        details = {"days": days, "revision": draft.revision if draft else None}
        record(session, Event(EventName.RULES_REHEARSED, console_actor(), object=about, details=details))
    with session_factory()() as reading:
        found = rehearse(reading, draft.rules if draft else in_force, in_force, days, only=rule)
    for line in _lines(found):
        click.echo(line)


@monitoring_cli.command("watch")
def watch() -> None:
    """Look at everything recorded since, as the worker does every few seconds."""
    settings = current_settings()
    outgoing = Outgoing(SecretBox(settings.encryption_keys), settings.public_url)
    alerts, put = watch_over(session_factory(), outgoing)
    click.echo(f"検知 {alerts:,} 件、案件に加えたもの {put:,} 件")


def _lines(found: Rehearsal) -> list[str]:
    lines = [
        f"過去 {found.days} 日の警告と一時停止：この閾値なら {found.after:,} 件（今の規則なら {found.before:,} 件）"
    ]
    for code, one in sorted(found.rules.items()):
        lines.append(f"  {label_of(code)}（{code}）：{one.after:,} 件（今の規則なら {one.before:,} 件）")
        lines += [f"    {example.words}" for example in one.examples]
    return lines
