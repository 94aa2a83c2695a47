"""The exact names of the details of every event, by subject. What is not listed here cannot be recorded (M11)."""

from models.audit.event_details import accounts, offices, register, watching
from models.audit.event_names import EventName

SUBJECTS = (accounts.DETAILS, register.DETAILS, offices.DETAILS, watching.DETAILS)
DETAILS: dict[EventName, frozenset[str]] = {name: taken for subject in SUBJECTS for name, taken in subject.items()}
