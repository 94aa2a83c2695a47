"""What every page is given: the site, the person, where they can go."""

from dataclasses import dataclass
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from flask import Flask, get_flashed_messages, request, url_for
from flask_login import current_user

from blueprints.admin.areas import GROUPS
from blueprints.deployment import current_settings
from blueprints.identity import Person, current_sign_in
from blueprints.security_headers import csp_nonce
from blueprints.static_files import static_url
from models.access.permissions import Permission, permissions_of
from models.accounts.sessions import IDLE
from models.accounts.sign_in_session import Rung
from models.words import words

# htmx with its extension for the security policy (one file, so that neither runs without the other), then our own.
SCRIPTS = ("vendor/htmx-4.0.1-csp.min.js", "page.js")
_MENU = (
    ("ホーム", "home.index", None),
    ("{records}の検索", "certifications.search", Permission.CERTIFICATION_SEARCH),
    ("閲覧の記録", "operator.facilities", Permission.LOOK_BACK),
    ("{records}の取込み", "register_import.proposals", Permission.IMPORT_PROPOSE),
    ("組織の利用者", "desk.index", Permission.DESK),
    ("管理", "admin.index", Permission.OFFICE_LOOK),
    ("アカウント", "account.index", Permission.OWN_ACCOUNT),
)


_OFFICE = frozenset(area.endpoint.partition(".")[0] for group in GROUPS for area in group.areas) - {"desk"}


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """One way to go."""

    label: str
    url: str
    current: bool


def install(app: Flask) -> None:
    """Offer ``site`` to every template."""
    app.context_processor(lambda: {"site": site()})


def site() -> SimpleNamespace:
    """Everything the layout shows. It asks the database for nothing that the gate has not read."""
    settings = current_settings()
    return SimpleNamespace(
        demonstration=settings.demonstration,
        product_name=words().name,
        words=words(),
        operator_name=settings.operator_name,
        terms_url=url_for("legal.terms"),
        privacy_url=url_for("legal.privacy"),
        home_url=url_for("home.index"),
        style_url=static_url("app.css"),
        icon_url=static_url("icon.svg"),
        scripts=[static_url(name) for name in SCRIPTS],
        csp_nonce=csp_nonce(),
        navigation=_menu(),
        signed_in=_signed_in(),
        notices=_notices(),
    )


def _notices() -> list[dict[str, str]]:
    flashed: list[tuple[str, str]] = get_flashed_messages(with_categories=True)  # type: ignore[assignment]
    return [{"kind": kind, "text": text} for kind, text in flashed]


def _menu() -> list[MenuEntry]:
    sign_in = current_sign_in()
    if sign_in is None or sign_in.rung < Rung.CONSENT:
        return []
    held = permissions_of(sign_in.account.organisation.kind, sign_in.account.role)
    records = words().records
    return [
        MenuEntry(label.format(records=records), url_for(endpoint), _menu_blueprint() == endpoint.partition(".")[0])
        for label, endpoint, permission in _MENU
        if permission is None or permission in held
    ]


def _menu_blueprint() -> str | None:
    """The blueprint whose menu entry stands for this page: the areas of the administration have one together."""
    return "admin" if request.blueprint in _OFFICE else request.blueprint


def _kind_beside(organisation: str, kind: str) -> str:
    """The kind as it stands behind the organisation's name: of a kind that begins with the name, what is left."""
    left = kind.removeprefix(f"{organisation}（")
    return left.removesuffix("）") if left != kind else kind


def _signed_in() -> dict[str, Any] | None:
    if not current_user.is_authenticated:
        return None
    person: Person = current_user
    account = person.account
    organisation = account.organisation.name
    return {
        "name": account.person_name,
        "organisation": organisation,
        "kind": _kind_beside(organisation, account.organisation.kind.label),
        "sign_out_url": url_for("login.sign_out"),
        "account_url": url_for("account.index"),
        "incidents_url": url_for("incidents.own"),
        "idle_minutes": IDLE // timedelta(minutes=1),
    }
