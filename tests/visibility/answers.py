"""Everything the register answers somebody, to be compared: lists, breakdowns, totals of files, homes, records."""

from datetime import timedelta

from sqlalchemy.orm import Session

from models.access.viewer import Viewer
from models.certifications import breakdown, detail, export, overview, search
from models.certifications.criteria import read_criteria
from models.errors import NotFound
from models.explaining.own import own_visibility
from tests.factories import stock as register
from tests.factories.stock import SINCE
from tests.models.certifications.listing import PLENTY
from tests.visibility.questions import Question

IDS = [register.TWO_PREFECTURES, register.TWO_AREAS, register.FOREIGN_ID, register.FORMER_FIT_ID,
       register.NOW_FIP_ID, register.ON_NEIGHBOURS_GRID, register.UNDER_A_LAW,
       register.OF_A_PERSON, register.LAPSED, "A999999A01"]  # fmt: skip


def answers_to(stock: Session, viewer: Viewer, asked: list[Question]) -> dict[str, object]:
    """What this viewer is answered, by question; nothing of it is kept."""
    answers: dict[str, object] = {}
    for number, question in enumerate(asked):
        criteria = read_criteria(question, viewer.items)
        if criteria.problems:
            answers[f"{number} {question}"] = criteria.problems
        elif number % 5:
            answers[f"{number} {question}"] = repr(search.search(stock, viewer, criteria))
        elif number % 2:
            answers[f"breakdown {number} {question}"] = repr(breakdown.breakdown(stock, viewer, criteria))
        else:
            answers[f"plan {number} {question}"] = export.plan(stock, viewer, criteria, PLENTY).total
    for since in (None, SINCE, SINCE + timedelta(days=1)):
        answers[f"home since {since}"] = repr(overview.overview(stock, viewer, since))
    for facility_id in IDS:
        try:
            answers[facility_id] = repr(detail.read(stock, viewer, facility_id))
            answers[f"why {facility_id}"] = repr(own_visibility(stock, viewer, facility_id))
        except NotFound as refused:
            answers[facility_id] = refused.reason
    stock.rollback()
    return answers
