"""What someone who is not admitted gets to see: one table from reason to page or redirect."""

from flask import Response, redirect, url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.destinations import destination_of_request
from blueprints.identity import current_presence
from blueprints.kept_forms import form_to_keep, keep
from blueprints.rendering import is_htmx, load_page, present_address, render
from models.access.admission import Refusal

# Where each rung is climbed. The others have no way forward, and say so on a page.
WAY_FORWARD = {
    Refusal.SIGN_IN: "login.password",
    Refusal.SECOND_FACTOR: "login.code",
    Refusal.CONSENT: "consent.ask",
    Refusal.TRAINING: "training.index",
    Refusal.STEP_UP: "login.step_up",
    Refusal.ELSEWHERE: "login.step_up",
}
NOT_PERMITTED = "この操作を行う権限がありません。必要な場合は、所属組織のシステム利用責任者に相談してください。"


def answer(refusal: Refusal) -> AnyResponse:
    """The refusal as a response; to htmx an empty body and where to go instead."""
    endpoint = WAY_FORWARD.get(refusal)
    if endpoint is None:
        return refuse(403, "利用できません", [_sentence(refusal)])
    return _lead(endpoint, destination_of_request())


def ask_code_first(destination: str) -> AnyResponse:
    """Lead somebody by way of the step-up to ``destination``, or back to the form they have just sent."""
    return _lead(WAY_FORWARD[Refusal.STEP_UP], destination)


def _lead(endpoint: str, destination: str | None) -> AnyResponse:
    kept = form_to_keep()
    address = url_for(endpoint, next=destination if kept is None else kept.address)
    return keep(load_page(address, 401) if is_htmx() else redirect(address, code=303), kept)


def refuse(status: int, heading: str, sentences: list[str]) -> Response:
    """A page that says what is wrong and what can be done; to htmx, an order to load that page."""
    if is_htmx():
        return load_page(present_address(), status)
    return render("refusals/error.html", status=status, heading=heading, sentences=sentences)


def _sentence(refusal: Refusal) -> str:
    return current_presence().told if refusal is Refusal.BARRED else NOT_PERMITTED
