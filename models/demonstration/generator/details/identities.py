"""Names, addresses, numbers and files: every one of a form that no real person, company or connection has.

Telephone numbers are all zeros, corporate numbers begin with the check digit 0 that none has, mail goes to the
reserved domain ``.example``.
"""

from collections.abc import Callable
from typing import Any

from models.catalogue.item import Item
from models.demonstration.generator.companies import company
from models.demonstration.generator.details.draft import Draft
from models.demonstration.generator.operators import TELEPHONES
from models.demonstration.generator.places import address

Drawer = Callable[[Draft], Any]


def _operator_kana(draft: Draft) -> str:
    return draft.subject.operator.name.kana


def _representative_kana(draft: Draft) -> str | None:
    representative = draft.subject.operator.representative
    return representative.kana if representative else None


def _mail_address(draft: Draft) -> str:
    return f"mihon{draft.between(1, 9999):04d}@mihon.example"


def _telephone(draft: Draft) -> str:
    return draft.one_of(TELEPHONES)


def _person(draft: Draft) -> str:
    return draft.person().written


def _persons(draft: Draft) -> list[str]:
    return [_person(draft) for _ in range(draft.between(1, 3))]


def _addresses(draft: Draft) -> list[str]:
    return [address(draft.random, draft.subject.place) for _ in range(draft.between(1, 2))]


def _coordinates(draft: Draft) -> list[float]:
    # Two digits after the point are a kilometre wide: near nothing in particular.
    return [round(33.5 + 4 * draft.random.random(), 2), round(131 + 9 * draft.random.random(), 2)]


DRAWERS: dict[str, Drawer] = {
    "application_number": lambda draft: draft.code("S########"),
    "certificate_number": lambda draft: draft.code("見本認第########号"),
    "operator_name_kana": _operator_kana,
    "corporate_number": lambda draft: draft.code("0############"),
    "representative_name_kana": _representative_kana,
    "officer_names": _persons,
    "officer_names_kana": lambda draft: [draft.person().kana for _ in range(draft.between(1, 3))],
    "operator_postal_code": lambda draft: "000-0000",
    "operator_address_kana": lambda draft: f"みほんちょう{draft.between(1, 9)}ちょうめ",
    "operator_fax": _telephone,
    "operator_email": _mail_address,
    "operator_login_id": lambda draft: draft.code("@@@@####"),
    "joint_operators": _persons,
    "emergency_contact_name": _person,
    "emergency_contact_telephone": _telephone,
    "registrant_login_id": lambda draft: draft.code("@@@@####"),
    "registrant_name": lambda draft: company(draft.random).written,
    "registrant_address": lambda draft: draft.address(),
    "registrant_telephone": _telephone,
    "registrant_email": _mail_address,
    "scrivener_number": lambda draft: draft.code("第00######号"),
    "contact_name": lambda draft: f"管理部\u3000{_person(draft)}",
    "contact_telephone": _telephone,
    "contact_email": _mail_address,
    "building_registry_reference": lambda draft: draft.code("0000########-#"),
    "water_right_number": lambda draft: draft.code("見本水第####号"),
    "hot_spring_drilling_permit": lambda draft: draft.code("見本温第###号"),
    "site_postal_code": lambda draft: "000-0000",
    "land_registry_numbers": lambda draft: [draft.code("0000#########") for _ in range(draft.between(1, 3))],
    "latitude_longitude": _coordinates,
    "land_owner_names": _persons,
    "land_owner_addresses": _addresses,
    "split_project_facility_ids": lambda draft: [draft.subject.facility_id],
    "connection_consent_number": lambda draft: draft.code("見本接第#####号"),
    "supply_point_number": lambda draft: draft.code("0000##################"),
    "service_pole_number": lambda draft: draft.code("見本支##右#"),
    "auction_award_number": lambda draft: draft.code("第##回-###"),
    "balancing_group_code": lambda draft: draft.code("@####"),
    "maintenance_party_kind": lambda draft: "法人",
    "maintenance_party_name": lambda draft: company(draft.random).written,
    "maintenance_party_address": lambda draft: draft.address(),
    "maintenance_party_telephone": _telephone,
    "chief_engineer_name": _person,
    "examiner_name": _person,
    "transfer_parties": lambda draft: f"{company(draft.random).written} → {draft.subject.operator.name.written}",
    "inheritance_parties": lambda draft: f"{_person(draft)} → {draft.subject.operator.name.written}",
    "cost_reporter_name": lambda draft: draft.subject.operator.name.written,
    "cost_reporter_address": lambda draft: draft.subject.operator.address,
    "cost_reporter_telephone": _telephone,
    "cost_reporter_fax": _telephone,
    "cost_reporter_email": _mail_address,
    "invoice_issuer_number": lambda draft: draft.code("T0############"),
}


def file_name(draft: Draft, item: Item) -> str:
    """The name of an attached file."""
    return f"{item.key.removeprefix('attachment_')}_{draft.subject.facility_id}.pdf"
