"""The own courses: what is due, the text with its questions, and the answers."""

from flask import Response, flash, url_for

from blueprints.destinations import safe_destination
from blueprints.identity import current_actor, current_viewer, present_sign_in, training_rule
from blueprints.login.steps import asked_destination
from blueprints.rendering import go_to, render
from blueprints.training.blueprint import OWN_TRAINING, training
from blueprints.training.forms import AnswersForm, given_answers
from blueprints.training.people_list import TAGS
from blueprints.unit_of_work import current_session
from models import clock
from models.access.permissions import Permission
from models.errors import DomainError
from models.training import attempts, passes
from models.training.attempts import CourseChanged
from models.training.courses import Course
from models.training.marking import Answers, Marked, Unanswered


@training.get("", needs=OWN_TRAINING)
def index() -> Response:
    """What I have to do by when, what I may do, and what I have done."""
    session, account, today, rule = current_session(), present_sign_in().account, clock.today(), training_rule()
    standings = passes.own_standings(session, account, today)
    late = [one.due_on for one in standings if one.overdue_since and one.due_on]
    refused = any(rule.refuses(due_on, today) for due_on in late)
    leads = Permission.DESK in current_viewer().permissions
    return render(
        "training/index.html",
        standings=standings,
        tags=TAGS,
        records=passes.own_records(session, account.id),
        late=len(late),
        refused=refused,
        refused_from=min(filter(None, map(rule.refused_from, late)), default=None),
        way_on=safe_destination(asked_destination()) if asked_destination() and not refused else "",
        next=asked_destination() or None,
        desk_url=url_for("desk_training.index") if leads else "",
    )


@training.get("/courses/<string:name>", needs=OWN_TRAINING)
def course(name: str) -> Response:
    """The text, then the questions, none answered."""
    return _page(attempts.course_for(present_sign_in().account, name, clock.now()))


@training.post("/courses/<string:name>", needs=OWN_TRAINING)
def answer(name: str) -> Response:
    """On to the record, or the questions again with what was wrong."""
    form, account, now = AnswersForm(), present_sign_in().account, clock.now()
    form.validate_on_submit()
    asked = attempts.course_for(account, name, now)
    answers = given_answers(asked)
    try:
        outcome = attempts.attempt(
            current_session(), current_actor(), account, name, form.shown.data or "", answers, now
        )
    except CourseChanged as error:
        return _page(asked, error=error)
    except Unanswered as error:
        return _page(asked, answers, error=error)
    if outcome.record is None:
        return _page(asked, answers, outcome.marked)
    flash(f"研修「{asked.title}」を修了しました。", "success")
    return go_to(url_for("training.record", number=outcome.record, next=asked_destination() or None))


def _page(
    asked: Course, answers: Answers | None = None, marked: Marked | None = None, error: DomainError | None = None
) -> Response:
    missing = error.missing if isinstance(error, Unanswered) else frozenset()
    return render(
        "training/course.html",
        course=asked,
        form=AnswersForm(formdata=None, shown=asked.sha256),
        chosen={number: frozenset(choices) for number, choices in (answers or {}).items()},
        marked=marked,
        wrong=marked.wrong if marked else frozenset(),
        missing=missing,
        reason=error.reason if error else "",
        next=asked_destination() or None,
        status=422 if marked or error else 200,
    )
