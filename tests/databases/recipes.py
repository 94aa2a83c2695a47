"""What a test's database holds when the test begins."""

import tempfile
from pathlib import Path

from cryptography.fernet import Fernet

from models.db import db
from models.settings import Settings
from models.words import SHIPPED, folder_in_use

HOST = "saiene.example"
ENCRYPTION_KEY = Fernet.generate_key().decode()


def settings_for_tests(database_url: str, instance: Path) -> Settings:
    """Settings as a deployment has them: TLS, one trusted host, no demonstration; the catalogue is the test's."""
    return Settings(
        catalogue="" if folder_in_use() == SHIPPED else str(folder_in_use()),
        instance=instance,
        database_url=database_url,
        secret_key="0123456789abcdefghijklmnopqrstuvwxyz",
        encryption_keys=(ENCRYPTION_KEY,),
        checkpoint_key="zyxwvutsrqponmlkjihgfedcba9876543210",
        trusted_hosts=(HOST,),
        public_url=f"https://{HOST}",
        mail_server="127.0.0.1",
        mail_from=f"saiene@{HOST}",
    )


def migrated(url: str) -> None:
    """The tables as the migrations make them, and nothing else."""
    from flask_migrate import upgrade

    from app import create_app

    with tempfile.TemporaryDirectory() as folder:
        app = create_app(settings_for_tests(url, Path(folder)))
        with app.app_context():
            upgrade()
            db.engine.dispose()
