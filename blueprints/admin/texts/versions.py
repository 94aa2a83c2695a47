"""The list of versions, and where their words are read."""

from datetime import date
from typing import Any

from flask import url_for

from blueprints.admin.listing import AdminList, ListCell, ListColumn
from blueprints.formatting import NOTHING, day, moment
from models.publishing.documents import DOCUMENTS, TextDocument
from models.publishing.version_list import VersionState, text_versions

TAGS = {
    VersionState.IN_FORCE: "good",
    VersionState.COMING: "attention",
    VersionState.FORMER: "neutral",
    VersionState.CALLED_OFF: "neutral",
}


def versions_listed(today: date) -> AdminList[Any]:
    """Every version of every document."""

    def name(one: Any) -> ListCell:
        document = DOCUMENTS[one.document]
        called_off = VersionState(one.state) is VersionState.CALLED_OFF
        words = "" if called_off else reading_url(document, one.version)
        return ListCell(f"{document.label}（{day(one.version)}施行）", words)

    def state(one: Any) -> ListCell:
        found = VersionState(one.state)
        return ListCell(found.label, tag=TAGS[found])

    columns = (
        ListColumn[Any]("文書と版", name, sort="document"),
        ListColumn[Any]("施行日", lambda one: day(one.version), sort="version"),
        ListColumn[Any]("状態", state, sort="state"),
        ListColumn[Any](
            "公開した日時", lambda one: moment(one.published_at) if one.published_at else "製品に付属", sort="published"
        ),
        ListColumn[Any]("提案した人", lambda one: one.proposer or NOTHING, sort="proposer"),
        ListColumn[Any]("承認した人", lambda one: one.approver or NOTHING, sort="approver"),
        ListColumn[Any]("SHA-256", lambda one: one.sha256[:16]),
    )
    return AdminList("texts", "文書の版", text_versions(today), columns, lambda one: int(one.number))


def reading_url(document: TextDocument, version: date) -> str:
    """Where the words of a version are read."""
    if document.kind:
        return url_for("texts.items", kind=document.kind.value, version=version.isoformat())
    return url_for(f"legal.former_{document.name}", version=version.isoformat())
