"""Courses passed, each with a certificate to print."""

from datetime import date

from flask import Response

from blueprints.destinations import safe_destination
from blueprints.identity import present_sign_in
from blueprints.login.steps import asked_destination
from blueprints.rendering import render
from blueprints.training.blueprint import OWN_TRAINING, training
from blueprints.unit_of_work import current_session
from models.training.courses import course_by_version
from models.training.passes import own_record


@training.get("/records/<int:number>", needs=OWN_TRAINING)
def record(number: int) -> Response:
    """One of them on A4, with what the course taught, and the way on."""
    found = own_record(current_session(), present_sign_in().account_id, number)
    course = course_by_version(found.course, date.fromisoformat(found.version))
    return render(
        "training/record.html",
        record=found,
        course=course,
        unchanged=course.sha256 == found.text_sha256,
        way_on=safe_destination(asked_destination()) if asked_destination() else "",
    )
