"""Devices: the second factor, proved by a code from an authenticator app on the person's own device (M5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ForeignKey, String, delete, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.accounts import totp
from models.accounts.account import Account
from models.db import Base, changed_rows
from models.errors import DomainError
from models.secret_box import SecretBox

NEVER = -1


class SecondFactor(Base):
    """One device. Until ``confirmed_at`` it counts for nothing and belongs to the sign-in session that began it.

    ``last_step`` is the latest 30-second step whose code was accepted: a code of that step or an earlier one never
    is again.
    """

    __tablename__ = "second_factors"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    session_id: Mapped[int | None] = mapped_column(ForeignKey("sign_in_sessions.id"))
    label: Mapped[str] = mapped_column(String(60))
    sealed_key: Mapped[str] = mapped_column(String(400))
    last_step: Mapped[int] = mapped_column(default=NEVER)
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]


@dataclass(frozen=True, slots=True)
class Connection:
    """What the connecting page shows, once: the QR code, and the same key for typing."""

    uri: str
    qr: totp.QrCode
    typed_key: str


class CodeDoesNotMatch(DomainError):
    """The confirming code is wrong; when the device's clock is off, the reason says by how much."""


def begin_connecting(session: Session, box: SecretBox, account_id: int, session_id: int, now: datetime) -> None:
    """Make a key for a device to be connected in this sign-in session; an unfinished earlier one is thrown away."""
    session.execute(
        delete(SecondFactor).where(SecondFactor.account_id == account_id, SecondFactor.confirmed_at.is_(None))
    )
    sealed = box.seal(_place(account_id), totp.new_key())
    session.add(
        SecondFactor(
            account_id=account_id,
            session_id=session_id,
            label="",
            sealed_key=sealed,
            last_step=NEVER,
            created_at=now,
        )
    )
    session.flush()


def connecting(session: Session, box: SecretBox, account: Account, session_id: int) -> Connection | None:
    """What to show for the device being connected in this session; ``None`` when none is."""
    device = _unconfirmed(session, account.id, session_id)
    if device is None:
        return None
    key = box.open(_place(account.id), device.sealed_key)
    uri = totp.provisioning_uri(key, account.login_id)
    return Connection(uri=uri, qr=totp.qr_code(uri), typed_key=totp.typed_key(key))


def confirm(
    session: Session, box: SecretBox, account_id: int, session_id: int, code: str, label: str, now: datetime
) -> SecondFactor:
    """Let the device count, its code being right; raises ``CodeDoesNotMatch``."""
    device = _unconfirmed(session, account_id, session_id)
    if device is None:
        raise CodeDoesNotMatch("端末の接続手続きの期限が切れました。はじめからやり直してください。")
    key = box.open(_place(account_id), device.sealed_key)
    step = totp.matching_step(key, code, now)
    if step is None:
        raise CodeDoesNotMatch(_why_not(totp.minutes_off(key, code, now)))
    statement = (
        update(SecondFactor)
        .where(SecondFactor.id == device.id, SecondFactor.confirmed_at.is_(None))
        .values(confirmed_at=now, last_used_at=now, last_step=step, label=label[:60], session_id=None)
    )
    if changed_rows(session, statement) != 1:
        raise CodeDoesNotMatch("この端末はすでに接続されています。")
    session.refresh(device)
    return device


def verify_code(session: Session, box: SecretBox, account_id: int, code: str, now: datetime) -> SecondFactor | None:
    """The device whose code this is, the code's step now used up; ``None`` when it is nobody's or was used before."""
    for device in list_devices(session, account_id):
        step = totp.matching_step(box.open(_place(account_id), device.sealed_key), code, now)
        if step is not None and _use_step(session, device.id, step, now):
            return device
    return None


def list_devices(session: Session, account_id: int) -> Sequence[SecondFactor]:
    """The account's connected devices, oldest first."""
    chosen = select(SecondFactor).where(SecondFactor.account_id == account_id, SecondFactor.confirmed_at.is_not(None))
    return session.scalars(chosen.order_by(SecondFactor.id)).all()


def has_device(session: Session, account_id: int) -> bool:
    """Whether at least one device counts."""
    return bool(list_devices(session, account_id))


def remove(session: Session, account_id: int, device_id: int) -> SecondFactor:
    """Disconnect one of several devices; the last one stays, or the second factor would be gone."""
    devices = list_devices(session, account_id)
    device = next((each for each in devices if each.id == device_id), None)
    if device is None:
        raise DomainError("この端末は接続されていません。")
    if len(devices) == 1:
        raise DomainError("最後の端末は外せません。先に別の端末を接続してください。")
    session.delete(device)
    session.flush()
    return device


def remove_all(session: Session, account_id: int) -> int:
    """Disconnect every device of the account: the next sign-in connects a new one. Returns how many counted."""
    return changed_rows(session, delete(SecondFactor).where(SecondFactor.account_id == account_id))


def install_key(session: Session, box: SecretBox, account_id: int, key: str, label: str, now: datetime) -> None:
    """Connect a device with a given key (demonstration data)."""
    session.add(
        SecondFactor(
            account_id=account_id,
            label=label,
            sealed_key=box.seal(_place(account_id), key),
            last_step=NEVER,
            created_at=now,
            confirmed_at=now,
        )
    )
    session.flush()


def _use_step(session: Session, device_id: int, step: int, now: datetime) -> bool:
    # One conditional statement: of two racers with the same code exactly one changes the row.
    statement = (
        update(SecondFactor)
        .where(SecondFactor.id == device_id, SecondFactor.last_step < step)
        .values(last_step=step, last_used_at=now)
    )
    return changed_rows(session, statement) == 1


def _unconfirmed(session: Session, account_id: int, session_id: int) -> SecondFactor | None:
    return session.scalar(
        select(SecondFactor).where(
            SecondFactor.account_id == account_id,
            SecondFactor.session_id == session_id,
            SecondFactor.confirmed_at.is_(None),
        )
    )


def _why_not(minutes_off: int | None) -> str:
    if minutes_off is None:
        return "コードが一致しません。認証アプリに表示されている6桁の数字を入力してください。"
    direction = "進んで" if minutes_off > 0 else "遅れて"
    return f"端末の時計が約{abs(minutes_off)}分{direction}います。日時を自動設定にして、もう一度入力してください。"


def _place(account_id: int) -> str:
    return f"second-factor:{account_id}"
