"""What an act of two persons is: who may propose it, what it would change, and how it is carried out (policy §2).

Nobody acts on themselves, whoever proposed does not approve, and what is carried out is what was shown: the approver's
page names the digest of the difference it showed, and an act whose difference has changed since is shown again.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from models.access.permissions import Permission
from models.access.viewer import Viewer
from models.approvals.approval import Approval, ApprovalKind
from models.audit.actor import Actor
from models.errors import Conflict, Forbidden
from models.legal.dated import digest
from models.mail.outgoing import Outgoing


class SamePerson(Forbidden):
    """Whoever proposed cannot be the second person."""

    def __init__(self) -> None:
        super().__init__("自分が提案したものは、自分では承認できません。もう一人の担当者が内容を確認して承認します。")


class OnThemselves(Forbidden):
    """Nobody acts on themselves."""

    def __init__(self) -> None:
        super().__init__("自分自身についての操作は、自分では行えません。")


class NotTheirs(Forbidden):
    """The act is another role's to propose or to approve."""

    def __init__(self) -> None:
        super().__init__("この操作を行う権限がありません。")


class ComesToNothing(Conflict):
    """What is to be carried out is not there, which only the second person may be told; the reason says what to do."""


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the difference: what it is called, and how it reads before and after."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What an act would change, worked out from the database at this moment.

    ``about`` names its object to a reader (``東京電力パワーグリッド株式会社``). ``people`` are the accounts concerned:
    none of them may propose or approve it. ``in_question`` are accounts that must not decide it and are not told so: it
    is not there for them to approve, and what they propose is refused to whoever would approve it. ``impossible`` says
    why it cannot be carried out any more, or is empty.
    """

    about: str
    changes: Sequence[Change]
    people: frozenset[int] = frozenset()
    in_question: frozenset[int] = frozenset()
    impossible: str = ""

    @property
    def sha256(self) -> str:
        """The digest of everything shown."""
        return digest([self.about, [[one.label, one.before, one.after] for one in self.changes], self.impossible])

    def check_not_about(self, viewer: Viewer) -> None:
        """Raise ``OnThemselves`` for whoever it concerns."""
        if viewer.actor.account_id in self.people:
            raise OnThemselves


@dataclass(frozen=True, slots=True)
class TwoPersonAct:
    """How one kind of act is proposed, shown and carried out.

    ``proposers`` and ``approvers`` are permissions of which one suffices; ``may_propose`` narrows it by the object (a
    responsible person: the own organisation's people). ``carry_out`` is called in the approving transaction.
    """

    proposers: frozenset[Permission]
    approvers: frozenset[Permission]
    difference: Callable[[Session, Approval], Difference]
    carry_out: Callable[[Session, Outgoing, Actor, Approval], None]
    may_propose: Callable[[Session, Viewer, Approval], bool] = lambda _session, _viewer, _approval: True


Acts = Mapping[ApprovalKind, TwoPersonAct]
