"""Letters about incidents. They carry a number and a way in, and nothing of what was reported: others read mail."""

from datetime import date, datetime

from models.mail.letters import day, letter, moment
from models.mail.outbox import Letter


def to_responsible_person(to: str, name: str, reference: str, until: datetime, url: str) -> Letter:
    """Somebody of your organisation reports a leak or a suspicion: pass it on."""
    return letter(
        to,
        f"【至急】情報漏えい等の報告がありました（{reference}）",
        f"{name} 様",
        f"所属の利用者から、情報漏えい又はその疑いの報告（{reference}）がありました。内容を確認し、評価を付けて"
        f"{moment(until)}までに引き継いでください。",
        url,
        "期限までに引き継がれないときは、資源エネルギー庁の担当に自動で引き継がれます。",
    )


def to_officer(to: str, name: str, reference: str, way: str, url: str) -> Letter:
    """An incident has come to the owner's officers."""
    return letter(
        to,
        f"【至急】情報漏えい等の報告（{reference}）",
        f"{name} 様",
        f"情報漏えい又はその疑いの報告（{reference}、{way}）が届きました。内容を確認し、対応してください。",
        url,
    )


def deadline_near(to: str, name: str, reference: str, report: str, last_day: date, url: str) -> Letter:
    """To the owner's officers: a report to the authority is to be made soon."""
    return letter(
        to,
        f"個人情報保護委員会への{report}の期限が近づいています（{reference}）",
        f"{name} 様",
        f"事案（{reference}）の個人情報保護委員会への{report}の期限は、{day(last_day)}です。"
        "報告したときは、報告した日を事案に記録してください。報告の対象でないと分かったときは、事実を更新してください。",
        url,
    )


def deadline_missed(to: str, name: str, reference: str, report: str, last_day: date, url: str) -> Letter:
    """To the owner's officers: the last day has passed, and no report to the authority is recorded."""
    return letter(
        to,
        f"【至急】個人情報保護委員会への{report}の期限を過ぎています（{reference}）",
        f"{name} 様",
        f"事案（{reference}）の個人情報保護委員会への{report}の期限（{day(last_day)}）を過ぎましたが、報告した日が"
        "記録されていません。直ちに報告し、報告した日を事案に記録してください。",
        url,
    )


def nobody_in_office(to: str, name: str, reference: str) -> Letter:
    """To the system manager: nobody may handle this one. What it is about is not told."""
    return letter(
        to,
        f"【至急】情報漏えい等の報告に対応できる保有者担当がいません（{reference}）",
        f"{name} 様",
        f"情報漏えい又はその疑いの報告（{reference}）が届きましたが、対応できる保有者担当が登録されていません。"
        "保有者（資源エネルギー庁）に電話などで知らせ、担当を登録してください。報告の内容は、担当だけが閲覧できます。",
    )


def passed_on_by_time(to: str, name: str, reference: str, url: str) -> Letter:
    """To the responsible person: the time is over."""
    return letter(
        to,
        f"情報漏えい等の報告が自動で引き継がれました（{reference}）",
        f"{name} 様",
        f"報告（{reference}）は、期限までに引き継がれなかったため、資源エネルギー庁の担当に自動で引き継がれました。"
        "評価は、引き続き記入できます。",
        url,
    )


def more_told(to: str, name: str, reference: str, url: str) -> Letter:
    """To whoever has the incident in hand: more was told."""
    return letter(
        to,
        f"情報漏えい等の報告に追加の連絡があります（{reference}）",
        f"{name} 様",
        f"報告（{reference}）に、追加の連絡がありました。次のページで確認してください。",
        url,
    )


def answered(to: str, name: str, reference: str, url: str) -> Letter:
    """To who reported: there is an answer."""
    return letter(
        to,
        f"情報漏えい等の報告に回答があります（{reference}）",
        f"{name} 様",
        f"報告（{reference}）に、資源エネルギー庁の担当からの回答があります。次のページで確認してください。",
        url,
    )
