"""Making a pack of evidence: everything an audit needs, in one archive that proves itself (M13).

The archive holds the trail with its checkpoints and the script that verifies them, so that nobody need believe the
operator; tables of what the trail speaks of; and what packages above this one add to it. ``manifest.json`` states the
SHA-256 of every file, and the trail states that of the archive. No certification is in it, and no secret.
"""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import clock
from models.access.permissions import Permission
from models.access.task_actor import actor_of
from models.audit import trail_file, verify_trail
from models.audit.actor import Actor
from models.audit.checkpoints import CheckpointBook, TrailContradicted
from models.audit.event_names import EventName
from models.audit.events_document import events_document
from models.audit.recorder import Event, record
from models.audit.tables import AuditEvent
from models.audit.trail_file import Stretch
from models.auditing import pack_tables
from models.auditing.days import Days
from models.auditing.pack import EvidencePack, give_up, place_of, tidy
from models.catalogue.file_cells import neutral
from models.certifications.kept_files import KeptFiles
from models.db import begin_writing, one_transaction
from models.jobs.job import JobState
from models.jobs.worker import Handler, Interrupted, Task
from models.sealed_file import SealedWriter
from models.settings import Settings

MADE = "監査資料を作成しました。"
PROGRESS_EVERY = 500
READ_ME = """この資料は、外部監査のために再エネが作成したものです。

trail.jsonl          証跡（期間内のすべて）。1行が1件です
checkpoints.jsonl    照合点の控え（作成時点のすべて）
verify_trail.py      検証の道具。Python 3.11以上と標準ライブラリだけで動きます
audit-events.md      証跡に残る出来事の一覧と意味
grants.csv           閲覧権限のすべての版
accounts.csv         アカウントの現在の状態（変更の経過は証跡にあります）
organisations.csv    組織の現在の状態
kinds.csv            組織の種類ごとの緊急停止の現在の状態
purges.csv           廃棄した証跡と、連鎖をつなぐ値
rule-editions.csv    監視の規則のすべての版（0は製品に付属の規則）
rule-changes.csv     監視の規則の各版で変わった点
export-limits.csv    書き出しの上限の変更のすべて
texts.csv            規約・方針・同意事項のすべての版とSHA-256
consent.csv          現在の版への同意の状況（組織ごと）
training.csv         研修の修了のすべて
training-due.csv     研修の期限と修了の現在の状態
roll-calls.csv       棚卸しのすべての回と回答
alerts.csv           検知
cases.csv            検知の案件の現在の状態
case-acts.csv        案件で、いつ、だれが、何をしたか（書かれた内容を除く）
incidents.csv        情報漏えい等の事案の現在の状態と、個人情報保護委員会への報告の期限
findings.csv         指摘の担当、期限、完了
inspection-plan.csv  点検・監査の年間の計画と実施
inspections/         期間に保存された自己点検の結果。.jsonは保存されたバイト列そのもので、そのSHA-256は証跡にある値と
                     一致します。inspections.csvは確認の署名の一覧です
settings.json        設定（秘密を除く）
reports/             期間にかかる月次報告（すべての版）。.signedは署名されたバイト列そのもの、.xlsxは読むためのもの、
                     reports.csvは署名の一覧です。.signedのSHA-256は、署名と証跡にある値と一致します
manifest.json        上の各ファイルの大きさとSHA-256、証跡の最初と最後

検証:
    python verify_trail.py trail.jsonl --checkpoints checkpoints.jsonl{expected}
「異常はありません」と出れば、証跡は書かれた時のままで、先頭も末尾も切り取られていません。
--first と --last は、trail.jsonl の最初と最後の証跡の番号とハッシュ値です（manifest.json にも同じ値があります）。
--until より前に作られた照合点が数えた証跡は、すべて trail.jsonl になければなりません。それ以後の照合点は見ません。
--former-head は、直前の証跡の番号とハッシュ値です。前の期間の資料の --last と同じであることを確かめてください。
前の期間の資料の trail.jsonl を、この trail.jsonl の前に並べて検証するときは、--first と --former-head に、
前の期間の資料のものを指定してください。

人と組織は番号で示します。だれかは accounts.csv と organisations.csv にあります。
検知、案件、事案の表に、外部監査人自身についてのものはありません（証跡にはすべてあります）。
この資料自体のSHA-256は、証跡の audit:evidence:make に残っています。
"""


PackFile = tuple[str, Iterable[bytes]]
"""A file of a pack: its name in the archive, and its bytes piece by piece."""
FurtherFiles = Callable[[Session, Days], Iterable[PackFile]]
"""What a package above this one adds to the packs of these days."""


def handler(settings: Settings, further: Sequence[FurtherFiles]) -> Handler:
    """How packs are made in a deployment, with the files that ``further`` adds."""
    place = place_of(settings)
    return Handler(
        work=partial(_work, settings, further, place),
        give_up=partial(_give_up, place),
        tidy=partial(tidy, place=place),
    )


def _give_up(place: KeptFiles, session: Session, subject: str) -> None:
    give_up(session, place, subject)


def _work(settings: Settings, further: Sequence[FurtherFiles], place: KeptFiles, task: Task) -> str:
    with task.sessions() as session:
        pack = session.get_one(EvidencePack, int(task.subject))
        actor = actor_of(session, task, Permission.TRAIL_LOOK)
        place.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        place.remove(pack.name)
        key = place.open_key(pack.name, pack.sealed_key)
        sealed = SealedWriter(place.path(pack.name), key, place.place(pack.name))
        try:
            archive = _Archive(sealed)
            _fill(session, settings, further, task, pack, archive)
            archive.close()
            sealed.close()
        except BaseException:
            sealed.abandon()
            place.remove(pack.name)
            raise
        finally:
            session.rollback()
    with one_transaction(task.sessions) as session:
        _conclude(session, task, actor, archive)
    return MADE


def _fill(
    session: Session,
    settings: Settings,
    further: Sequence[FurtherFiles],
    task: Task,
    pack: EvidencePack,
    archive: "_Archive",
) -> None:
    days = Days(pack.first_day, pack.last_day)
    # A checkpoint that somebody makes meanwhile sees events that this pack was never asked for.
    book, until = CheckpointBook.of(settings), min(days.end or pack.asked_at, pack.asked_at)
    stretch = _stretch(session, days, book, until)
    expected = _expected(session, stretch, until)
    archive.add("README.txt", [READ_ME.format(expected=_in_command(expected)).encode()])
    archive.add("trail.jsonl", _telling(task, stretch, trail_file.lines(session, stretch)))
    archive.add("checkpoints.jsonl", book.lines())
    archive.add("verify_trail.py", [Path(verify_trail.__file__).read_bytes()])
    archive.add("audit-events.md", [events_document().encode()])
    for name, rows in pack_tables.tables(session).items():
        archive.add(name, csv_file(rows))
    for name, pieces in (one for files in further for one in files(session, days)):
        archive.add(name, pieces)
    archive.add("settings.json", [_json(_open_settings(settings))])
    about = {"made_at": clock.now().isoformat(), "events": stretch.count, **expected}
    archive.add("manifest.json", [_json({**about, "files": archive.files})])


def _stretch(session: Session, days: Days, book: CheckpointBook, until: datetime) -> Stretch:
    """The events of these days, and whatever a checkpoint of before ``until`` saw beyond them.

    Where a clock was set back, the last event of a day is not the one with the highest number.
    """
    found = trail_file.between(session, days.first_moment, days.end)
    try:
        seen = max((one.covers for one in book.all() if one.at < until), default=0)
    except TrailContradicted:  # the pack is made all the same: its reader is who has to find this
        seen = 0
    return Stretch(found.first, max(found.last, min(seen, trail_file.whole(session).last)))


def _expected(session: Session, stretch: Stretch, until: datetime) -> dict[str, str]:
    """What the verifier is to expect, by the names of its options; what there is none of is empty.

    ``first`` and ``last`` are the stretch's outermost events that are there, ``former_head`` is the one before them.
    """
    chosen = select(AuditEvent.number, AuditEvent.hash, AuditEvent.previous_hash)
    inside = chosen.where(AuditEvent.number.between(stretch.first, stretch.last))
    first = session.execute(inside.order_by(AuditEvent.number).limit(1)).first()
    last = session.execute(inside.order_by(AuditEvent.number.desc()).limit(1)).first()
    before = session.execute(chosen.where(AuditEvent.number == stretch.first - 1)).first()
    if first is not None:
        former_head = f"{first.number - 1}:{first.previous_hash}" if first.number > 1 else ""
    else:
        former_head = f"{before.number}:{before.hash}" if before is not None else ""
    return {
        "first": f"{first.number}:{first.hash}" if first is not None else "",
        "last": f"{last.number}:{last.hash}" if last is not None else "",
        "until": clock.in_japan(until).isoformat(),
        "former_head": former_head,
    }


def _in_command(expected: dict[str, str]) -> str:
    return "".join(f" --{name.replace('_', '-')} {value}" for name, value in expected.items() if value)


def _telling(task: Task, stretch: Stretch, lines: Iterable[bytes]) -> Iterator[bytes]:
    for done, line in enumerate(lines):
        if done % PROGRESS_EVERY == 0:
            task.progress(done, stretch.count)
        yield line


def _conclude(session: Session, task: Task, actor: Actor, archive: "_Archive") -> None:
    """The pack is made, recorded, and its job done, or none of it."""
    begin_writing(session)
    pack = session.get_one(EvidencePack, int(task.subject))
    pack.made_at, pack.size, pack.sha256 = clock.now(), archive.size, archive.sha256
    if not task.end(session, JobState.DONE, MADE):
        raise Interrupted
    details = {"pack": pack.id, "files": archive.files, "bytes": archive.size, "sha256": archive.sha256}
    record(session, Event(EventName.EVIDENCE_PACK_MADE, actor, object=f"pack:{pack.id}", details=details))


class _Archive:
    """A ZIP on its way into a sealed file; knows the SHA-256 of every file in it, and its own."""

    def __init__(self, sealed: SealedWriter) -> None:
        self._sealed, self._digest = sealed, hashlib.sha256()
        self.size = 0
        self.files: dict[str, dict[str, Any]] = {}
        self._zip = zipfile.ZipFile(_Out(self._take), "w", zipfile.ZIP_DEFLATED)

    @property
    def sha256(self) -> str:
        """Of the archive; once it is closed."""
        return self._digest.hexdigest()

    def add(self, name: str, pieces: Iterable[bytes]) -> None:
        """Write a file into it."""
        digest, size = hashlib.sha256(), 0
        with self._zip.open(name, "w", force_zip64=True) as file:
            for piece in pieces:
                file.write(piece)
                digest.update(piece)
                size += len(piece)
        self.files[name] = {"bytes": size, "sha256": digest.hexdigest()}

    def close(self) -> None:
        """Write the directory."""
        self._zip.close()

    def _take(self, data: bytes) -> None:
        self._sealed.write(data)
        self._digest.update(data)
        self.size += len(data)


class _Out:
    """What ``zipfile`` needs of a stream that cannot go back."""

    def __init__(self, take: Callable[[bytes], None]) -> None:
        self._take = take

    def write(self, data: bytes, /) -> int:
        """Pass it on."""
        self._take(data)
        return len(data)

    def flush(self) -> None:
        """Nothing waits here."""

    def close(self) -> None:
        """The sealed file is closed by whoever opened it."""


def csv_file(rows: Iterable[Iterable[object]]) -> Iterator[bytes]:
    """A table as the bytes of a CSV file; nothing in it is a formula to a spreadsheet."""
    yield "\ufeff".encode()
    for row in rows:
        buffer = io.StringIO()
        csv.writer(buffer).writerow([neutral(value) if isinstance(value, str) else value for value in row])
        yield buffer.getvalue().encode()


def _open_settings(settings: Settings) -> dict[str, Any]:
    """The settings that are no secrets."""
    return {one.name: getattr(settings, one.name) for one in fields(settings) if one.repr}


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, default=str).encode()
