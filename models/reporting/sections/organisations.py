"""Use by each organisation, and how it changed."""

from collections import Counter

from models.reporting.acts import BY_SOMEBODY, Act
from models.reporting.document import Column, Row, Section, Table
from models.reporting.ground import COMPARED_MONTHS, Ground, change_in_words

COLUMNS = (
    Column("組織"),
    Column("アカウント", numeric=True),
    *(Column(act.label, numeric=True) for act in BY_SOMEBODY),
    Column("閲覧の操作の計", numeric=True, bar=True),
    Column(f"前{COMPARED_MONTHS}か月の中央値", numeric=True),
    Column("頻度の変化"),
    Column("異なる設備", numeric=True),
    Column("書き出した行", numeric=True),
)


def organisations(ground: Ground) -> Section:
    """Every organisation that did something in the month, or usually does."""
    acts: dict[int | None, Counter[Act]] = {}
    names = {use.organisation_id: use.organisation for uses in (*ground.before[::-1], ground.uses) for use in uses}
    people: dict[int | None, set[int | None]] = {}
    rows: Counter[int | None] = Counter()
    for use in ground.uses:
        acts.setdefault(use.organisation_id, Counter()).update(use.acts)
        people.setdefault(use.organisation_id, set()).add(use.account_id)
        rows[use.organisation_id] += use.rows
    usual = {key[0]: number for key, number in ground.usual_by_organisation.items()}
    known = sorted(
        acts.keys() | {key for key, number in usual.items() if number}, key=lambda one: (names[one], one or 0)
    )

    def line(one: int | None) -> Row:
        counted = acts.get(one, Counter())
        using = counted[Act.SEARCH] + counted[Act.VIEW] + counted[Act.EXPORT]
        return (
            names[one],
            len(people.get(one, ())),
            *(counted[act] for act in BY_SOMEBODY),
            using,
            usual.get(one, 0),
            change_in_words(using, usual.get(one, 0)),
            ground.facilities.by_organisation.get(one, 0),
            rows[one],
        )

    table = Table("組織ごとの利用", COLUMNS, tuple(map(line, known)))
    sentence = (
        "閲覧の操作は、検索・一覧、設備の表示（プレビューを含む）、書き出しです。"
        "頻度の変化は、前の3か月の中央値と比べたものです。"
    )
    return Section("organisations", "組織ごとの利用", sentence, (table,))
