"""What matches a question, counted by everything it is broken down by: from the kept tallies, or in one pass.

Both ways lead to the same groups. The tallies answer what asks for nothing but one's rows and values of the facets
themselves; anything else is one GROUP BY over the very rows the list shows.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, func, literal, select
from sqlalchemy.orm import InstrumentedAttribute

from models.access.door import Reading
from models.certifications.criteria import SearchCriteria
from models.certifications.filters import ChoiceFilter, Filter, RangeFilter
from models.certifications.statements import PARCELS, listing
from models.reference.municipalities import municipality, territories
from models.register.certification import Certification, Site
from models.register.scope_keys import ScopeKey, ScopeKind
from models.register.scopes import RegisterScope
from models.register.tallies import NOT_KEPT, UNKNOWN, UNKNOWN_YEAR, Tally

WATTS = 1000
_KEPT_CHOICES = {"source": Tally.source_group, "output_class": Tally.output_class, "status": Tally.status}


@dataclass(frozen=True, slots=True)
class Group:
    """Certifications alike in all of this; empty and 0 mean unknown.

    ``sole`` is false for those counted under another prefecture already: they belong to this prefecture's number, and
    to no sum.
    """

    prefecture: str
    sole: bool
    source: str
    fiscal_year: int
    output_class: str
    status: str
    number: int
    watts: int


@dataclass(frozen=True, slots=True)
class InMunicipality:
    """Certifications of one source in one municipality; those of a ward are its city's too."""

    municipality: str
    source: str
    number: int
    watts: int


# Codes of the territories they lie in, source, number and kW.
_Towns = tuple[frozenset[str], str | None, int, float | None]


def is_kept(register: Reading, criteria: SearchCriteria) -> bool:
    """Whether the tallies answer, however many certifications match."""
    return _kept(register, criteria) is not None


def groups(register: Reading, criteria: SearchCriteria) -> list[Group]:
    """What matches, in groups. A prefecture has all that the list shows when it is asked for (``Group.sole``)."""
    kept = _kept(register, criteria)
    if kept is None:
        return [*_counted(register, criteria), *_counted_elsewhere(register, criteria)]
    prefecture = _chosen(criteria, "prefecture")
    place, *columns = _seen(register, Tally)
    statement = select(place, Tally.further, *columns, Tally.certifications, Tally.output_watts).where(
        _is(_key(register)), *kept
    )
    return [
        Group(place, bool(prefecture) or not further, source, year, output_class, status, number, watts)
        for place, further, source, year, output_class, status, number, watts in register.execute(statement)
    ]


def in_municipalities(register: Reading, criteria: SearchCriteria, codes: Sequence[str]) -> list[InMunicipality]:
    """What matches, by municipality (of ``codes``) and source: under each all that the list shows when it is asked."""
    kept = _kept_by_municipality(register, criteria)
    if kept is not None:
        kept_sums = (func.sum(Tally.certifications), func.sum(Tally.output_watts))
        statement = select(Tally.code, Tally.source_group, *kept_sums).where(
            Tally.kind == ScopeKind.MUNICIPALITY.value, Tally.code.in_(codes), *kept
        )
        rows = register.execute(statement.group_by(Tally.code, Tally.source_group))
        return [InMunicipality(row[0], row[1], int(row[2]), int(row[3])) for row in rows]
    columns = (Certification.municipality, Certification.source_group)
    sums = (func.count(), func.sum(Certification.output_kw))
    statement = listing(register, criteria).rows([*columns, *sums]).group_by(*columns)
    at_home = [(frozenset(territories(row[0] or "")), *row[1:]) for row in register.execute(statement)]
    return _by_town([*at_home, *_towns_reached_into(register, criteria)], frozenset(codes))


def _towns_reached_into(register: Reading, criteria: SearchCriteria) -> Iterator[_Towns]:
    """Of the few facilities that reach into several municipalities, the further ones."""
    if PARCELS not in register.viewer.items:
        return
    columns = (Certification.id, Certification.municipality, Certification.source_group, Certification.output_kw)
    statement = listing(register, criteria).rows([*columns, Site.municipality]).distinct()
    statement = statement.join(Site, Site.certification_id == Certification.id).where(
        Site.municipality != func.coalesce(Certification.municipality, UNKNOWN)
    )
    counted: dict[int, set[str]] = {}
    for number, home, source, kw, town in register.execute(statement):
        known = counted.setdefault(number, set(territories(home or "")))
        # Two wards of one city are one city.
        further = frozenset(territories(town)) - known
        known |= further
        yield further, source, 1, kw


def _by_town(lines: Iterable[_Towns], codes: frozenset[str]) -> list[InMunicipality]:
    sums: dict[tuple[str, str], list[int]] = {}
    for towns, source, number, kw in lines:
        for code in towns & codes:
            found = sums.setdefault((code, source or UNKNOWN), [0, 0])
            found[0] += number
            found[1] += _watts(kw)
    return [InMunicipality(code, source, number, watts) for (code, source), (number, watts) in sums.items()]


def _counted(register: Reading, criteria: SearchCriteria) -> list[Group]:
    columns = _seen(register, Certification)
    sums: tuple[Any, ...] = (func.count(), func.sum(Certification.output_kw))
    grouped = [column for column in columns if isinstance(column, InstrumentedAttribute)]
    statement = listing(register, criteria).rows([*columns, *sums]).group_by(*grouped)
    return [_group(row, sole=True) for row in register.execute(statement)]


def _counted_elsewhere(register: Reading, criteria: SearchCriteria) -> list[Group]:
    """The few facilities that reach into several prefectures, under each further one."""
    if PARCELS not in register.viewer.items:
        return []
    _home, *columns = _seen(register, Certification)
    columns = [Certification.id, Site.prefecture, *columns, Certification.output_kw]
    statement = listing(register, criteria).rows(columns).distinct()
    statement = statement.join(Site, Site.certification_id == Certification.id).where(
        RegisterScope.prefecture.is_(None), Site.prefecture != func.coalesce(Certification.prefecture, UNKNOWN)
    )
    return [_group((*row[1:6], 1, row[6]), sole=False) for row in register.execute(statement)]


def _seen(register: Reading, table: type[Certification | Tally]) -> list[Any]:
    """What certifications are grouped by; for what the viewer may not see, what stands for nothing known (M9)."""
    by: dict[str, Any] = {
        "prefecture": (table.prefecture, UNKNOWN),
        "source": (table.source_group, UNKNOWN),
        "fiscal_year": (table.fiscal_year, UNKNOWN_YEAR),
        "output_class": (table.output_class, UNKNOWN),
        "status": (table.status, UNKNOWN),
    }
    return [column if key in register.viewer.items else literal(unknown) for key, (column, unknown) in by.items()]


def _group(row: Any, *, sole: bool) -> Group:
    prefecture, source, year, output_class, status, number, kw = row
    return Group(
        prefecture=prefecture or UNKNOWN,
        sole=sole,
        source=source or UNKNOWN,
        fiscal_year=year or UNKNOWN_YEAR,
        output_class=output_class or UNKNOWN,
        status=status or UNKNOWN,
        number=number,
        watts=_watts(kw),
    )


def _watts(kw: float | None) -> int:
    """Whole watts, as the kept numbers have them: both ways round alike."""
    return round((kw or 0) * WATTS)


def _key(register: Reading) -> ScopeKey:
    (key,) = register.viewer.scope
    return key


def _is(key: ScopeKey) -> ColumnElement[bool]:
    return and_(Tally.kind == key.kind.value, Tally.code == key.code)


def _kept(register: Reading, criteria: SearchCriteria) -> list[ColumnElement[bool]] | None:
    """The conditions on the tallies of the viewer's key, or None when they cannot answer."""
    scope = register.viewer.scope
    if len(scope) != 1 or _key(register).kind in NOT_KEPT or criteria.terms or criteria.changed_since:
        return None
    conditions = [_kept_condition(one) for one in criteria.filters]
    if PARCELS not in register.viewer.items:
        # Whoever may not see the parcels learns nothing of them: a facility stands at its representative site.
        conditions.append(Tally.further.is_(False))
    found = [condition for condition in conditions if condition is not None]
    return found if len(found) == len(conditions) else None


def _kept_condition(one: Filter) -> ColumnElement[bool] | None:
    match one:
        case ChoiceFilter(item, values) if item.key in _KEPT_CHOICES:
            return _KEPT_CHOICES[item.key].in_(values)
        case ChoiceFilter(item, (code,)) if item.key == "prefecture":
            return Tally.prefecture == code
        case RangeFilter(item, lowest, highest) if item.key == "fiscal_year":
            year = Tally.fiscal_year
            bounds = [year >= lowest] if lowest is not None else []
            bounds += [year <= highest] if highest is not None else []
            return and_(year != UNKNOWN_YEAR, *bounds)
    return None


def _kept_by_municipality(register: Reading, criteria: SearchCriteria) -> list[ColumnElement[bool]] | None:
    """The conditions on the tallies of municipalities, where those lie wholly within the viewer's rows.

    They do for one prefecture, the viewer's own or one chosen of the whole nation, and for the viewer's own
    municipality. A prefecture's lines hold each facility once, whether it is the representative one or a further one.
    """
    kept = _kept(register, criteria)
    if kept is None or PARCELS not in register.viewer.items:
        return None
    key, prefecture = _key(register), _chosen(criteria, "prefecture")
    match key.kind:
        case ScopeKind.NATION if prefecture:
            return kept
        case ScopeKind.PREFECTURE if prefecture in {None, key.code}:
            return [*kept, Tally.prefecture == key.code]
        case ScopeKind.MUNICIPALITY if prefecture is None and municipality(key.code):
            return [*kept, Tally.further.is_(False)]
    return None


def _chosen(criteria: SearchCriteria, key: str) -> str | None:
    """The one value an item is asked to have."""
    values = [one.values for one in criteria.filters if isinstance(one, ChoiceFilter) and one.item.key == key]
    return values[0][0] if values and len(values[0]) == 1 else None
