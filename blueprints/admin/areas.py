"""The areas of the administration by what they are for, in the order of the overview: a new area is one more entry."""

from collections.abc import Collection
from dataclasses import dataclass

from models.access.permissions import Permission


@dataclass(frozen=True, slots=True)
class Area:
    """One area: its name, its first page, who gets in, and a sentence that says what is done there.

    ``more`` are sentences about what only some of those do there, each with the permission that it takes.
    """

    label: str
    endpoint: str
    permission: Permission
    sentence: str
    more: tuple[tuple[Permission, str], ...] = ()

    def told_to(self, permissions: Collection[Permission]) -> str:
        """What somebody with these permissions does there."""
        return self.sentence + "".join(sentence for permission, sentence in self.more if permission in permissions)


@dataclass(frozen=True, slots=True)
class Group:
    """Areas that belong to one sort of work."""

    label: str
    areas: tuple[Area, ...]


_PEOPLE = (
    Area("アカウント", "people.index", Permission.PEOPLE_LOOK, "停止、解除、抹消、登録内容の変更をします。"),
    Area("組織の利用者", "desk.index", Permission.DESK, "自分の組織のアカウントの申請、停止、棚卸しをします。"),
    Area(
        "組織",
        "organisations.index",
        Permission.PEOPLE_LOOK,
        "組織の登録、閲覧範囲と責任者の変更、利用停止をします。",
    ),
    Area(
        "アカウントの申請",
        "requests.index",
        Permission.ADMINISTRATION,
        "申請と自動の確認の結果を見て、照会し、発行します。",
    ),
    Area("棚卸し", "roll_calls.index", Permission.ROLL_CALL_MANAGE, "四半期ごとの確認の進み具合を見ます。"),
    Area(
        "研修",
        "admin_training.index",
        Permission.TRAINING_LOOK,
        "だれが、どの研修を、いつ修了したかを見ます。期限を過ぎた人を探せます。",
    ),
    Area(
        "同意の状況",
        "consent_state.index",
        Permission.PEOPLE_LOOK,
        "現在の版に同意した人の数と割合を、組織ごとに確かめます。",
    ),
)
_DECISIONS = (
    Area(
        "二人で行う操作",
        "approvals.index",
        Permission.ADMINISTRATION,
        "一人が提案した操作を、別の一人が承認して実施します。",
    ),
    Area(
        "上限を超える書き出しの承認",
        "export_requests.index",
        Permission.EXPORT_DECIDE,
        "書き出しの上限を超える1ファイルごとの申請を、24時間以内に承認又は不承認とします。",
    ),
    Area(
        "規約・方針・同意事項",
        "texts.index",
        Permission.TEXT_PUBLISH,
        "利用規約、プライバシーポリシー、6項目の同意事項の新しい版を作り、二人で公開します。",
    ),
)
_VISIBILITY = (
    Area(
        "閲覧項目",
        "items.index",
        Permission.GRANTS_LOOK,
        "どの項目をどの利用者属性に見せるか、その根拠と点検の期限、使われていない許可を見ます。",
    ),
    Area(
        "閲覧権限の版",
        "editions.index",
        Permission.GRANTS_LOOK,
        "現在の版と過去の版の内容と、版どうしの違いを見ます。",
        ((Permission.GRANTS_REVIEW, "閲覧項目の見直しを下書きし、違いを確かめ、二人で発効させます。"),),
    ),
    Area(
        "見える理由",
        "why.ask",
        Permission.VISIBILITY_EXPLAIN,
        "だれに、どの設備のどの項目が、なぜ見えるのか、見えないのかを調べます。",
    ),
    Area(
        "プレビュー",
        "preview.index",
        Permission.VISIBILITY_EXPLAIN,
        "ほかの属性や組織の利用者に、画面がどう見えるかを確かめます。",
    ),
)
_WATCHING = (
    Area(
        "検知",
        "monitoring.index",
        Permission.MONITORING_LOOK,
        "通常と異なる利用を検知する規則と、検知したことを見ます。",
        ((Permission.RULES_CHANGE, "規則は過去の記録で試し、二人で変えます。"),),
    ),
    Area(
        "検知の案件",
        "cases.index",
        Permission.MONITORING_LOOK,
        "検知されたことの事情、説明、結論を見ます。",
        (
            (Permission.CASE_HANDLE, "事情を確かめ、説明を受けます。"),
            (Permission.CASE_DECIDE, "結論を出します。"),
        ),
    ),
    Area(
        "漏えい等への対応",
        "incident_cases.index",
        Permission.INCIDENT_HANDLE,
        "情報漏えい又はその疑いの報告を受け、期限を守って対応します。",
    ),
    Area("緊急停止", "kinds.index", Permission.KIND_STOP, "同じ種類の組織すべての利用を一度に止めます。"),
    Area(
        "書き出したファイル",
        "export_traces.index",
        Permission.EXPORT_TRACE,
        "見つかったファイルを番号から書き出した人までたどり、同じものかを照合します。",
        ((Permission.EXPORT_LIMITS, "書き出しの上限も変えられます。"),),
    ),
    Area(
        "閲覧についての問合せ",
        "inquiry_cases.index",
        Permission.INQUIRY_ANSWER,
        "認定事業者からの問合せと異議の申出に、期限までに回答します。照会番号から閲覧した人を調べます。",
    ),
    Area(
        "閲覧の記録の書面での請求",
        "paper_requests.index",
        Permission.PAPER_REQUEST_LOOK,
        "アカウントのない認定事業者からの請求を、システム管理者が入力し、保有者担当が承認して印刷します。",
    ),
)
_EVIDENCE = (
    Area(
        "証跡",
        "audit.index",
        Permission.TRAIL_LOOK,
        "だれが、いつ、何をし、どの設備を見たかを調べます。照合点と監査資料を作ります。",
    ),
    Area(
        "自己点検",
        "inspection.index",
        Permission.INSPECTION_LOOK,
        "遵守事項が守られているかの点検の結果と、年間の点検・監査の計画を見ます。",
        (
            (Permission.INSPECTION_RUN, "点検を行います。"),
            (Permission.REPORT_SIGN, "結果を確認します。"),
            (Permission.PLAN_MANAGE, "年間の点検・監査を計画します。"),
        ),
    ),
    Area(
        "月次報告",
        "reports.index",
        Permission.REPORT_LOOK,
        "利用の状況の報告を見ます。",
        (
            (Permission.REPORT_DRAFT, "報告を作り、委託先として署名します。"),
            (Permission.REPORT_SIGN, "内容を確かめ、保有者として署名します。"),
        ),
    ),
    Area(
        "指摘",
        "findings.index",
        Permission.FINDING_RAISE,
        "点検・監査の指摘を、担当と期限を決めて、完了まで追います。",
    ),
)
_OPERATION = (
    Area("送信メール", "operation.mail", Permission.OPERATION_LOOK, "案内や知らせの送信の状況を見ます。"),
    Area("時間のかかる処理", "operation.jobs", Permission.OPERATION_LOOK, "書き出しや取込みの進み具合を見ます。"),
)

GROUPS = (
    Group("人と組織", _PEOPLE),
    Group("承認と公開", _DECISIONS),
    Group("閲覧権限", _VISIBILITY),
    Group("監視と対応", _WATCHING),
    Group("証跡・点検・監査", _EVIDENCE),
    Group("運用", _OPERATION),
)
