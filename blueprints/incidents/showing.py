"""A report as pages and papers show it."""

from collections.abc import Sequence
from dataclasses import dataclass

from blueprints.formatting import NOTHING, day
from models.incidents.answers import Answers


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One question with its answer; ``field`` is where it is asked in the form."""

    label: str
    text: str
    field: str


def answer_rows(answers: Answers) -> Sequence[AnswerRow]:
    """Every question in the order of the form."""
    way = "経由しない（資源エネルギー庁の担当に直接報告する）" if answers.direct else "経由する"
    return (
        AnswerRow("何が起きたか", answers.kind.label, "kind-0"),
        AnswerRow("起きたこと", answers.what, "what"),
        AnswerRow("気付いた日", day(answers.noticed_on), "noticed_on"),
        AnswerRow("起きた日", day(answers.happened_on), "happened_on"),
        AnswerRow("関係する設備の設備ID", answers.facilities or NOTHING, "facilities"),
        AnswerRow("どのような情報か", answers.information, "information"),
        AnswerRow("情報が渡った可能性のある相手", answers.holders, "holders"),
        AnswerRow("これまでにしたこと", answers.done, "done"),
        AnswerRow("個人の情報を含むか", answers.personal_data.label, "personal_data-0"),
        AnswerRow("不正の目的で行われたおそれがあるか", answers.malicious.label, "malicious-0"),
        AnswerRow("関係する利用者のID", answers.person or NOTHING, "person"),
        AnswerRow("システム利用責任者", way, "direct"),
    )
