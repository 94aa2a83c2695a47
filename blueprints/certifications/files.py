"""Answers that are files: their name, their type, and what becomes of them when they end."""

from collections.abc import Iterator

from flask import Response, stream_with_context

from blueprints.deployment import current_settings
from blueprints.identity import current_viewer
from blueprints.unit_of_work import current_session
from models.certifications.export_files import Keeping
from models.certifications.export_format import ExportFormat
from models.certifications.export_limits import limits_for
from models.certifications.quota import Limits


def file_response(pieces: Iterator[bytes], file_format: ExportFormat, name: str) -> Response:
    """The pieces as a file to save, sent as they come."""
    response = Response(stream_with_context(pieces), content_type=file_format.content_type)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def limits() -> Limits:
    """What this person may take away here, by their kind and role."""
    viewer = current_viewer()
    return limits_for(current_session(), viewer.kind, viewer.role, Limits.of(current_settings()))


def keeping() -> Keeping:
    """Where made files lie here."""
    return Keeping.of(current_settings())
