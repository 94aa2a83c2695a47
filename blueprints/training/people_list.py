"""The list of who has done what: for those who look after everybody, and for one organisation's responsible person."""

from collections.abc import Sequence
from datetime import date

from blueprints.admin.listing import AdminList, ListCell, ListColumn
from blueprints.formatting import day
from models.training.courses import current_course
from models.training.people import TrainedPerson, everybody, people_of
from models.training.standing import TrainingState

TAGS = {
    TrainingState.OVERDUE: "bad",
    TrainingState.SOON: "attention",
    TrainingState.DONE: "good",
    TrainingState.TO_DO: "neutral",
}


CAPTION = "研修の受講状況"


def list_of_everybody(today: date) -> AdminList[TrainedPerson]:
    """Everybody, with the courses they have to do."""
    organisation = ListColumn[TrainedPerson]("組織", lambda one: one.organisation, sort="organisation")
    name, *others = _columns(today)
    columns = (name, organisation, *others)
    return AdminList("training", CAPTION, everybody(today), columns, lambda one: one.number)


def list_of_people_of(organisation_id: int, today: date) -> AdminList[TrainedPerson]:
    """The people of one organisation."""
    people = people_of(organisation_id, today)
    return AdminList("desk-training", CAPTION, people, _columns(today), lambda one: one.number)


def _columns(today: date) -> Sequence[ListColumn[TrainedPerson]]:
    def state(one: TrainedPerson) -> ListCell:
        at = one.state(today)
        return ListCell(at.label, tag=TAGS[at])

    return (
        ListColumn[TrainedPerson]("氏名", lambda one: one.person_name, sort="person"),
        ListColumn[TrainedPerson]("ID", lambda one: one.login_id),
        ListColumn[TrainedPerson]("研修", lambda one: current_course(one.course, today).title),
        ListColumn[TrainedPerson]("状態", state),
        ListColumn[TrainedPerson]("受講期限", lambda one: day(one.due_on), sort="due"),
        ListColumn[TrainedPerson](
            "修了した日", lambda one: day(one.passed.passed_on if one.passed else None), sort="passed"
        ),
        ListColumn[TrainedPerson]("有効期限", lambda one: day(one.passed.valid_until if one.passed else None)),
    )
