"""Whom the figures of a rule are for: all, a kind of organisation, a role in every kind, or a role in one kind.

Of each figure counts the one said of the fewest people (``RuleBook``).
"""

from models.accounts.account import Role
from models.accounts.creation import roles_in
from models.detection.rulebook import Audience, RuleBook, WrongRules
from models.errors import NotFound
from models.organisations.kinds import OrganisationKind, kinds_in_use

ALL_KINDS = "すべての種類"
EVERYBODY = Audience()
_PAIRS = tuple(Audience(kind.value, role.value) for kind in OrganisationKind for role in roles_in(kind))
_KINDS = tuple(Audience(kind.value) for kind in OrganisationKind)
_ROLES = tuple(Audience(role=role.value) for role in Role)
_WEAKEST_FIRST = (EVERYBODY, *_KINDS, *_ROLES, *_PAIRS)


def audience_label(audience: Audience) -> str:
    """These people in words."""
    kind = OrganisationKind(audience.kind).label if audience.kind else ALL_KINDS
    return f"{kind}の{Role(audience.role).label}" if audience.role else kind


def audience_named(kind: str, role: str) -> Audience:
    """The people of this kind and role (empty: of every one). Raises ``NotFound`` where there can be none."""
    audience = Audience(kind, role)
    if audience not in _WEAKEST_FIRST or (kind and OrganisationKind(kind) not in kinds_in_use()):
        raise NotFound
    return audience


def roles_among(kind: str) -> tuple[Role, ...]:
    """The roles there are in the kind; all roles where it is empty."""
    return roles_in(OrganisationKind(kind)) if kind else tuple(Role)


def audiences_of(code: str, *books: RuleBook) -> list[Audience]:
    """All, and everybody for whom the rule may stand otherwise: those with figures of their own, and whoever belongs to
    a kind and to a role that have. The widest come first.
    """
    own = {one for book in books for one in book.own_audiences(code)}

    def stands_apart(one: Audience) -> bool:
        both = {Audience(one.kind), Audience(role=one.role)}
        return one == EVERYBODY or one in own or both <= own

    return [one for one in _WEAKEST_FIRST if stands_apart(one)]


def taking_precedence(code: str, book: RuleBook, audience: Audience) -> list[Audience]:
    """Those among these people for whom figures of their own count, whatever is said of ``audience``."""
    people, stronger = _people(audience), _WEAKEST_FIRST[_WEAKEST_FIRST.index(audience) + 1 :]
    own = book.own_audiences(code)
    return [one for one in stronger if one in own and not people.isdisjoint(_people(one))]


def check_audiences(book: RuleBook) -> None:
    """Raise ``WrongRules`` where the book speaks of a kind or role that there is not, or of nobody."""
    kinds, roles = set(OrganisationKind), set(Role)
    for code in book.data:
        for kind, role in sorted(book.own_audiences(code)):
            if kind and kind not in kinds:
                raise WrongRules(f"検知の規則「{code}」の kinds にある「{kind}」という組織の種類はありません。")
            if role and role not in roles:
                raise WrongRules(f"検知の規則「{code}」の roles にある「{role}」という役割はありません。")
            if (kind, role) not in _WEAKEST_FIRST:
                raise WrongRules(f"検知の規則「{code}」にある「{kind}」の組織に「{role}」の役割の人はいません。")


def _people(audience: Audience) -> frozenset[Audience]:
    kind, role = audience
    return frozenset(one for one in _PAIRS if kind in {"", one.kind} and role in {"", one.role})
