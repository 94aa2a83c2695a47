"""What is kept of training: who passed which course when, and which reminders were sent (M17)."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.db import Base
from models.training.courses import LONGEST_NAME


class TrainingRecord(Base):
    """One course passed by one person. Never changed nor deleted.

    ``passed_on`` and ``valid_until`` are days in Japan, both included. One record for a person, course and day, however
    often the button is pressed. ``version`` and ``text_sha256`` name the words; answers are kept nowhere.
    """

    __tablename__ = "training_records"
    __table_args__ = (UniqueConstraint("account_id", "course", "passed_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    login_id: Mapped[str] = mapped_column(String(64))
    person_name: Mapped[str] = mapped_column(String(200))
    organisation_id: Mapped[int]
    organisation: Mapped[str] = mapped_column(String(200))
    course: Mapped[str] = mapped_column(String(LONGEST_NAME))
    title: Mapped[str] = mapped_column(String(200))
    version: Mapped[str] = mapped_column(String(10))
    text_sha256: Mapped[str] = mapped_column(String(64))
    score: Mapped[int]
    questions: Mapped[int]
    passed_at: Mapped[datetime]
    passed_on: Mapped[date]
    valid_until: Mapped[date]


class TrainingReminder(Base):
    """One letter that reminded somebody of a course. One for each occasion of each due day."""

    __tablename__ = "training_reminders"
    __table_args__ = (UniqueConstraint("account_id", "course", "due_on", "occasion"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    course: Mapped[str] = mapped_column(String(LONGEST_NAME))
    due_on: Mapped[date]
    occasion: Mapped[str] = mapped_column(String(10))
    sent_at: Mapped[datetime]
