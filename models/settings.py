"""Settings: frozen, typed, read once at the start.

Sources, later ones winning: the defaults below, ``settings.toml`` in the instance folder, ``SAIENE_*`` environment
variables (``DATABASE_URL`` keeps its customary name). A default is safe in production and fit to publish: secrets
have none, and outside demonstration mode a missing or weak one refuses to start.
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, get_origin

from cryptography.fernet import Fernet

from models.errors import DomainError
from models.words import SHIPPED

SHORTEST_SECRET = 32
PREFIX = "SAIENE_"
MAKE_KEYS = "python -m models.settings で作れます。"


class WrongSettings(DomainError):
    """The settings cannot be used; the reason names the one to change."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything a deployment decides.

    ``secret_key`` signs the form cookie (at least 32 characters). ``encryption_keys`` are Fernet keys, newest first:
    the first encrypts, all decrypt, so that keys can rotate. ``trusted_proxies`` is how many reverse proxies stand
    before the server and may state the caller's address; 0 means none is believed. ``tls`` says that visitors reach
    the service over HTTPS: cookies become ``__Host-`` and HSTS is sent. ``catalogue`` names the folder of the
    catalogue, where it is not the one that ``flask items import`` installs in the instance folder. ``export_…`` are
    what one person may take away (policy: numbers). ``training_enforced``: whoever has not done an overdue course for
    more than ``training_grace_days`` is refused until they have. ``checkpoint_key`` proves checkpoints of the trail (at
    least 32 characters, held by nobody who runs the database), ``checkpoint_folder`` is where they are written, best on
    another disk; ``audit_years`` is how long events are kept, never less than one. ``backup_folder`` is where backups
    are laid down; the self-inspection expects a file there that is no older than ``backup_hours``.
    """

    instance: Path
    database_url: str = field(default="", repr=False)
    secret_key: str = field(default="", repr=False)
    encryption_keys: tuple[str, ...] = field(default=(), repr=False)
    demonstration: bool = False
    tls: bool = True
    trusted_hosts: tuple[str, ...] = ()
    trusted_proxies: int = 0
    public_url: str = ""
    operator_name: str = "本システムの保有者"
    contact: str = "本システムの保有者の担当部署"
    mail_server: str = ""
    mail_port: int = 25
    mail_start_tls: bool = True
    mail_username: str = ""
    mail_password: str = field(default="", repr=False)
    mail_from: str = ""
    rate_limit_storage: str = "memory://"
    catalogue: str = ""
    countries: str = ""
    export_rows_a_file: int = 10_000
    export_rows_a_day: int = 50_000
    export_files_in_ten_minutes: int = 3
    training_enforced: bool = True
    training_grace_days: int = 30
    checkpoint_key: str = field(default="", repr=False)
    checkpoint_folder: str = ""
    audit_years: int = 3
    backup_folder: str = ""
    backup_hours: int = 26
    log_level: str = "INFO"

    @property
    def database(self) -> str:
        """The database's URL: the one given, or an SQLite file in the instance folder."""
        if not self.database_url:
            return f"sqlite:///{self.instance.resolve() / 'saiene.sqlite3'}"
        return self.database_url.replace("postgresql://", "postgresql+psycopg://", 1)

    @property
    def catalogue_folder(self) -> Path:
        """The catalogue this deployment runs with: the one named, else the installed one, else the shipped one."""
        if self.catalogue:
            return Path(self.catalogue)
        installed = self.instance / "catalogue"
        return installed if installed.exists() else SHIPPED

    @property
    def mail_folder(self) -> Path:
        """Where letters are laid down as files in demonstration mode."""
        return self.instance / "mail"

    @property
    def imports_folder(self) -> Path:
        """Where imports under way keep what they work with; nothing of it outlives them."""
        return self.instance / "imports"

    @property
    def uploads_folder(self) -> Path:
        """Where uploaded registers wait, encrypted, until they are taken in or given up."""
        return self.instance / "uploads"

    @property
    def exports_folder(self) -> Path:
        """Where made files wait, encrypted, to be fetched."""
        return self.instance / "exports"

    @property
    def incidents_folder(self) -> Path:
        """Where files of incidents lie, encrypted. They are evidence: nothing of the product takes them away."""
        return self.instance / "incidents"

    @property
    def packs_folder(self) -> Path:
        """Where packs of evidence wait, encrypted, to be fetched by an auditor."""
        return self.instance / "packs"

    @property
    def checkpoints(self) -> Path:
        """The folder of the file of checkpoints."""
        return Path(self.checkpoint_folder) if self.checkpoint_folder else self.instance / "checkpoints"

    @property
    def checkpoint_secret(self) -> str:
        """What checkpoints are proved with; a demonstration, which has to prove nothing, takes its other secret."""
        return self.checkpoint_key or (self.secret_key if self.demonstration else "")

    def check(self) -> None:
        """Refuse to start with settings that would not be safe; raises ``WrongSettings``."""
        if self.audit_years < 1:
            raise WrongSettings("SAIENE_AUDIT_YEARS は、1（年）以上にしてください。")
        if self.demonstration:
            # It answers this machine alone, and a proxy's visitors would all seem to come from there.
            if self.trusted_proxies:
                raise WrongSettings("デモは、プロキシの後ろでは動かせません。SAIENE_TRUSTED_PROXIES を外してください。")
            return
        if _is_weak(self.secret_key):
            raise WrongSettings(f"SAIENE_SECRET_KEY が無いか弱すぎます。{MAKE_KEYS}")
        if _is_weak(self.checkpoint_key) or self.checkpoint_key == self.secret_key:
            raise WrongSettings(f"SAIENE_CHECKPOINT_KEY が無いか弱すぎます。ほかの鍵とは別にします。{MAKE_KEYS}")
        if not self.encryption_keys:
            raise WrongSettings(f"SAIENE_ENCRYPTION_KEYS がありません。{MAKE_KEYS}")
        for key in self.encryption_keys:
            _check_encryption_key(key)
        if not self.trusted_hosts:
            raise WrongSettings("SAIENE_TRUSTED_HOSTS に、このサービスのホスト名を指定してください。")
        if not self.public_url.startswith("https://" if self.tls else "http"):
            raise WrongSettings("SAIENE_PUBLIC_URL に、利用者が開くアドレス（https://…）を指定してください。")
        if not self.mail_server or not self.mail_from:
            raise WrongSettings("SAIENE_MAIL_SERVER と SAIENE_MAIL_FROM を指定してください。")


def _is_weak(secret: str) -> bool:
    return len(secret) < SHORTEST_SECRET or len(set(secret)) < SHORTEST_SECRET // 4


def _check_encryption_key(key: str) -> None:
    try:
        Fernet(key)
    except ValueError as error:
        raise WrongSettings(f"SAIENE_ENCRYPTION_KEYS に正しくない鍵があります。{MAKE_KEYS}") from error


def load_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings of this process; ``WrongSettings`` when a value cannot be read.

    Demonstration mode makes its own secrets in the instance folder, so that a newcomer needs to set nothing.
    """
    environment = os.environ if environment is None else environment
    instance = Path(environment.get("SAIENE_INSTANCE", "instance"))
    given: dict[str, Any] = _from_file(instance / "settings.toml")
    for setting in fields(Settings):
        name = "DATABASE_URL" if setting.name == "database_url" else PREFIX + setting.name.upper()
        if name in environment and setting.name != "instance":
            given[setting.name] = _read(setting.name, str(setting.type), environment[name])
    given.pop("instance", None)
    settings = Settings(instance=instance, **given)
    if settings.demonstration:
        settings = _with_demonstration_secrets(settings, given)
    settings.check()
    return settings


def _from_file(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise WrongSettings(f"{path.name} を読めません: {error}") from error
    unknown = set(values) - {setting.name for setting in fields(Settings)}
    if unknown:
        raise WrongSettings(f"{path.name} に知らない項目があります: {'、'.join(sorted(unknown))}")
    read = {name: tuple(map(str, value)) if isinstance(value, list) else value for name, value in values.items()}
    for setting in fields(Settings):
        # ``demonstration = "false"`` must not read as yes.
        if setting.name in read and type(read[setting.name]) is not (get_origin(setting.type) or setting.type):
            raise WrongSettings(f"{path.name} の {setting.name} の書き方が違います。")
    return read


def _read(name: str, kind: str, text: str) -> Any:
    if "bool" in kind:
        if text.lower() not in {"0", "1", "true", "false", ""}:
            raise WrongSettings(f"{PREFIX}{name.upper()} は 1 か 0 にしてください。")
        return text.lower() in {"1", "true"}
    if "int" in kind:
        if not text.isdecimal():
            raise WrongSettings(f"{PREFIX}{name.upper()} は数にしてください。")
        return int(text)
    if "tuple" in kind:
        return tuple(part.strip() for part in text.split(",") if part.strip())
    return text


def _with_demonstration_secrets(settings: Settings, given: dict[str, Any]) -> Settings:
    path = settings.instance / "demo" / "secrets.toml"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        secret, key = Fernet.generate_key().decode(), Fernet.generate_key().decode()
        path.touch(mode=0o600)
        path.write_text(f'secret_key = "{secret}"\nencryption_keys = ["{key}"]\n', encoding="utf-8")
    made = _from_file(path)
    local = {"tls": False, "trusted_hosts": ("127.0.0.1", "localhost", "[::1]"), "public_url": "http://127.0.0.1:8000"}
    return Settings(instance=settings.instance, **(made | local | given))


if __name__ == "__main__":
    # A deployment needs keys before anything of the product can start, so this asks for nothing else.
    print(f"SAIENE_SECRET_KEY={Fernet.generate_key().decode()}")  # noqa: T201
    print(f"SAIENE_ENCRYPTION_KEYS={Fernet.generate_key().decode()}")  # noqa: T201
    print(f"SAIENE_CHECKPOINT_KEY={Fernet.generate_key().decode()}")  # noqa: T201
