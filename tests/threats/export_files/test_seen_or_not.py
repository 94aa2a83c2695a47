"""Who has seen this facility: a long file that nobody fetched is told as that, as one fetched in part is (B1)."""

import pytest

from models.accounts.account import Role
from models.organisations.kinds import OrganisationKind
from tests.factories.stock import TWO_PREFECTURES
from tests.threats.export_files.conftest import Office


def told(office: Office) -> list[tuple[str, str]]:
    """What an officer reads of the files that held the facility, the newest first, with the purpose."""
    officer, _ = office.service.enter(OrganisationKind.OWNER, "", role=Role.OWNER_OFFICER)
    page = officer.visit(f"/admin/audit/facility?facility={TWO_PREFECTURES}&act=register:export:make")
    return [(line["操作"], line["利用目的"]) for line in page.rows("この設備を見た操作")]


def test_a_long_file_is_told_by_whether_it_was_fetched(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.sealed_file.PIECE", 500)
    never, partly, wholly = (office.made() for _ in range(3))
    assert told(office) == [("書き出しファイルの作成（ファイルは受け取られていない）", "その他：試験")] * 3
    office.fetch(wholly)
    response = office.visitor.request("GET", f"/certifications/exports/{partly}/file", buffered=False)
    next(iter(response.response))
    response.close()
    assert [act for act, _purpose in told(office)] == [
        "書き出しファイルの作成",
        "書き出しファイルの作成（途中で中止。渡った可能性のある行を含む）",
        "書き出しファイルの作成（ファイルは受け取られていない）",
    ]
    assert office.page(never).text
