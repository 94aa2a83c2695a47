"""The letters about accounts and organisations: what was done, by whom it can be undone."""

from datetime import date, datetime

from models.mail.letters import NOT_YOU, day, letter, moment
from models.mail.outbox import Letter


def to_person(to: str, name: str, subject: str, sentence: str) -> Letter:
    """Something was done to your account."""
    return letter(to, subject, f"{name} 様", sentence, NOT_YOU)


def about_person(to: str, name: str, person: str, login_id: str, subject: str, sentence: str) -> Letter:
    """To a responsible person: something was done to the account of one of yours."""
    return letter(
        to, f"所属の利用者について：{subject}", f"{name} 様", f"{person} さん（ID {login_id}）の件です。{sentence}"
    )


def release(to: str, name: str, url: str, until: datetime) -> Letter:
    """The responsible person wants the account back in use; its person agrees by this link."""
    return letter(
        to,
        "アカウントの利用再開の確認",
        f"{name} 様",
        "停止されているアカウントの利用を再開する手続きが、システム利用責任者によって始められました。",
        f"{moment(until)}までに次のアドレスを開き、利用を再開することを確認してください。アドレスは一度だけ使えます。",
        url,
        f"再開しない場合は、このアドレスを開かないでください。アカウントは停止されたままです。{NOT_YOU}",
    )


def old_address(to: str, name: str, new: str, url: str, until: datetime) -> Letter:
    """The registered address is about to change; the old one agrees."""
    return letter(
        to,
        "メールアドレスの変更の確認（今のアドレス）",
        f"{name} 様",
        f"登録しているメールアドレスを {new} に変更する手続きが始められました。"
        "今のアドレスと新しいアドレスの両方で確認すると変わります。",
        f"{moment(until)}までに次のアドレスを開いて確認してください。",
        url,
        f"手続きした覚えがない場合は、開かないでください。アドレスは変わりません。{NOT_YOU}",
    )


def new_address(to: str, name: str, url: str, until: datetime) -> Letter:
    """The new address agrees too."""
    return letter(
        to,
        "メールアドレスの変更の確認（新しいアドレス）",
        f"{name} 様",
        "このメールアドレスを、本システムの登録アドレスにする手続きが始められました。"
        "今のアドレスと両方で確認すると変わります。",
        f"{moment(until)}までに次のアドレスを開いて確認してください。",
        url,
        "心当たりがない場合は、このメールを破棄してください。",
    )


def dormancy_ahead(to: str, name: str, stops: datetime, days: int) -> Letter:
    """The account stops for want of use unless its person signs in."""
    return letter(
        to,
        f"あと{days}日でアカウントが停止されます",
        f"{name} 様",
        f"6か月間サインインがないアカウントは停止されます。このままでは、{moment(stops)}に停止されます。",
        "引き続き利用する場合は、それまでにサインインしてください。利用しない場合は、システム利用責任者に申し出てください。",
    )


def request_sent(to: str, name: str, organisation: str, person: str, url: str) -> Letter:
    """To those who issue accounts: an application waits."""
    return letter(
        to,
        "アカウントの申請が届きました",
        f"{name} 様",
        f"{organisation} から、{person} さんのアカウントの申請が届きました。内容を確認してください。",
        url,
    )


def question_answered(to: str, name: str, organisation: str, person: str, url: str) -> Letter:
    """To those who issue accounts: what they asked back was answered, and the application waits again."""
    return letter(
        to,
        "アカウントの申請の照会に回答がありました",
        f"{name} 様",
        f"{organisation} から、{person} さんのアカウントの申請の照会に回答がありました。内容を確認してください。",
        url,
    )


def request_answered(to: str, name: str, person: str, sentence: str, url: str) -> Letter:
    """To whoever applied: what became of it."""
    return letter(
        to, "アカウントの申請について", f"{name} 様", f"{person} さんのアカウントの申請の件です。{sentence}", url
    )


def roll_call_opened(to: str, name: str, title: str, due: date, people: int, url: str) -> Letter:
    """To a responsible person: confirm your people by the day."""
    return letter(
        to,
        f"アカウントの棚卸し（{title}）のお願い",
        f"{name} 様",
        f"あなたが回答する利用者 {people} 名について、在籍し、引き続きアカウントが必要かどうかを、"
        f"{day(due)}までに回答してください。回答のないアカウントは、翌日に停止されます。",
        url,
    )


def roll_call_opened_for_officers(to: str, name: str, title: str, due: date, people: int, url: str) -> Letter:
    """To an officer of the owner: confirm those whom no responsible person answers for."""
    return letter(
        to,
        f"アカウントの棚卸し（{title}）のお願い",
        f"{name} 様",
        f"保有者担当が回答するアカウント {people} 名（保有者担当・システム管理者・外部監査人と、"
        "利用できるシステム利用責任者のいない組織の利用者）について、在籍し、引き続きアカウントが必要かどうかを、"
        f"{day(due)}までに回答してください。回答のないアカウントは、翌日に停止されます。",
        url,
    )


def roll_call_reminder(to: str, name: str, title: str, due: date, people: int, url: str) -> Letter:
    """To a responsible person: some of your people have no answer yet, and the day is near."""
    return letter(
        to,
        f"アカウントの棚卸し（{title}）の回答期限が近づいています",
        f"{name} 様",
        f"あなたが回答する利用者のうち {people} 名について、まだ回答がありません。"
        f"{day(due)}までに回答してください。回答のないアカウントは、翌日に停止されます。",
        url,
    )


def last_day_ahead(to: str, name: str, last: date, whom: str) -> Letter:
    """The account's last day is near; ``whom`` names who may move it."""
    return letter(
        to,
        "利用の最終日が近づいています",
        f"{name} 様",
        f"あなたのアカウントの利用の最終日は、{day(last)}です。その翌日から利用できません。",
        f"引き続き必要なときは、それまでに{whom}に申し出てください。",
    )


def persons_last_day_ahead(to: str, name: str, person: str, login_id: str, last: date) -> Letter:
    """To whoever may move it: the last day of one of yours is near."""
    sentence = (
        f"利用の最終日は、{day(last)}です。その翌日から利用できません。"
        "引き続き必要なときは、その人の画面で「利用の最終日を変更する」を選んでください。"
    )
    return about_person(to, name, person, login_id, "利用の最終日が近づいています", sentence)


def organisation_barred(to: str, name: str, organisation: str, at: datetime) -> Letter:
    """The whole organisation is kept out."""
    return letter(
        to,
        "組織の利用を停止しました",
        f"{name} 様",
        f"{moment(at)}、{organisation} のすべてのアカウントの利用を停止しました。",
        "理由と今後の手続きは、システム保有者から組織に連絡します。",
    )


def organisation_closed(to: str, name: str, organisation: str, at: datetime) -> Letter:
    """The organisation's registration has ended."""
    text = f"{moment(at)}、{organisation} の登録を終了しました。すべてのアカウントが利用できなくなります。"
    return letter(to, "組織の登録を終了しました", f"{name} 様", text)


def everybody_struck_off(to: str, name: str, organisation: str, at: datetime) -> Letter:
    """Every account of the organisation is struck off."""
    text = f"{moment(at)}、{organisation} のすべてのアカウントを抹消しました。元には戻せません。"
    return letter(to, "すべてのアカウントを抹消しました", f"{name} 様", text)


def kind_stopped(to: str, name: str, notice: str) -> Letter:
    """Every organisation of the kind is kept out."""
    return letter(to, "利用を緊急に停止しました", f"{name} 様", notice)


def resumed(to: str, name: str, organisation: str, at: datetime, fair_days: int) -> Letter:
    """They may come in again; a roll-call that runs for less than ``fair_days`` from now on stops none of them, and
    no course is due within them."""
    return letter(
        to,
        "利用を再開しました",
        f"{name} 様",
        f"{moment(at)}、{organisation} の利用の停止を解除しました。",
        f"停止のあいだに回答の期限が来た棚卸しと、期限まで{fair_days}日に満たない棚卸しでは、"
        "回答がなくてもアカウントは停止されません。"
        "次の棚卸しで回答してください。",
        f"停止のあいだに期限が来た研修と、解除の後{fair_days}日のうちに期限が来る研修の期限は、解除の日の{fair_days}日後です。",
    )


def watcher_stopped(to: str, name: str, login_id: str, role: str, by: str, at: datetime) -> Letter:
    """To everybody in charge: one of those who watch was stopped."""
    return letter(
        to,
        "管理又は監査の担当者のアカウントが停止されました",
        f"{name} 様",
        f"{moment(at)}、{role}の ID {login_id} が、{by} によって停止されました。",
        "知らされていない場合は、停止した理由をほかの担当者と確かめてください。",
    )


def watcher_stopped_at_console(to: str, name: str, login_id: str, role: str, by: str, at: datetime) -> Letter:
    """The alarm: somebody at the server stopped one of those who watch, without a second person."""
    return letter(
        to,
        "【警報】管理又は監査の担当者のアカウントが、サーバーの操作で停止されました",
        f"{name} 様",
        f"{moment(at)}、{role}の ID {login_id} が、サーバーの管理操作（{by}）によって、一人の判断で停止されました。",
        "そのアカウントの画面で理由を確かめ、停止を確認するか、解除を提案してください。",
    )


def rescued(to: str, name: str, login_id: str, at: datetime, by: str) -> Letter:
    """The alarm: somebody used the way in for emergencies."""
    return letter(
        to,
        "【警報】非常用の復旧が行われました",
        f"{name} 様",
        f"{moment(at)}、サーバーの管理操作（{by}）で、ID {login_id} の確認用の端末とパスワードがリセットされました。",
        "予定された作業でなければ、ただちにこのアカウントを停止し、監査の証跡を確認してください。",
    )
