"""Every event in words: what it is called on a page, and a sentence that says what it states (M11)."""

from dataclasses import dataclass

from models.audit.event_names import EventName


@dataclass(frozen=True, slots=True)
class Meaning:
    """``label`` names the act in a list; ``sentence`` says what had happened when the event was written."""

    label: str
    sentence: str


MEANINGS: dict[EventName, Meaning] = {
    EventName.PASSWORD_CHECKED: Meaning(
        "パスワードの確認", "ログインIDとパスワードが確かめられた。失敗のときは理由と、入力されたIDの有無が残る。"
    ),
    EventName.CODE_CHECKED: Meaning("確認コードの確認", "端末に表示された確認コードが確かめられた。"),
    EventName.RECOVERY_CODE_USED: Meaning("回復コードの使用", "端末の代わりに、一度だけ使える回復コードが使われた。"),
    EventName.SIGNED_IN: Meaning("サインイン", "パスワード、確認コード、同意のすべてを終え、利用が始まった。"),
    EventName.SIGNED_OUT: Meaning("サインアウト", "本人が利用を終えた。"),
    EventName.SESSION_ENDED: Meaning(
        "利用中の画面の終了", "開いていたサインインが、本人の操作、時間切れ又は停止により終わった。"
    ),
    EventName.STEPPED_UP: Meaning("確認コードの再確認", "重い操作の前に、確認コードがもう一度確かめられた。"),
    EventName.DEVICE_CONNECTED: Meaning("端末の登録", "確認コードを表示する端末が登録された。"),
    EventName.DEVICE_REMOVED: Meaning("端末の登録の削除", "確認コードを表示する端末の登録が消された。"),
    EventName.RECOVERY_CODES_MADE: Meaning("回復コードの発行", "回復コードが新しく作られ、前のものは使えなくなった。"),
    EventName.PASSWORD_SET: Meaning("パスワードの設定", "パスワードが設定され、又は変更された。"),
    EventName.PASSWORD_LINK_SENT: Meaning(
        "パスワード設定の案内の送信", "パスワードを設定する一度限りのリンクが、登録されたアドレスに送られた。"
    ),
    EventName.ACCOUNT_LOCKED: Meaning("一時ロック", "誤りが続いたため、アカウントが一定の時間使えなくなった。"),
    EventName.ACCOUNT_UNLOCKED: Meaning("一時ロックの解除", "システム管理者が一時ロックを解いた。"),
    EventName.ACCOUNT_CREATED: Meaning("アカウントの発行", "個人のアカウントが発行された。"),
    EventName.ACCOUNT_STOPPED: Meaning("アカウントの停止", "アカウントが停止され、次の操作から使えなくなった。"),
    EventName.ACCOUNT_STOP_CONFIRMED: Meaning("停止の確認", "一人で行われた停止を、二人目が確認した。"),
    EventName.CONSENT_GIVEN: Meaning("同意", "同意事項のすべてに同意した。文書の版とハッシュ値が残る。"),
    EventName.CONSENT_DECLINED: Meaning("同意の拒否", "同意せず、利用を終えた。"),
    EventName.PAGE_REFUSED: Meaning("画面の拒否", "権限のない画面、又は別の場所からの利用が断られた。"),
    EventName.CERTIFICATIONS_LISTED: Meaning(
        "一覧の表示", "条件に合う設備の一覧が表示された。表示された設備がすべて残る。"
    ),
    EventName.CERTIFICATION_READ: Meaning("設備の表示", "一つの設備の詳細が表示された。表示された項目が残る。"),
    EventName.CERTIFICATION_ABSENT: Meaning(
        "見つからない設備の照会", "存在しないか、閲覧範囲にない設備が照会され、示されなかった。"
    ),
    EventName.CERTIFICATIONS_EXPORTED: Meaning(
        "ファイルへの書き出し", "利用目的を述べて、一覧の書き出しを始めた。対象の設備がすべて残る。"
    ),
    EventName.EXPORT_MADE: Meaning("書き出しファイルの作成", "書き出しファイルが出来上がった。"),
    EventName.EXPORT_ENDED: Meaning(
        "書き出しの終了", "書き出しが終わった。途中で打ち切られたときは、行数と理由が残る。"
    ),
    EventName.SEARCH_SAVED: Meaning("検索条件の保存", "検索の条件に名前を付けて保存した。"),
    EventName.SAVED_SEARCH_CHANGED: Meaning("保存した検索条件の変更", "保存した検索の名前又は共有が変えられた。"),
    EventName.SAVED_SEARCH_REMOVED: Meaning("保存した検索条件の削除", "保存した検索が消された。"),
    EventName.EXPORT_FETCHED: Meaning("書き出しファイルの取得", "出来上がったファイルの取得が始まった。"),
    EventName.EXPORT_FETCH_ENDED: Meaning(
        "書き出しファイルの取得の終了", "ファイルの取得が終わり、又は途中で打ち切られた。"
    ),
    EventName.EXPORT_FILE_ABSENT: Meaning(
        "見つからない書き出しファイルの照会", "存在しないか、他人の書き出しファイルが照会され、示されなかった。"
    ),
    EventName.EXPORT_FILE_REMOVED: Meaning(
        "書き出しファイルの削除", "期限又は操作により、書き出しファイルが消された。"
    ),
    EventName.FILE_IMPORTED: Meaning("ファイルの取込み", "登録情報のファイルが取り込まれた。"),
    EventName.IMPORT_PROPOSED: Meaning("取込みの提案", "登録情報の取込みが提案された。"),
    EventName.IMPORT_PREVIEWED: Meaning("取込みの内容の確認の完了", "取込みで何が変わるかが数えられた。"),
    EventName.IMPORT_READ: Meaning("取込みの内容の表示", "提案された取込みで変わる設備が表示された。"),
    EventName.IMPORT_CONFIRMED: Meaning("取込みの承認", "二人目が取込みを承認した。"),
    EventName.IMPORT_WITHDRAWN: Meaning("取込みの取下げ", "提案された取込みが取り下げられた。"),
    EventName.IMPORT_ENDED: Meaning("取込みの終了", "取込みが、行われずに又は失敗して終わった。"),
    EventName.HIDDEN_ITEMS_NAMED: Meaning(
        "閲覧できない項目の指定", "取り込むファイルに、示してはならない項目が含まれていた。"
    ),
    EventName.REGISTER_REINDEXED: Meaning("検索索引の作り直し", "検索のための索引が作り直された。"),
    EventName.CATALOGUE_TAKEN: Meaning("閲覧項目一覧の取込み", "閲覧項目の一覧が入れ替えられた。"),
    EventName.VISIBILITY_EXPLAINED: Meaning("見える理由の説明", "項目がなぜ見えるか、見えないかが説明された。"),
    EventName.ROW_EXPLAINED: Meaning("設備が見える理由の説明", "特定の設備がなぜ見えるか、見えないかが説明された。"),
    EventName.READERS_LISTED: Meaning("閲覧できる組織の表示", "設備を閲覧できる組織の一覧が表示された。"),
    EventName.SAMPLE_PREVIEWED: Meaning("見本でのプレビュー", "見本の設備で、ほかの属性の見え方が確かめられた。"),
    EventName.PREVIEW_LISTED: Meaning("プレビューでの一覧の表示", "ほかの利用者の見え方で、設備の一覧が表示された。"),
    EventName.PREVIEW_READ: Meaning("プレビューでの設備の表示", "ほかの利用者の見え方で、設備の詳細が表示された。"),
    EventName.GRANTS_EDITION_LOADED: Meaning("閲覧権限の初版の設定", "閲覧権限の初版（提案）が有効になった。"),
    EventName.GRANTS_EDITION_MADE: Meaning("閲覧権限の版の作成", "二人の承認により、閲覧権限の新しい版が作られた。"),
    EventName.GRANTS_EDITION_CALLED_OFF: Meaning("閲覧権限の版の取止め", "発効前の版が取りやめられた。"),
    EventName.GRANTS_DRAFTED: Meaning("閲覧権限の下書きの開始", "閲覧権限の見直しの下書きが始められた。"),
    EventName.GRANTS_DRAFT_CHANGED: Meaning("閲覧権限の下書きの変更", "下書きの許可が変えられた。"),
    EventName.GRANTS_DRAFT_REBASED: Meaning("閲覧権限の下書きの更新", "下書きが、最新の版に合わせられた。"),
    EventName.GRANTS_DRAFT_DISCARDED: Meaning("閲覧権限の下書きの破棄", "下書きが捨てられた。"),
    EventName.ORGANISATION_CREATED: Meaning("組織の登録", "組織が登録された。"),
    EventName.ORGANISATION_CHANGED: Meaning("組織の変更", "組織の登録内容が変えられた。"),
    EventName.ORGANISATION_BARRED: Meaning("組織の利用停止", "組織の全員の利用が止められた。"),
    EventName.ORGANISATION_RESUMED: Meaning("組織の利用停止の解除", "組織の利用停止が、二人の承認で解かれた。"),
    EventName.ORGANISATION_CLOSED: Meaning("組織の登録の終了", "組織の登録が終わった。"),
    EventName.ORGANISATION_STRUCK_OFF: Meaning("組織の全アカウントの抹消", "組織のすべてのアカウントが抹消された。"),
    EventName.KIND_STOPPED: Meaning("緊急停止", "同じ種類の組織すべての利用が、緊急に止められた。"),
    EventName.KIND_RESUMED: Meaning("緊急停止の解除", "緊急停止が、二人の承認で解かれた。"),
    EventName.ACCOUNT_CHANGED: Meaning("アカウントの変更", "アカウントの登録内容が変えられた。"),
    EventName.ACCOUNT_RELEASE_ASKED: Meaning("停止の解除の申出", "停止されたアカウントの解除が申し出られた。"),
    EventName.ACCOUNT_RELEASED: Meaning("停止の解除", "停止されたアカウントが、再び使えるようになった。"),
    EventName.ACCOUNT_STRUCK_OFF: Meaning("アカウントの抹消", "アカウントが抹消された。IDは再び発行されない。"),
    EventName.ACCOUNT_SUCCEEDED: Meaning("アカウントの引継ぎ", "前任のアカウントに代わるアカウントが発行された。"),
    EventName.ACCOUNT_RESCUED: Meaning("非常用の回復", "サーバーの操作により、アカウントが回復された。"),
    EventName.PERSON_ACT_REFUSED: Meaning(
        "人に関する操作の拒否", "権限のない人が、アカウント又は組織への操作を試み、断られた。"
    ),
    EventName.ADDRESS_CHANGE_ASKED: Meaning(
        "メールアドレスの変更の申出", "登録されたメールアドレスの変更が申し出られた。"
    ),
    EventName.ADDRESS_CONFIRMED: Meaning("メールアドレスの確認", "変更前又は変更後のアドレスで、本人が確認した。"),
    EventName.ADDRESS_CHANGED: Meaning("メールアドレスの変更", "登録されたメールアドレスが変わった。"),
    EventName.SECOND_FACTOR_RESET: Meaning(
        "端末の登録のやり直し", "二人の承認により、端末の登録が消され、登録し直すことになった。"
    ),
    EventName.DORMANCY_TOLD: Meaning("未利用による停止の予告", "長く使われていない人に、停止の予告が送られた。"),
    EventName.REQUEST_SENT: Meaning("アカウントの申請", "アカウントが申請された。"),
    EventName.REQUEST_ANSWERED: Meaning("照会への回答", "申請への照会に、回答があった。"),
    EventName.REQUEST_ASKED_BACK: Meaning("申請への照会", "申請の内容について、照会があった。"),
    EventName.REQUEST_REFUSED: Meaning("申請の却下", "申請が却下された。"),
    EventName.REQUEST_WITHDRAWN: Meaning("申請の取下げ", "申請が取り下げられた。"),
    EventName.REQUEST_ISSUED: Meaning("申請に基づく発行", "申請に基づき、アカウントが発行された。"),
    EventName.ROLL_CALL_OPENED: Meaning("棚卸しの開始", "アカウントの棚卸しが始まった。"),
    EventName.ROLL_CALL_ANSWERED: Meaning("棚卸しへの回答", "責任者が、在籍を確認して回答した。"),
    EventName.ROLL_CALL_CLOSED: Meaning("棚卸しの終了", "棚卸しが終わり、回答のないアカウントが停止された。"),
    EventName.APPROVAL_PROPOSED: Meaning("二人で行う操作の提案", "二人目の承認が必要な操作が提案された。"),
    EventName.APPROVAL_CARRIED_OUT: Meaning("二人で行う操作の実施", "二人目が承認し、操作が実施された。"),
    EventName.APPROVAL_DECLINED: Meaning("二人で行う操作の不承認", "二人目が承認しなかった。"),
    EventName.APPROVAL_WITHDRAWN: Meaning("二人で行う操作の取下げ", "提案が取り下げられた。"),
    EventName.APPROVAL_EXPIRED: Meaning("二人で行う操作の期限切れ", "期限までに承認がなく、提案が終わった。"),
    EventName.APPROVAL_REFUSED: Meaning("二人で行う操作の拒否", "権限のない人が提案又は承認を試み、断られた。"),
    EventName.LIST_EXPORTED: Meaning("管理の一覧の書き出し", "管理の画面の一覧が、ファイルに書き出された。"),
    EventName.LETTERS_RETRIED: Meaning("メールの再送", "送れなかったメールが、もう一度送られることになった。"),
    EventName.TRAINING_ATTEMPTED: Meaning("研修の受講", "研修の確認問題に回答した。"),
    EventName.TRAINING_REMINDED: Meaning("研修の案内", "受講の期限が案内された。"),
    EventName.VIEWING_RECORD_READ: Meaning("閲覧の記録の確認", "ある利用者が何を閲覧したかの記録が表示された。"),
    EventName.INCIDENT_REPORTED: Meaning("情報漏えい等の報告", "情報漏えい又はその疑いが報告された。"),
    EventName.INCIDENT_READ: Meaning("事案の表示", "情報漏えい等の事案の内容が表示された。"),
    EventName.INCIDENT_PASSED_ON: Meaning("事案の引継ぎ", "責任者が評価を付けて、事案を保有者に引き継いだ。"),
    EventName.INCIDENT_ASSESSED: Meaning("事案の評価", "事案の重大度が評価された。"),
    EventName.INCIDENT_NOTED: Meaning("事案への記録", "事案の経過が書き加えられた。"),
    EventName.INCIDENT_FACTS_SET: Meaning("事案の事実の更新", "事案に関係する人、組織、期間などが定められた。"),
    EventName.INCIDENT_AUTHORITY_TOLD: Meaning("監督機関への報告", "個人情報保護委員会への報告が記録された。"),
    EventName.INCIDENT_CLOSED: Meaning("事案の終了", "事案への対応が終わった。"),
    EventName.INCIDENT_REOPENED: Meaning("事案の再開", "終わった事案への対応が再び始まった。"),
    EventName.INCIDENT_FILE_ADDED: Meaning("事案へのファイルの追加", "事案にファイルが加えられた。"),
    EventName.INCIDENT_FILE_FETCHED: Meaning("事案のファイルの取得", "事案のファイルが取り出された。"),
    EventName.TEXT_DRAFTED: Meaning("文書の下書き", "規約などの新しい版の下書きが始められた。"),
    EventName.TEXT_CHANGED: Meaning("文書の下書きの変更", "規約などの下書きが変えられた。"),
    EventName.TEXT_DISCARDED: Meaning("文書の下書きの破棄", "規約などの下書きが捨てられた。"),
    EventName.TEXT_PUBLISHED: Meaning("文書の公開", "二人の承認により、規約などの新しい版が公開された。"),
    EventName.TRAIL_LISTED: Meaning("証跡の一覧の表示", "証跡の一覧が、この条件で表示された。"),
    EventName.TRAIL_EVENT_READ: Meaning("証跡の表示", "証跡の一つの記録が表示された。"),
    EventName.FACILITY_READERS_ASKED: Meaning("設備を見た人の照会", "ある設備をだれが見たかが調べられた。"),
    EventName.PERSON_READING_ASKED: Meaning("利用者が見た設備の照会", "ある利用者がどの設備を見たかが調べられた。"),
    EventName.TRAIL_EXPORTED: Meaning(
        "証跡の書き出し", "証跡がファイルに書き出された。範囲とファイルのハッシュ値が残る。"
    ),
    EventName.TRAIL_VERIFIED: Meaning("証跡の検証", "証跡の連鎖が、初めから終わりまで検証された。"),
    EventName.CHECKPOINT_MADE: Meaning(
        "照合点の作成", "証跡の件数と末尾のハッシュ値が、データベースの外にも書き留められた。"
    ),
    EventName.TRAIL_PURGED: Meaning(
        "古い証跡の廃棄", "書き出しを終えた、保存期間を過ぎた証跡が廃棄された。連鎖をつなぐ値が残る。"
    ),
    EventName.EVIDENCE_PACK_ASKED: Meaning("監査資料の作成の指示", "外部監査人のための資料一式の作成が指示された。"),
    EventName.EVIDENCE_PACK_MADE: Meaning("監査資料の作成", "外部監査人のための資料一式が出来上がった。"),
    EventName.EVIDENCE_PACK_FETCHED: Meaning("監査資料の取得", "外部監査人のための資料一式が取り出された。"),
    EventName.DEMONSTRATION_LOADED: Meaning("デモ用データの投入", "架空のデータが入れられた。"),
}
AREAS: dict[str, str] = {
    "sign-in": "サインイン",
    "account": "アカウント",
    "consent": "同意",
    "access": "利用の可否",
    "register": "登録情報",
    "items": "閲覧項目・権限",
    "organisation": "組織",
    "people": "申請・棚卸し",
    "approvals": "二人で行う操作",
    "administration": "管理",
    "operation": "運用",
    "training": "研修",
    "incidents": "情報漏えい等",
    "legal": "規約・方針",
    "audit": "証跡",
    "demonstration": "デモ",
}
"""The first part of an event's name, in words."""


def label_of(name: str) -> str:
    """What an event is called; a name that only an older product knew stands for itself."""
    try:
        return MEANINGS[EventName(name)].label
    except ValueError:
        return name


def area_of(name: str) -> str:
    """The area an event belongs to, in words."""
    area = name.partition(":")[0]
    return AREAS.get(area, area)
