"""How accounts, training and consent stand at the moment the report is made (M4, M7, M15, M17)."""

from collections import Counter

from sqlalchemy import func, select

from models import clock
from models.accounts.account import Account, AccountState, Role
from models.accounts.dormancy import days_left
from models.consent.state import organisations_consent
from models.lists import ask, every_row
from models.organisations.organisation import Organisation
from models.reporting.document import Column, Row, Section, Table
from models.reporting.ground import Ground
from models.training.duties import figures
from models.training.standing import TrainingState

NEAR_DAYS = 30
_NUMBER = Column("人数", numeric=True, bar=True)


def standing(ground: Ground) -> Section:
    """Counts, and the accounts that will be dormant within thirty days."""
    tables = (_by_state(ground), _near_dormancy(ground), _training(ground), _consent(ground))
    sentence = "この報告を作成した時点の状態です。ほかの章と違い、後から計算し直すことはできません。"
    return Section("standing", "アカウント・研修・同意の状況", sentence, tables, from_trail=False)


def _by_state(ground: Ground) -> Table:
    statement = select(Account.role_code, Account.state_code, func.count()).group_by(
        Account.role_code, Account.state_code
    )
    counted: Counter[tuple[str, str]] = Counter()
    for role, state, number in ground.session.execute(statement):
        counted[role, state] = number
    columns = (Column("役割"), *(Column(state.label, numeric=True) for state in AccountState))
    rows: tuple[Row, ...] = tuple(
        (role.label, *(counted[role.value, state.value] for state in AccountState)) for role in Role
    )
    return Table("アカウントの状態", columns, rows)


def _near_dormancy(ground: Ground) -> Table:
    now = clock.now()
    chosen = (
        select(Account).join(Organisation).where(Account.state_code.in_([AccountState.ISSUED, AccountState.ACTIVE]))
    )
    people = ground.session.scalars(chosen.order_by(Organisation.name, Account.login_id))
    near = ((one, days_left(one, now)) for one in people)
    rows = tuple((one.login_id, one.organisation.name, days) for one, days in near if days <= NEAR_DAYS)
    columns = (Column("ID"), Column("組織"), Column("停止までの日数", numeric=True))
    return Table(f"未利用による停止まで{NEAR_DAYS}日以内のアカウント", columns, rows)


def _training(ground: Ground) -> Table:
    columns = (
        Column("研修"),
        Column("対象", numeric=True),
        *(Column(state.label, numeric=True) for state in TrainingState),
    )
    found = figures(ground.session, clock.today())
    rows: tuple[Row, ...] = tuple(
        (one.course.title, one.people, *(one.by_state[state] for state in TrainingState)) for one in found
    )
    return Table("研修", columns, rows)


def _consent(ground: Ground) -> Table:
    spec = organisations_consent(ground.session, clock.today())
    rows = tuple(
        (one.name, one.people, one.missing) for one in every_row(ground.session, spec, ask(spec, {})) if one.missing
    )
    columns = (Column("組織"), _NUMBER, Column("同意していない人", numeric=True))
    return Table("現在の版への同意がそろっていない組織", columns, rows)
