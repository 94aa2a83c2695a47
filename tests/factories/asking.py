"""Random searches as people type them: each a meaning, and an address that states it in one of the usual ways."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from hypothesis import strategies as st

from models.catalogue.catalogue import catalogue
from models.catalogue.item import Store
from tests.factories.conditions import condition, word
from tests.factories.handwriting import written_bound, written_words
from tests.factories.meaning import Between, Holding, OneOf, Question, Word
from tests.factories.stock import SINCE
from tests.factories.truth import Known

MOST_CONDITIONS, MOST_WORDS = 3, 4
PAGES = (20, 50, 100)
# What an address may hold besides: names that no list knows, whoever looks.
UNKNOWN = (
    {"scope": ["jp"]},
    {"kind": ["owner"], "organisation": ["1"]},
    {"output_kw__gt": ["1"]},
    {"operator_telephone": ["000"]},
    {"position_from": ["0"], "operator_id": ["1"]},
    {"": [""], "\0": ["\0"], "q[]": ["電力"]},
    {"after": ["x"]},
    {"before": ["W10"]},
)
MOMENTS = [
    ("2024-03-29", SINCE - timedelta(hours=9)),
    ("2024-03-29T09:00", SINCE),
    ("2024-03-29T09:01", SINCE + timedelta(minutes=1)),
    ("2024-03-30", SINCE + timedelta(hours=15)),
]
"""Moments in Japan as an address states them."""
_ITEMS = catalogue().items
_SORTABLE = [item.key for item in _ITEMS if item.sortable]
_UNSORTABLE = [item.key for item in _ITEMS if not item.sortable] + ["no_such_item", "position", "-", "--output_kw"]
_LISTED = [item.key for item in _ITEMS if item.store is Store.COLUMN]
_DETAILS = ["law_11_applicable", "law_03_status", "inverter_output_kw", "inverter_count", "cell_types",
            "multi_site_scheme", "seal_certificate_expires_on"]  # fmt: skip
_NOT_LISTED = [item.key for item in _ITEMS if item.store is Store.SITE] + ["no_such_item", "", "id"]


@dataclass(frozen=True)
class Asked:
    """A search: what is meant, and the address's parameters."""

    question: Question
    address: dict[str, list[str]]


@st.composite
def searches(draw: st.DrawFn, known: Sequence[Known]) -> Asked:
    """Searches about a register: mostly for what one facility is, so that several conditions still find something."""
    wanted = draw(st.sampled_from(known))
    near = st.sampled_from([wanted] * 4 + [draw(st.sampled_from(known))])
    conditions: list[OneOf | Between | Holding] = draw(
        st.lists(
            condition(near),
            max_size=draw(st.sampled_from((0, 1, 1, 2, MOST_CONDITIONS))),
            unique_by=lambda one: one.key,
        )
    )
    address: dict[str, list[str]] = {}
    for one in conditions:
        address |= draw(_written(one))
    words: Sequence[Word] = draw(st.lists(word(near), max_size=draw(st.sampled_from((0, 1, 1, 2, MOST_WORDS)))))
    typed, words = draw(written_words(words))
    if typed:
        address["q"] = [typed]
    sort, descending = draw(_order(address))
    columns = draw(_columns(address))
    size = draw(_size(address))
    since = draw(_since(address))
    if not draw(st.integers(0, 3)):
        address |= draw(st.sampled_from(UNKNOWN))
    return Asked(Question(tuple(conditions), tuple(words), sort, descending, columns, size, since), address)


@st.composite
def _written(draw: st.DrawFn, one: OneOf | Between | Holding) -> dict[str, list[str]]:
    match one:
        case OneOf(key, values):
            return {key: [*values, values[0], " "]}
        case Holding(key, text):
            return {key: [draw(st.sampled_from(("", " ", "　"))) + text, "no second text"]}
        case Between(key, lowest, highest):
            ends = {f"{key}_from": lowest, f"{key}_to": highest}
            given = {name: [draw(written_bound(bound))] for name, bound in ends.items() if bound is not None}
            return given | {name: [""] for name in sorted(ends.keys() - given.keys()) if draw(st.booleans())}


@st.composite
def _order(draw: st.DrawFn, address: dict[str, list[str]]) -> tuple[str | None, bool]:
    """The order, written into ``address``; one that no list has is the register's own."""
    sign = draw(st.sampled_from(["", "-"]))
    match draw(st.sampled_from(("own", "unknown", "item", "item"))):
        case "own":
            return None, False
        case "unknown":
            address["sort"] = [sign + draw(st.sampled_from(_UNSORTABLE))]
            return None, False
    key = draw(st.sampled_from(_SORTABLE))
    address["sort"] = [sign + key, "output_kw"]
    return key, bool(sign)


@st.composite
def _columns(draw: st.DrawFn, address: dict[str, list[str]]) -> tuple[str, ...]:
    columns = tuple(draw(st.lists(st.sampled_from((*_LISTED, *_DETAILS)), max_size=5, unique=True)))
    strange = draw(st.lists(st.sampled_from(_NOT_LISTED), max_size=1))
    if columns or strange:
        address["columns"] = [*strange, *columns, *columns[:1]]
    return columns


@st.composite
def _since(draw: st.DrawFn, address: dict[str, list[str]]) -> datetime | None:
    """A day, or a minute, around the one at which the register was filled."""
    if draw(st.integers(0, 4)):
        return None
    written, moment = draw(st.sampled_from(MOMENTS))
    address["changed_since"] = [written, "2020-01-01"]
    return moment


@st.composite
def _size(draw: st.DrawFn, address: dict[str, list[str]]) -> int:
    size = draw(st.sampled_from((None, *PAGES)))
    address["size"] = [str(size), "20"] if size else [draw(st.sampled_from(["", "0", "21", "-20", "1e9", "全部"]))]
    return size or 50
