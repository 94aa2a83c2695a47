"""From where people signed in, and which addresses an organisation had not used before."""

from typing import Any

from sqlalchemy import Select, func, select

from models.audit.tables import AuditEvent
from models.reporting.acts import Act, is_act, within
from models.reporting.document import Column, Row, Section, Table
from models.reporting.ground import Ground

REMEMBERED_MONTHS = 6
"""An address is new to an organisation whose people have not signed in from it in so many months before."""
BY_ORGANISATION = (
    Column("組織"),
    Column("サインイン", numeric=True),
    Column("異なるアドレス", numeric=True, bar=True),
    Column("うち新しいアドレス", numeric=True),
)
NEW = (
    Column("組織"),
    Column("アドレス"),
    Column("使ったアカウント", numeric=True),
    Column("サインイン", numeric=True),
)


def addresses(ground: Ground) -> Section:
    """The addresses of complete sign-ins."""
    known = _known(ground)
    used: dict[tuple[str, int], list[int]] = {}
    new = []
    for organisation_id, address, times, people, organisation in ground.session.execute(_used(ground)):
        line = used.setdefault((organisation, organisation_id or 0), [0, 0, 0])
        line[0] += times
        line[1] += 1
        if (organisation_id, address) not in known:
            line[2] += 1
            new.append((organisation, address, people, times))
    by_organisation: tuple[Row, ...] = tuple(
        (organisation, *line) for (organisation, _number), line in sorted(used.items())
    )
    return Section(
        "addresses",
        "利用した場所",
        f"新しいアドレスは、その組織の利用者が前の{REMEMBERED_MONTHS}か月にサインインに使わなかったものです。",
        (
            Table("組織ごとのアドレス", BY_ORGANISATION, by_organisation),
            Table("新しいアドレス", NEW, tuple(sorted(new))),
        ),
    )


def _used(ground: Ground) -> Select[*tuple[Any, ...]]:
    """Every address of each organisation in the month: how many sign-ins, by how many accounts."""
    event = AuditEvent
    return (
        select(
            event.organisation_id,
            event.address,
            func.count(),
            func.count(event.account_id.distinct()),
            func.max(event.organisation),
        )
        .where(is_act(Act.SIGN_IN), within(ground.month))
        .group_by(event.organisation_id, event.address)
    )


def _known(ground: Ground) -> set[tuple[int | None, str]]:
    event, month = AuditEvent, ground.month
    statement = (
        select(event.organisation_id, event.address)
        .where(is_act(Act.SIGN_IN), event.at >= month.shifted(-REMEMBERED_MONTHS).since, event.at < month.since)
        .distinct()
    )
    return {(organisation_id, address) for organisation_id, address in ground.session.execute(statement)}
