"""Refusing the whole corpus of broken files takes little memory, whatever is in them."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.factories.broken_files import CORPUS, Good, good_items, good_register

MOST_BYTES = 50 << 20

# The peak is asked of the kernel for each file by itself (and not of ru_maxrss, which a child begins with its
# parent's). The limits only end what has run away: 1 GiB of addresses, two minutes of work.
REFUSING = """
import json, resource, sys
from pathlib import Path
from models.register.workbooks.item_reader import open_items
from models.register.workbooks.reader import open_workbook
from models.register.workbooks.refusals import RefusedFile

def status(name):
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(name))

def read(path):
    if sys.argv[1] == "items":
        return list(open_items(path).rows())
    return list(open_workbook(path).facilities())

resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
resource.setrlimit(resource.RLIMIT_CPU, (120, 120))
told = {}
for path in sorted(Path(sys.argv[2]).iterdir()):
    Path("/proc/self/clear_refs").write_text("5")
    before = status("VmRSS")
    try:
        read(path)
        reason = ""
    except RefusedFile as refusal:
        reason = refusal.reason
    told[path.name] = [reason, status("VmHWM") - before]
print(json.dumps(told))
"""


@pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="the peak of memory is told by Linux alone")
@pytest.mark.parametrize(("kind", "good"), [("register", good_register), ("items", good_items)])
def test_no_broken_file_takes_much_memory_to_refuse(kind: str, good: Callable[[Path], Good], tmp_path: Path) -> None:
    folder = tmp_path / "broken"
    folder.mkdir()
    made = good(tmp_path)
    for broken in CORPUS:
        broken.write(made, folder / broken.name)
    assert (folder / "claims-a-million-rows.xlsx").stat().st_size < 10_000
    assert (folder / "inflating.xlsx").stat().st_size < 220_000
    run = subprocess.run(
        [sys.executable, "-c", REFUSING, kind, str(folder)], capture_output=True, text=True, check=True
    )
    told = json.loads(run.stdout)
    assert [name for name, (reason, _) in told.items() if not reason] == []
    assert {name: taken for name, (_, taken) in told.items() if taken >= MOST_BYTES} == {}
