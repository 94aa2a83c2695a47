"""The areas of the administration, in the order of the overview: a new area is one more line."""

from dataclasses import dataclass

from models.access.permissions import Permission


@dataclass(frozen=True, slots=True)
class Area:
    """One area: its name, its first page, who gets in, and a sentence that says what is done there."""

    label: str
    endpoint: str
    permission: Permission
    sentence: str


AREAS = (
    Area("アカウント", "people.index", Permission.PEOPLE_LOOK, "停止、解除、抹消、登録内容の変更。"),
    Area("組織の利用者", "desk.index", Permission.DESK, "自分の組織のアカウントの申請、停止、棚卸し。"),
    Area("組織", "organisations.index", Permission.PEOPLE_LOOK, "組織の登録、閲覧範囲、責任者、利用停止。"),
    Area("アカウントの申請", "requests.index", Permission.ADMINISTRATION, "申請、自動の確認、照会、発行。"),
    Area(
        "二人で行う操作",
        "approvals.index",
        Permission.ADMINISTRATION,
        "一人が提案し、別の一人が承認すると実施される操作。",
    ),
    Area(
        "上限を超える書き出しの承認",
        "export_requests.index",
        Permission.EXPORT_DECIDE,
        "書き出しの上限を超える1ファイルごとの申請を、24時間以内に承認又は不承認とする。",
    ),
    Area("棚卸し", "roll_calls.index", Permission.ROLL_CALL_MANAGE, "四半期ごとの確認の進み具合。"),
    Area("緊急停止", "kinds.index", Permission.KIND_STOP, "同じ種類の組織すべての利用を一度に止める。"),
    Area("送信メール", "operation.mail", Permission.OPERATION_LOOK, "案内や知らせの送信の状況。"),
    Area("時間のかかる処理", "operation.jobs", Permission.OPERATION_LOOK, "書き出しや取込みの進み具合。"),
    Area(
        "研修",
        "admin_training.index",
        Permission.TRAINING_LOOK,
        "誰が、どの研修を、いつ修了したかの一覧です。期限を過ぎた人を探せます。",
    ),
    Area(
        "漏えい等への対応",
        "incident_cases.index",
        Permission.INCIDENT_HANDLE,
        "情報漏えい又はその疑いの報告を受け、期限を守って対応します。",
    ),
    Area(
        "検知",
        "monitoring.index",
        Permission.MONITORING_LOOK,
        "通常と異なる利用の検知と、その規則の閾値。規則は過去の記録で試し、二人で変えます。",
    ),
    Area(
        "検知の案件",
        "cases.index",
        Permission.MONITORING_LOOK,
        "検知されたことの事情を確かめ、説明を受け、結論を出します。",
    ),
    Area(
        "閲覧についての問合せ",
        "inquiry_cases.index",
        Permission.INQUIRY_ANSWER,
        "認定事業者からの問合せと異議の申出に、期限までに回答する。照会番号から閲覧した人を調べる。",
    ),
    Area(
        "閲覧の記録の書面での請求",
        "paper_requests.index",
        Permission.PAPER_REQUEST_LOOK,
        "アカウントのない認定事業者からの請求を、システム管理者が入力し、保有者担当が承認して印刷する。",
    ),
    Area(
        "書き出したファイル",
        "export_traces.index",
        Permission.EXPORT_TRACE,
        "見つかったファイルを番号から書き出した人までたどり、同じものかを照合する。書き出しの上限。",
    ),
    Area(
        "規約・方針・同意事項",
        "texts.index",
        Permission.TEXT_PUBLISH,
        "利用規約、プライバシーポリシー、6項目の同意事項の新しい版を作り、二人で公開します。",
    ),
    Area(
        "閲覧項目",
        "items.index",
        Permission.GRANTS_LOOK,
        "どの項目をどの利用者属性に見せるかの一覧、根拠と点検の期限、使われていない許可。",
    ),
    Area(
        "閲覧権限の版",
        "editions.index",
        Permission.GRANTS_LOOK,
        "閲覧項目の見直しの下書き、違い、二人での承認、発効、過去の版。",
    ),
    Area(
        "同意の状況",
        "consent_state.index",
        Permission.PEOPLE_LOOK,
        "現在の版に同意した人の数と割合を、組織ごとに確かめます。",
    ),
    Area(
        "証跡",
        "audit.index",
        Permission.TRAIL_LOOK,
        "だれが、いつ、何をしたか。ある設備をだれが見たか、ある利用者が何を見たか。照合点と監査資料。",
    ),
    Area(
        "自己点検",
        "inspection.index",
        Permission.INSPECTION_LOOK,
        "遵守事項が守られているかの点検、その結果の確認、年間の点検・監査の計画。",
    ),
    Area("月次報告", "reports.index", Permission.REPORT_LOOK, "利用の状況の報告を作り、署名し、保存します。"),
    Area(
        "指摘", "findings.index", Permission.FINDING_RAISE, "点検・監査の指摘を、担当と期限を決めて、完了まで追います。"
    ),
    Area(
        "見える理由",
        "why.ask",
        Permission.VISIBILITY_EXPLAIN,
        "だれに、どの設備のどの項目が、なぜ見えるのか、見えないのか。",
    ),
    Area(
        "プレビュー",
        "preview.index",
        Permission.VISIBILITY_EXPLAIN,
        "ほかの属性や組織の利用者に、画面がどう見えるかを確かめる。",
    ),
)
