"""Whether the deployment protects what it holds: secrets, files, backups, the clock, the way in (M19)."""

import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import text

from models.inspection.check import Answer, Check, Ground, Result, decided, nobody

CLOCK_DIFFERS_AT_MOST = timedelta(minutes=1)
OTHERS = stat.S_IRWXO
SECRET_FILES = ("settings.toml", "saiene.sqlite3", "demo/secrets.toml")


def encrypted_way_in(ground: Ground) -> Answer:
    """Visitors reach the service over TLS, under names it knows, and it believes no address but its proxy's."""
    settings = ground.settings
    if settings.demonstration:
        return Answer(Result.UNKNOWN, "デモンストレーションです。実際の情報を入れないでください。")
    proxies = f"信頼するプロキシ {settings.trusted_proxies} 段"
    return decided(
        settings.tls and bool(settings.trusted_hosts) and settings.public_url.startswith("https://"),
        f"TLS を使い、{len(settings.trusted_hosts)} 個のホスト名だけに答えます（{proxies}）。",
        "TLS を使わない設定か、答えるホスト名が決められていません。",
    )


def secrets_strong(ground: Ground) -> Answer:
    """The secrets are there and strong: what the start refuses without, asked once more."""
    ground.settings.check()
    number = len(ground.settings.encryption_keys)
    return Answer(Result.KEPT, f"署名の鍵と暗号鍵 {number} 本は、必要な強さがあります（値は表示しません）。")


def files_closed(ground: Ground) -> Answer:
    """Nobody else on the server can read the files that hold secrets or the database."""
    folder = ground.settings.instance
    present = [path for name in SECRET_FILES if (path := folder / name).exists()]
    # What lies in a folder that others cannot enter is closed to them, whatever its own mode says.
    closed = folder.exists() and not folder.stat().st_mode & OTHERS
    offenders = [path.name for path in present if path.stat().st_mode & OTHERS and not closed]
    return nobody(
        offenders,
        f"{len(present)} 個のファイルは、ほかの利用者から読めません。",
        "ほかの利用者から読めるファイルがあります",
        among=len(present),
    )


def backups_fresh(ground: Ground) -> Answer:
    """The newest backup is no older than the deployment allows."""
    settings = ground.settings
    if not settings.backup_folder:
        return Answer(Result.UNKNOWN, "バックアップの場所（SAIENE_BACKUP_FOLDER）が設定されていません。")
    newest = _newest(Path(settings.backup_folder))
    if newest is None:
        return Answer(Result.NOT_KEPT, "設定された場所に、バックアップがありません。")
    hours = (ground.now - newest) // timedelta(hours=1)
    return decided(
        ground.now - newest <= timedelta(hours=settings.backup_hours),
        f"最新のバックアップは、{hours:,} 時間前のものです（{settings.backup_hours} 時間以内）。",
        f"最新のバックアップは、{hours:,} 時間前のものです。{settings.backup_hours} 時間を超えています。",
    )


def clock_right(ground: Ground) -> Answer:
    """The clock agrees with the database's, where that has one of its own."""
    if ground.session.get_bind().dialect.name != "postgresql":
        shown = ground.now.isoformat(timespec="seconds")
        return Answer(Result.NOTHING, f"比べられる別の時計がありません。このサーバーの時計は {shown} です。")
    theirs = ground.session.execute(text("SELECT clock_timestamp()")).scalar_one()
    difference = abs(theirs - ground.now)
    return decided(
        difference <= CLOCK_DIFFERS_AT_MOST,
        f"データベースの時計との差は {difference.total_seconds():.1f} 秒です。",
        f"データベースの時計と {difference.total_seconds():,.0f} 秒違います。時刻の同期を確認してください。",
    )


def _newest(folder: Path) -> datetime | None:
    if not folder.is_dir():
        return None
    times = [path.stat().st_mtime for path in folder.iterdir() if path.is_file() and path.stat().st_size]
    return datetime.fromtimestamp(max(times), UTC) if times else None


CHECKS = (
    Check("encrypted-way-in", "M19", "通信の暗号化", "この環境の設定", encrypted_way_in),
    Check("secrets-strong", "M19", "鍵の強さ", "この環境の設定", secrets_strong),
    Check("files-closed", "M19", "ファイルの保護", "設定とデータベースのファイルの権限", files_closed),
    Check("backups-fresh", "M19", "バックアップ", "バックアップの場所の最新のファイル", backups_fresh),
    Check("clock-right", "M19", "時計", "サーバーとデータベースの時計", clock_right),
)
