"""The made-up register as it would be published: one workbook for each prefecture."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path

from models.demonstration.generator import DemonstrationCertification
from models.reference.prefectures import PREFECTURES
from models.register.workbooks.layouts import Edition
from models.register.workbooks.writer import write_xlsx

EDITION = Edition.COLUMNS_18


def write_workbooks(
    folder: Path, certifications: Iterable[DemonstrationCertification], tick: Callable[[int], None]
) -> list[Path]:
    """Write ``NN.県名.xlsx`` for every prefecture with a facility; ``tick`` is told how many facilities are done."""
    folder.mkdir(parents=True, exist_ok=True)
    by_prefecture: dict[str, list[DemonstrationCertification]] = defaultdict(list)
    for certification in certifications:
        by_prefecture[certification.prefecture].append(certification)
    paths: list[Path] = []
    done = 0
    for prefecture, listed in sorted(by_prefecture.items()):
        path = folder / f"{prefecture}.{PREFECTURES[prefecture].name}.xlsx"
        listed.sort(key=lambda each: each.facility_id)
        sites = (row for each in listed for row in each.site_rows())
        write_xlsx(path, EDITION, (each.values for each in listed), sites)
        paths.append(path)
        done += len(listed)
        tick(done)
    return paths
