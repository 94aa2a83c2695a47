"""Use by each account, how it changed, and who failed to sign in."""

from collections import Counter

from sqlalchemy import func, select

from models.accounts.account import Account
from models.audit.tables import AuditEvent
from models.reporting.acts import BY_SOMEBODY, Act, is_act, within
from models.reporting.document import Column, Row, Section, Table
from models.reporting.ground import COMPARED_MONTHS, Ground, change_in_words

UNKNOWN_ID = "（登録のないID）"
_ACCOUNT = "account:"
COLUMNS = (
    Column("ID"),
    Column("組織"),
    *(Column(act.label, numeric=True) for act in BY_SOMEBODY),
    Column("閲覧の操作の計", numeric=True, bar=True),
    Column(f"前{COMPARED_MONTHS}か月の中央値", numeric=True),
    Column("頻度の変化"),
    Column("異なる設備", numeric=True),
    Column("書き出した行", numeric=True),
)


def accounts(ground: Ground) -> Section:
    """Every account that did something in the month."""
    rows: list[Row] = []
    for use in ground.uses:
        key = (use.organisation_id, use.account_id)
        usual = ground.usual_by_account.get(key, 0)
        rows.append(
            (
                use.login_id,
                use.organisation,
                *(use.acts[act] for act in BY_SOMEBODY),
                use.using,
                usual,
                change_in_words(use.using, usual),
                ground.facilities.by_account.get(key, 0),
                use.rows,
            )
        )
    used = Table("アカウントごとの利用", COLUMNS, tuple(rows))
    sentence = "その月に何かを行ったアカウントです。ID は、別の人に発行されることはありません。"
    return Section("accounts", "アカウントごとの利用", sentence, (used, _failures(ground)))


def _failures(ground: Ground) -> Table:
    """Wrong passwords and codes, by the account they were meant for; unknown IDs together."""
    event = AuditEvent
    statement = (
        select(event.object, func.count()).where(is_act(Act.FAILED), within(ground.month)).group_by(event.object)
    )
    counted: Counter[int] = Counter()
    for about, times in ground.session.execute(statement):
        counted[int(about.removeprefix(_ACCOUNT)) if about.startswith(_ACCOUNT) else 0] += times
    chosen = select(Account.id, Account.login_id).where(Account.id.in_(counted))
    names = dict(ground.session.execute(chosen).all())
    lines = [(names.get(number, UNKNOWN_ID), times) for number, times in counted.items()]
    lines.sort(key=lambda line: (-line[1], line[0]))
    columns = (Column("ID"), Column("失敗", numeric=True, bar=True))
    return Table("サインインの失敗", columns, tuple(lines))
