"""Everything that is written down from time to time of what the clock has decided already. Nothing here decides."""

from models import clock
from models.approvals import expiring
from models.assurance.overdue_grants import raise_of_overdue_grants
from models.assurance.reminding import remind_of_findings
from models.cases import escalating
from models.certifications.excess import deciding as excess
from models.db import SessionFactory
from models.incidents import drafts
from models.incidents.passing_on import escalate
from models.incidents.reminding import remind_of_deadlines
from models.inquiries import escalating as inquiries
from models.mail import retrying
from models.mail.outgoing import Outgoing
from models.monitoring import stored_states
from models.people import request_drafts
from models.people.tidying import tidy_accounts
from models.reviewing.beginning import note_begun
from models.reviewing.usage import tally
from models.training.reminders import remind


def tidy_everything(sessions: SessionFactory, outgoing: Outgoing) -> list[tuple[str, int]]:
    """Do it; what was done, in words, and how many of each. Two at once do no harm."""
    now = clock.now()
    done = tidy_accounts(sessions, outgoing)
    drafts.forget_drafts(sessions, now)
    request_drafts.forget_drafts(sessions)
    tally(sessions)
    retrying.forget_failed(sessions, now)
    stored_states.forget_passing(sessions, now)
    return [
        ("未利用による停止の予告", done.warned),
        ("利用の最終日の予告", done.warned_of_end),
        ("未利用による停止", done.dormant),
        ("利用の最終日の経過による停止", done.over),
        ("棚卸しの未回答による停止", done.unanswered),
        ("棚卸しの催促", done.reminded),
        ("新しい棚卸し", int(done.opened)),
        ("発効した閲覧権限の版", note_begun(sessions, now)),
        ("期限切れになった提案", expiring.tidy(sessions)),
        ("期限切れになった書き出しの申請", excess.tidy(sessions)),
        ("研修の案内", remind(sessions, outgoing, now)),
        ("引き継がれた情報漏えい等の報告", escalate(sessions, outgoing, now)),
        ("個人情報保護委員会への報告の期限の案内", remind_of_deadlines(sessions, outgoing, now)),
        ("期限を過ぎた検知の案件", escalating.escalate(sessions, outgoing, now)),
        ("再び知らせた期限超過の検知の案件", escalating.tell_again(sessions, outgoing, now)),
        ("期限を過ぎた問合せ（閲覧）", inquiries.escalate(sessions, outgoing, now)),
        ("再び知らせた期限超過の問合せ（閲覧）", inquiries.tell_again(sessions, outgoing, now)),
        ("点検の期限を過ぎた許可についての指摘", raise_of_overdue_grants(sessions, now)),
        ("期限を過ぎた指摘の案内", remind_of_findings(sessions, outgoing, now)),
    ]
