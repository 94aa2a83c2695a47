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
        "パスワードの確認",
        "ログインIDとパスワードが確かめられた。失敗のときは理由と、入力されたIDの有無が残る。ないIDについては、"
        "入力された文字そのものではなく、この環境の鍵で計算した短い印だけが残り、同じIDかどうかだけが分かる。",
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
        "一覧・件数の表示",
        "条件に合う設備の一覧、又は件数だけ（対象がhome、breakdown、exportのもの）が表示された。"
        "一覧に表示された設備は、すべて残る。",
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
    EventName.GRANTS_EDITION_BEGAN: Meaning("閲覧権限の版の発効", "決められた日時が来て、閲覧権限の版が発効した。"),
    EventName.GRANTS_EDITION_CALLED_OFF: Meaning("閲覧権限の版の取止め", "発効前の版が取りやめられた。"),
    EventName.GRANTS_DRAFTED: Meaning("閲覧権限の下書きの開始", "閲覧権限の見直しの下書きが始められた。"),
    EventName.GRANTS_DRAFT_CHANGED: Meaning("閲覧権限の下書きの変更", "下書きの許可が変えられた。"),
    EventName.GRANTS_DRAFT_FILLED: Meaning(
        "閲覧権限の下書きへのファイルの取込み",
        "審査会のファイルの内容が、下書きに取り込まれた。ファイルの名前とハッシュ値が残る。",
    ),
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
    EventName.LAST_DAY_TOLD: Meaning(
        "利用の最終日の予告", "利用の最終日が近い人と、その最終日を変更できる人に、予告が送られた。"
    ),
    EventName.REQUEST_SENT: Meaning("アカウントの申請", "アカウントが申請された。"),
    EventName.REQUEST_ANSWERED: Meaning("照会への回答", "申請への照会に、回答があった。"),
    EventName.REQUEST_ASKED_BACK: Meaning("申請への照会", "申請の内容について、照会があった。"),
    EventName.REQUEST_REFUSED: Meaning("申請の却下", "申請が却下された。"),
    EventName.REQUEST_WITHDRAWN: Meaning("申請の取下げ", "申請が取り下げられた。"),
    EventName.REQUEST_ISSUED: Meaning("申請に基づく発行", "申請に基づき、アカウントが発行された。"),
    EventName.ROLL_CALL_OPENED: Meaning("棚卸しの開始", "アカウントの棚卸しが始まった。"),
    EventName.ROLL_CALL_ANSWERED: Meaning("棚卸しへの回答", "責任者が、在籍を確認して回答した。"),
    EventName.ROLL_CALL_REMINDED: Meaning("棚卸しの催促", "未回答の人が残る責任者に、期限が近いことが知らされた。"),
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
    EventName.TEXT_CALLED_OFF: Meaning("文書の取りやめ", "公開された版が、二人の承認により施行前に取りやめられた。"),
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
    EventName.CHECKPOINTS_READ: Meaning(
        "照合点の表示", "印刷用の照合点の画面が開かれた。最も新しい照合点の号と、証跡と食い違ったかどうかが残る。"
    ),
    EventName.TRAIL_PURGED: Meaning(
        "古い証跡の廃棄", "二人の承認により、書き出しを終えた、保存期間を過ぎた証跡が廃棄された。連鎖をつなぐ値が残る。"
    ),
    EventName.EVIDENCE_PACKS_LISTED: Meaning("監査資料の一覧の表示", "作成した監査資料の一覧が表示された。"),
    EventName.EVIDENCE_PACK_ASKED: Meaning("監査資料の作成の指示", "外部監査人のための資料一式の作成が指示された。"),
    EventName.EVIDENCE_PACK_MADE: Meaning("監査資料の作成", "外部監査人のための資料一式が出来上がった。"),
    EventName.EVIDENCE_PACK_FETCHED: Meaning("監査資料の取得", "外部監査人のための資料一式が取り出された。"),
    EventName.ALERT_RAISED: Meaning("検知", "規則が、通常と異なる利用を検知した。規則、程度、対象の人又は組織が残る。"),
    EventName.ALERT_READ: Meaning("検知の閲覧", "検知の画面が開かれた。"),
    EventName.EXPORT_STOPPED: Meaning("書き出しの差止め", "行われようとした書き出しが、規則により止められた。"),
    EventName.RULES_DRAFTED: Meaning("監視の規則の下書きの作成", "監視の規則を変える下書きが作られた。"),
    EventName.RULES_DRAFT_CHANGED: Meaning("監視の規則の下書きの変更", "下書きの動作又は閾値が変えられた。"),
    EventName.RULES_DRAFT_DISCARDED: Meaning("監視の規則の下書きの破棄", "監視の規則の下書きが捨てられた。"),
    EventName.RULES_REHEARSED: Meaning("監視の規則の試行", "下書きの規則が、過去の記録で試された。"),
    EventName.RULES_EDITION_MADE: Meaning("監視の規則の新しい版", "二人の承認で、監視の規則の新しい版が使われ始めた。"),
    EventName.CASE_OPENED: Meaning("検知の案件の開始", "検知から、事情を確かめる案件が開かれた。"),
    EventName.CASE_JOINED: Meaning("検知の案件への追加", "同じ人についての検知が、開いている案件に加えられた。"),
    EventName.CASE_READ: Meaning("検知の案件の閲覧", "検知の案件の画面が開かれた。"),
    EventName.CASE_NOTED: Meaning("検知の案件への記録", "検知の案件の経過に、記録が加えられた。"),
    EventName.CASE_EXPLAINED: Meaning("検知の案件の説明", "システム利用責任者が、検知された利用の事情を説明した。"),
    EventName.CASE_ESCALATED: Meaning("検知の案件の期限の超過", "期限を過ぎた検知の案件が、関係者に知らされた。"),
    EventName.CASE_PASSED_ON: Meaning("検知の案件の引継ぎ", "検知の案件が、漏えい等への対応に引き継がれた。"),
    EventName.CASE_CLOSED: Meaning(
        "検知の案件の終了", "検知の案件に結論が出され、終了した。問題のない利用とされた人のIDが残る。"
    ),
    EventName.CASE_FILE_ADDED: Meaning("検知の案件のファイルの追加", "検知の案件に、ファイルが添えられた。"),
    EventName.CASE_FILE_FETCHED: Meaning(
        "検知の案件のファイルの取得", "検知の案件に添えられたファイルが取り出された。"
    ),
    EventName.OWN_FACILITIES_LISTED: Meaning("自らの設備の一覧", "認定事業者が、自らの設備の一覧を開いた。"),
    EventName.OWN_RECORD_READ: Meaning(
        "自らの設備の閲覧の記録", "認定事業者が、自らの設備をだれが見たかの記録を開いた。"
    ),
    EventName.LOOK_RESOLVED: Meaning("照会番号の調査", "認定事業者に示された照会番号から、閲覧した人が調べられた。"),
    EventName.PAPER_REQUEST_ENTERED: Meaning(
        "書面での請求の入力", "アカウントのない認定事業者からの、閲覧の記録の請求が入力された。"
    ),
    EventName.PAPER_RECORD_RELEASED: Meaning(
        "書面での開示の承認", "閲覧の記録を書面で示すことが、二人目に承認された。"
    ),
    EventName.PAPER_RECORD_PRINTED: Meaning(
        "閲覧の記録の書面の作成", "書面で請求された閲覧の記録が、印刷のために開かれた。"
    ),
    EventName.INQUIRY_SENT: Meaning("閲覧についての問合せ", "認定事業者が、自らの設備の閲覧について問い合わせた。"),
    EventName.INQUIRY_READ: Meaning("問合せの閲覧", "閲覧についての問合せの画面が開かれた。"),
    EventName.INQUIRY_NOTED: Meaning("問合せへの記録", "閲覧についての問合せの経過に、記録が加えられた。"),
    EventName.INQUIRY_ANSWERED: Meaning("問合せへの回答", "閲覧についての問合せに回答された。"),
    EventName.INQUIRY_ESCALATED: Meaning(
        "問合せの期限の超過", "期限までに回答されていない問合せが、回答する担当に知らされた。"
    ),
    EventName.INQUIRY_PASSED_ON: Meaning("問合せの引継ぎ", "閲覧についての問合せが、漏えい等への対応に引き継がれた。"),
    EventName.EXPORT_REQUESTED: Meaning(
        "上限を超える書き出しの申請", "上限を超える1ファイルの書き出しの承認が求められた。"
    ),
    EventName.EXPORT_REQUEST_READ: Meaning("書き出しの申請の閲覧", "上限を超える書き出しの申請の画面が開かれた。"),
    EventName.EXPORT_REQUEST_APPROVED: Meaning("書き出しの申請の承認", "上限を超える1ファイルの書き出しが承認された。"),
    EventName.EXPORT_REQUEST_DECLINED: Meaning("書き出しの申請の不承認", "上限を超える書き出しが承認されなかった。"),
    EventName.EXPORT_REQUEST_WITHDRAWN: Meaning("書き出しの申請の取下げ", "本人が、書き出しの申請を取り下げた。"),
    EventName.EXPORT_REQUEST_EXPIRED: Meaning(
        "書き出しの申請の期限切れ", "書き出しの申請又は承認が、24時間で無効になった。"
    ),
    EventName.EXPORT_REQUEST_USED: Meaning(
        "承認された書き出しの実行", "承認された1ファイルが書き出され、承認が使われた。"
    ),
    EventName.EXPORT_REQUEST_GIVEN_BACK: Meaning(
        "書き出しの承認の返却", "承認された書き出しのファイルが作成されなかったため、期限まで承認を使えるように戻した。"
    ),
    EventName.EXPORT_TRACED: Meaning("ファイルの追跡", "ファイルの番号から、書き出した人と条件が調べられた。"),
    EventName.EXPORT_COMPARED: Meaning("ファイルの照合", "見つかったファイルが、書き出しの記録と照らし合わされた。"),
    EventName.EXPORT_LIMITS_CHANGED: Meaning("書き出しの上限の変更", "二人の承認で、書き出しの上限が変えられた。"),
    EventName.INSPECTION_KEPT: Meaning("自己点検の実施", "自己点検が行われ、その結果が保存された。"),
    EventName.INSPECTION_READ: Meaning("自己点検の結果の閲覧", "自己点検の結果が開かれた。"),
    EventName.INSPECTION_ACKNOWLEDGED: Meaning("自己点検の結果の確認", "保有者担当が、自己点検の結果を確認した。"),
    EventName.PLAN_CHANGED: Meaning("点検・監査の計画の変更", "年間の点検・監査の計画が変えられた。"),
    EventName.REPORT_ORDERED: Meaning("月次報告の作成の指示", "月次報告の作成が指示された。"),
    EventName.REPORT_DRAFTED: Meaning("月次報告の作成", "月次報告が証跡から作られた。"),
    EventName.REPORT_READ: Meaning("月次報告の閲覧", "月次報告が開かれた。"),
    EventName.REPORT_RECOUNT_ASKED: Meaning("月次報告の再計算の指示", "月次報告を証跡から計算し直すことが指示された。"),
    EventName.REPORT_RECOUNTED: Meaning(
        "月次報告の再計算", "月次報告が証跡から計算し直された。一致しなかった章の題名が残る。"
    ),
    EventName.REPORT_SIGNED: Meaning("月次報告の署名", "委託先又は保有者が、月次報告に署名した。"),
    EventName.FINDING_RAISED: Meaning("指摘の登録", "点検又は監査の指摘が、担当と期限とともに登録された。"),
    EventName.FINDING_READ: Meaning("指摘の閲覧", "指摘の画面が開かれた。"),
    EventName.FINDING_CHANGED: Meaning("指摘の担当・期限の変更", "指摘の担当又は期限が変えられた。"),
    EventName.FINDING_NOTED: Meaning("指摘への記録", "指摘の経過に、記録が加えられた。"),
    EventName.FINDING_DONE: Meaning("指摘への対応の完了", "担当が、指摘への対応を終えたと記録した。"),
    EventName.FINDING_RETURNED: Meaning("指摘の差戻し", "確認する人が、対応が足りないとして担当に戻した。"),
    EventName.FINDING_CLOSED: Meaning("指摘の終了", "担当とは別の人が確認し、指摘が終了した。"),
    EventName.FINDING_REMINDED: Meaning("指摘の期限の案内", "期限を過ぎた指摘の担当に、案内が送られた。"),
    EventName.FINDING_FILE_ADDED: Meaning("指摘のファイルの追加", "指摘に、ファイルが添えられた。"),
    EventName.FINDING_FILE_FETCHED: Meaning("指摘のファイルの取得", "指摘に添えられたファイルが取り出された。"),
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
    "monitoring": "検知",
    "cases": "検知の案件",
    "looking-back": "閲覧の記録",
    "inquiries": "閲覧についての問合せ",
    "inspection": "自己点検",
    "reports": "月次報告",
    "findings": "指摘",
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
