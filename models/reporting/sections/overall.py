"""The month in a handful of numbers, beside the three months before."""

from collections.abc import Sequence

from models.reporting.acts import BY_SOMEBODY
from models.reporting.document import Column, Section, Table
from models.reporting.ground import Ground
from models.reporting.usage import Use


def overall(ground: Ground) -> Section:
    """How much the register was used in all."""
    month = ground.month
    shown = [(month, ground.uses), *((month.shifted(-back), uses) for back, uses in enumerate(ground.before, 1))]
    columns = (
        Column("月"),
        Column("利用した組織", numeric=True),
        Column("利用したアカウント", numeric=True),
        *(Column(act.label, numeric=True) for act in BY_SOMEBODY),
        Column("閲覧の操作の計", numeric=True, bar=True),
        Column("書き出した行", numeric=True),
    )
    table = Table("月ごとの利用", columns, tuple((one.label, *_figures(uses)) for one, uses in reversed(shown)))
    sentence = (
        f"{month.label}に、{ground.facilities.overall:,} 件の異なる設備が表示され、又は書き出されました。"
        "拒否は、権限のない画面と、範囲外又は存在しない設備の照会です。"
    )
    return Section("overall", "利用の全体", sentence, (table,))


def _figures(uses: Sequence[Use]) -> tuple[int, ...]:
    return (
        len({use.organisation_id for use in uses}),
        len({use.account_id for use in uses}),
        *(sum(use.acts[act] for use in uses) for act in BY_SOMEBODY),
        sum(use.using for use in uses),
        sum(use.rows for use in uses),
    )
