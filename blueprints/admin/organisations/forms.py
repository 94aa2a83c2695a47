"""Forms of the organisation pages."""

from typing import Any

from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # the stubs describe an older WTForms
from wtforms.validators import DataRequired, InputRequired, Length

from blueprints.admin.reasons import ReasonForm
from models.errors import DomainError
from models.organisations.kinds import OrganisationKind, kinds_in_use
from models.organisations.registration import LONGEST_NAME, OrganisationDetails
from models.organisations.units import Unit

READS, READS_NOT = "閲覧する", "閲覧しない"
LONGEST_LINES = 4_000


class OrganisationForm(ReasonForm):
    """What is registered of an organisation."""

    kind = SelectField(
        "種類",
        validators=[InputRequired("種類を選んでください。")],
    )
    name = StringField(
        "名称",
        validators=[
            DataRequired("名称を入力してください。"),
            Length(max=LONGEST_NAME, message=f"{LONGEST_NAME} 文字以内で入力してください。"),
        ],
    )
    scope_code = StringField(
        "閲覧範囲のコード",
        description="一般送配電：供給区域（tokyo など）、経済産業局：設備IDの局の文字（A など）、"
        "自治体：市区町村コード5桁か都道府県コード2桁、認定事業者：事業者番号。ほかの種類では空にします。",
        validators=[Length(max=40, message="40 文字以内で入力してください。")],
    )
    laws = StringField(
        "所管する法令の番号",
        description="関係省庁だけ。「、」で区切ります。空のときは全国の設備が対象です。",
        validators=[Length(max=200, message="200 文字以内で入力してください。")],
    )
    units = TextAreaField(
        "部門",
        description=f"一つの法人に、閲覧できる部門とできない部門があるときだけ。一行に一つ、「送配電部：{READS}」"
        f"「小売部：{READS_NOT}」のように書きます。",
        validators=[Length(max=LONGEST_LINES, message=f"{LONGEST_LINES} 文字以内で入力してください。")],
    )
    mail_domains = TextAreaField(
        "メールのドメイン",
        description="利用者のアドレスの @ より後ろ。一行に一つ（例：example.co.jp）。",
        validators=[Length(max=LONGEST_LINES, message=f"{LONGEST_LINES} 文字以内で入力してください。")],
    )

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.kind.choices = [SelectChoice(one.value, one.label) for one in kinds_in_use()]

    def show(self, details: OrganisationDetails) -> None:
        """Fill in what is registered now."""
        self.kind.data, self.name.data = details.kind.value, details.name
        self.scope_code.data, self.laws.data = details.scope_code or "", "、".join(details.laws)
        self.units.data = "\n".join(f"{one.name}：{READS if one.reads else READS_NOT}" for one in details.units)
        self.mail_domains.data = "\n".join(details.mail_domains)

    def details(self) -> OrganisationDetails:
        """What was filled in; raises ``DomainError`` for a line that cannot be read."""
        return OrganisationDetails(
            kind=OrganisationKind(self.kind.data),
            name=(self.name.data or "").strip(),
            scope_code=(self.scope_code.data or "").strip() or None,
            laws=tuple(part.strip() for part in (self.laws.data or "").split("、") if part.strip()),
            units=tuple(_unit(line) for line in _lines(self.units.data)),
            mail_domains=tuple(line.lower() for line in _lines(self.mail_domains.data)),
        )


def _lines(text: str | None) -> list[str]:
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


def _unit(line: str) -> Unit:
    name, _, reads = line.replace(":", "：").rpartition("：")
    if reads.strip() not in {READS, READS_NOT}:
        raise DomainError(f"部門は、一行に一つ、「名称：{READS}」又は「名称：{READS_NOT}」と書いてください。")
    return Unit(name.strip(), reads.strip() == READS)
