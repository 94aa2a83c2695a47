"""Measure the storage forms compared in ADR 0001, on synthetic certifications.

    python docs/adr/measure_storage_forms.py --sqlite FILE --rows 300000
    python docs/adr/measure_storage_forms.py --postgresql "host=127.0.0.1 dbname=measure" --rows 3000000

The SQLite file must not exist; the PostgreSQL database must be a throw-away one: the tables below are dropped in it.
Needs the standard library, and psycopg for PostgreSQL. Every number is printed as it is found: seconds for building,
MiB for sizes, rows per second for importing, and the median of ``--runs`` warm runs in milliseconds for a statement,
with the rows (or the count) it gave, so that two forms can be seen to answer alike. Compare numbers of one run only.
"""

# ruff: noqa: INP001, S311, S608, T201 - a script on its own, with made-up data, literal statements and printed results
import argparse
import json
import random
import sqlite3
import statistics
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

# --- Synthetic certifications ---------------------------------------------------------------------------------------

GRIDS = {
    "hokkaido": "01", "tohoku": "02 03 04 05 06 07 15", "tokyo": "08 09 10 11 12 13 14 19",
    "chubu": "20 21 22 23 24", "hokuriku": "16 17 18", "kansai": "25 26 27 28 29 30", "chugoku": "31 32 33 34 35",
    "shikoku": "36 37 38 39", "kyushu": "40 41 42 43 44 45 46", "okinawa": "47",
}  # fmt: skip
BUREAUS = {
    "A": "01", "B": "02 03 04 05 06 07", "C": "08 09 10 11 12 13 14 15 19 20 22", "D": "16 17 21 23 24",
    "E": "18 25 26 27 28 29 30", "F": "31 32 33 34 35", "G": "36 37 38 39", "H": "40 41 42 43 44 45 46", "I": "47",
}  # fmt: skip
PREFECTURES = [f"{number:02d}" for number in range(1, 48)]
WEIGHTS = [
    5, 2, 3, 4, 2, 2, 5, 12, 9, 9, 11, 10, 10, 7, 3, 1, 1, 1, 4, 8, 6, 9, 15, 8, 4, 3, 6, 10, 3, 3,
    2, 2, 7, 7, 4, 3, 4, 5, 2, 10, 4, 4, 8, 5, 6, 8, 3,
]  # fmt: skip
NAMES = {"13": "東京都", "11": "埼玉県", "14": "神奈川県", "27": "大阪府", "01": "北海道", "26": "京都府"}
GRID_OF = {code: grid for grid, codes in GRIDS.items() for code in codes.split()}
BUREAU_OF = {code: bureau for bureau, codes in BUREAUS.items() for code in codes.split()}
SYLLABLES = "山川田野原島崎浜森林松竹梅桜藤石岩谷沢池泉井上中下本東西南北大小"
PLACES = [first + second for first in SYLLABLES for second in SYLLABLES[:12]]
WORDS = [
    "太陽光", "太陽光発電", "太陽", "薬師", "東京", "再生可能", "みらい", "グリーン",
    "日本", "環境", "自然", "大和", "富士", "あおぞら",
]  # fmt: skip
WORD_WEIGHTS = [3, 2, 2, 1, 12, 8, 20, 20, 10, 10, 10, 6, 6, 10]
OUTPUTS = [4.5, 9.9, 20.0, 33.0, 44.0, 49.5, 49.5, 49.5, 120.0, 250.0, 750.0, 1990.0, 12000.0]
TEXTS = ("facility_name", "operator_name", "representative_name", "operator_address", "site_address")


class Certification(NamedTuple):
    """One synthetic certification; ``certified`` is the day of certification, in days since 2000-01-01."""

    id: int
    certified: int
    keys: tuple[tuple[str, str], ...]
    source: str
    output_kw: float
    status: str
    texts: tuple[str, ...]

    @property
    def position(self) -> int:
        return (self.certified << 32) | self.id

    def sole(self, kind: str) -> str | None:
        """The code of this kind if there is exactly one."""
        codes = [code for key_kind, code in self.keys if key_kind == kind]
        return codes[0] if len(codes) == 1 else None

    def first(self, kind: str) -> str:
        return next(code for key_kind, code in self.keys if key_kind == kind)


def certifications(count: int, seed: int = 1, first_id: int = 1) -> Iterator[Certification]:
    """Certifications in the order of their ids, which is not the order of their days."""
    rng = random.Random(seed)
    for number in range(first_id, first_id + count):
        prefecture = rng.choices(PREFECTURES, WEIGHTS)[0]
        keys = _territories(rng, prefecture)
        company = rng.random() < 0.45
        operator = int(rng.random() ** 2 * 60_000) if company else 100_000 + number
        source = rng.choices(["solar", "wind", "hydro", "geothermal", "biomass"], [960, 15, 10, 1, 14])[0]
        output = rng.choice(OUTPUTS)
        keys += [("nation", "jp"), ("operator", str(operator))]
        if source == "solar" and output < 50:
            keys.append(("agent", "solar_under_50"))
        yield Certification(
            number,
            4560 + int(4900 * rng.random() ** 1.8),  # most between 2012 and 2016
            tuple(dict.fromkeys(keys)),
            source,
            output,
            rng.choices(["operating", "certified", "lapsed"], [80, 15, 5])[0],
            _texts(rng, prefecture, company=company),
        )


def _territories(rng: random.Random, prefecture: str) -> list[tuple[str, str]]:
    """Keys of place: one of each kind, except for two in a thousand, which have sites in several."""
    town = int(rng.random() * 37)
    grid = "tokyo" if prefecture == "22" and rng.random() < 0.35 else GRID_OF[prefecture]
    keys = [("grid", grid), ("bureau", BUREAU_OF[prefecture])]
    keys += [("prefecture", prefecture), ("municipality", f"{prefecture}{100 + town}")]
    odd = rng.random()
    if odd < 0.002:
        keys.append(("municipality", f"{prefecture}{100 + (town + 1) % 37}"))
    if odd < 0.0004:
        other = rng.choice(PREFECTURES)
        keys += [("grid", GRID_OF[other]), ("bureau", BUREAU_OF[other])]
        keys += [("prefecture", other), ("municipality", f"{other}{100 + town}")]
    return keys


def _texts(rng: random.Random, prefecture: str, *, company: bool) -> tuple[str, ...]:
    """In the order of ``TEXTS``. 太陽光 stands in 3 facility names of 10, as it does in practice."""
    place = rng.choice
    person = f"{place(PLACES)} {place(PLACES)}"
    home = f"{NAMES.get(prefecture, place(PLACES) + '県')}{place(PLACES)}市"
    word = rng.choices(WORDS, WORD_WEIGHTS)[0] if rng.random() < 0.5 else ""
    return (
        f"{place(PLACES)}{'太陽光' if rng.random() < 0.3 else ''}発電所{rng.randint(1, 9)}号",
        f"株式会社{place(PLACES)}{word}エナジー" if company else person,
        person if company else "",
        f"{'東京都港区' if company and rng.random() < 0.2 else home}{place(PLACES)}{rng.randint(1, 30)}番地",
        f"{home}{place(PLACES)}{'薬師' if rng.random() < 0.002 else ''}{rng.randint(1, 3000)}番{rng.randint(1, 90)}",
    )


def bigrams(value: str) -> list[str]:
    """Pairs of characters of each word, and each word's last character alone (so one character is a prefix)."""
    pairs = []
    for word in unicodedata.normalize("NFKC", value).casefold().split():
        pairs += [word[start : start + 2] for start in range(len(word) - 1)]
        pairs.append(word[-1])
    return pairs


# --- The two databases ----------------------------------------------------------------------------------------------


class Database:
    """What the measurements need of a database; statements carry their literals, so both dialects read the same."""

    dialect: str

    def run(self, statement: str) -> list[tuple[Any, ...]]:
        raise NotImplementedError

    def load(self, table: str, rows: Iterable[Sequence[Any]]) -> None:
        raise NotImplementedError

    def mebibytes(self) -> float:
        raise NotImplementedError


class Sqlite(Database):
    dialect = "sqlite"

    def __init__(self, path: Path) -> None:
        self.connection = sqlite3.connect(path, isolation_level=None)
        for pragma in ("page_size=8192", "journal_mode=wal", "synchronous=normal", "cache_size=-400000"):
            self.run(f"PRAGMA {pragma}")
        self.run("PRAGMA mmap_size=8000000000")
        self.run("PRAGMA temp_store=memory")

    def run(self, statement: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(statement).fetchall()

    def load(self, table: str, rows: Iterable[Sequence[Any]]) -> None:
        rows = iter(rows)
        if first := next(rows, None):
            marks = ", ".join("?" * len(first))
            self.run("BEGIN")
            self.connection.execute(f"INSERT INTO {table} VALUES ({marks})", first)
            self.connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
            self.run("COMMIT")

    def mebibytes(self) -> float:
        return float(self.run("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")[0][0]) / 2**20


class Postgresql(Database):
    dialect = "postgresql"

    def __init__(self, conninfo: str) -> None:
        import psycopg

        self.connection = psycopg.connect(conninfo, autocommit=True)
        for setting in ("synchronous_commit=off", "maintenance_work_mem='1GB'", "work_mem='64MB'", "jit=off"):
            self.run(f"SET {setting}")
        self.run("SET max_parallel_workers_per_gather=0")

    def run(self, statement: str) -> list[tuple[Any, ...]]:
        cursor = self.connection.execute(statement)
        return cursor.fetchall() if cursor.description else []

    def load(self, table: str, rows: Iterable[Sequence[Any]]) -> None:
        with self.connection.cursor().copy(f"COPY {table} FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)

    def mebibytes(self) -> float:
        return float(self.run("SELECT pg_database_size(current_database())")[0][0]) / 2**20


class Bench:
    """Runs a statement or a piece of work and prints what it took."""

    def __init__(self, database: Database, runs: int) -> None:
        self.database, self.runs = database, runs

    def build(self, label: str, work: Callable[[], object] | str) -> None:
        before, start = self.database.mebibytes(), time.perf_counter()
        self.database.run(work) if isinstance(work, str) else work()
        taken = time.perf_counter() - start
        print(f"{label:<66}{taken:9.1f} s  {self.database.mebibytes() - before:+8.0f} MiB", flush=True)

    def query(self, label: str, statement: str | Callable[[int], str]) -> None:
        """Time a statement; a function of the run number gives a different one each time."""
        make = statement if callable(statement) else lambda _run: statement
        times: list[float] = []
        for run in range(-3, self.runs):
            sql, start = make(run), time.perf_counter()
            rows = self.database.run(sql)
            if run >= 0:
                times.append(time.perf_counter() - start)
            if sum(times) > 8:
                break
        answer = rows[0][0] if len(rows) == 1 else f"{len(rows)} rows"
        print(f"{label:<66}{statistics.median(times) * 1000:9.3f} ms  {answer}", flush=True)

    def rate(self, label: str, count: int, work: Callable[[], object]) -> None:
        start = time.perf_counter()
        work()
        print(f"{label:<66}{count / (time.perf_counter() - start):9.0f} /s", flush=True)


# --- Key, scope and listing -----------------------------------------------------------------------------------------

COLUMNS = """id BIGINT, position BIGINT, packed_key BIGINT, grid TEXT, bureau TEXT, prefecture TEXT, municipality TEXT,
    operator TEXT, source TEXT, output_kw DOUBLE PRECISION, status TEXT, facility_name TEXT, operator_name TEXT,
    representative_name TEXT, operator_address TEXT, site_address TEXT"""
SCOPES = """kind TEXT NOT NULL, code TEXT NOT NULL, position BIGINT NOT NULL, source TEXT, output_kw DOUBLE PRECISION,
    status TEXT, grid TEXT, bureau TEXT, prefecture TEXT"""
AREA_NUMBER = {grid: number for number, grid in enumerate(GRIDS, 1)}
FIRST_DAY, LAST_DAY = 5000, 6095
FILTER = "{0}source = 'solar' AND {0}output_kw >= 10 AND {0}output_kw < 50"
SHOWN = "c.id, c.operator_name, c.site_address, c.facility_name, c.operator_address, c.output_kw, c.status, c.source"


def scope_rows(certification: Certification) -> Iterator[tuple[Any, ...]]:
    one = certification
    facts = (one.source, one.output_kw, one.status, one.sole("grid"), one.sole("bureau"), one.sole("prefecture"))
    for kind, code in one.keys:
        yield (kind, code, one.position, *facts)


def certification_row(certification: Certification, packed_key: int | None = None) -> tuple[Any, ...]:
    one = certification
    places = (one.sole("grid"), one.sole("bureau"), one.sole("prefecture"), one.sole("municipality"))
    return (
        one.id, one.position, packed_key, *places, one.first("operator"), one.source, one.output_kw, one.status,
        *one.texts,
    )  # fmt: skip


def build_forms(bench: Bench, count: int) -> None:
    """The certifications, then A (scope table), C (representative columns and exceptions) and B (packed key)."""
    run, load = bench.database.run, bench.database.load
    sqlite = bench.database.dialect == "sqlite"
    for table in ("register_certifications", "staged", "register_scopes", "exceptions", "packed"):
        run(f"DROP TABLE IF EXISTS {table}")
    run(f"CREATE TABLE register_certifications ({COLUMNS})".replace("id BIGINT", "id INTEGER PRIMARY KEY", 1))
    run(f"CREATE TABLE staged ({SCOPES})")
    of_day: Counter[int] = Counter()

    def rows() -> Iterator[tuple[Any, ...]]:
        for one in certifications(count):
            day = (AREA_NUMBER[one.first("grid")] << 34) | (one.certified << 20)
            of_day[day] += 1
            yield certification_row(one, day | of_day[day])

    bench.build("certifications, bare (with generating)", lambda: load("register_certifications", rows()))
    staged = (row for one in certifications(count) for row in scope_rows(one))
    bench.build("scope keys, staged (with generating)", lambda: load("staged", staged))
    bench.build("A: position", "CREATE UNIQUE INDEX a_position ON register_certifications (position)")
    key = ", PRIMARY KEY (kind, code, position)) WITHOUT ROWID" if sqlite else ")"
    run(f"CREATE TABLE register_scopes ({SCOPES}{key}")
    for (kind,) in run("SELECT DISTINCT kind FROM staged ORDER BY kind"):
        chosen = f"SELECT * FROM staged WHERE kind = '{kind}' ORDER BY code, position"
        bench.build(f"A: scope rows of kind {kind}, sorted", f"INSERT INTO register_scopes {chosen}")
    if not sqlite:
        included = "INCLUDE (source, output_kw, status, grid, bureau, prefecture)"
        bench.build("A: primary key", f"ALTER TABLE register_scopes ADD PRIMARY KEY (kind, code, position) {included}")
    build_representative_columns(bench)
    build_packed(bench)
    run("DROP TABLE staged")
    run("ANALYZE" if sqlite else "VACUUM ANALYZE")


def covering(bench: Bench, name: str, table: str, key: str, others: str) -> None:
    """A covering index in the words of the dialect."""
    columns = f"({key}, {others})" if bench.database.dialect == "sqlite" else f"({key}) INCLUDE ({others})"
    bench.build(f"index {name}", f"CREATE INDEX {name} ON {table} {columns}")


def build_representative_columns(bench: Bench) -> None:
    facts = "source, output_kw, status"
    for column in ("prefecture", "municipality"):
        covering(bench, f"c_{column}", "register_certifications", f"{column}, position", f"grid, bureau, {facts}")
    for column in ("grid", "bureau", "operator"):
        covering(bench, f"c_{column}", "register_certifications", f"{column}, position", f"prefecture, {facts}")
    several = " OR ".join(f"(kind = '{kind}' AND {kind} IS NULL)" for kind in ("grid", "bureau", "prefecture"))
    bench.build("C: exceptions", f"CREATE TABLE exceptions AS SELECT kind, code, position FROM staged WHERE {several}")
    bench.database.run("CREATE INDEX c_exceptions ON exceptions (kind, code, position)")


def build_packed(bench: Bench) -> None:
    columns = COLUMNS.replace("packed_key BIGINT", "packed_key INTEGER PRIMARY KEY", 1)
    if bench.database.dialect == "postgresql":
        columns = COLUMNS.replace("packed_key BIGINT", "packed_key BIGINT PRIMARY KEY", 1)
    bench.database.run(f"CREATE TABLE packed ({columns})")
    chosen = "SELECT * FROM register_certifications ORDER BY packed_key"
    bench.build("B: certifications by packed key", f"INSERT INTO packed {chosen}")
    bench.build("B: id", "CREATE UNIQUE INDEX b_id ON packed (id)")
    for column in ("prefecture", "municipality", "bureau", "operator"):
        covering(bench, f"b_{column}", "packed", f"{column}, packed_key", "source, output_kw, status")
    covering(bench, "b_key", "packed", "packed_key", "prefecture, source, output_kw, status")


def measure_listing(bench: Bench) -> None:
    """B1, B50, Bw and the detail, of a grid operator's member, in each form."""
    low, high = FIRST_DAY << 32, (LAST_DAY << 32) | 0xFFFFFFFF
    other = "EXISTS (SELECT 1 FROM register_scopes g WHERE g.kind='grid' AND g.code='tokyo' AND g.position=p.position)"
    place = f"""FROM register_scopes p WHERE p.kind = 'prefecture' AND p.code = '11'
        AND p.position BETWEEN {low} AND {high} AND {FILTER.format("p.")}"""
    forms = {
        "A, second scope as column": f"{place} AND (p.grid = 'tokyo' OR (p.grid IS NULL AND {other}))",
        "A, second scope as EXISTS": f"{place} AND {other}",
        "A, without second scope": place,
    }
    for name, clause in forms.items():
        bench.query(f"B count: {name}", f"SELECT count(*) {clause}")
        for page, skip in ((1, 0), (50, 2450)):
            bench.query(f"B page {page}: {name}", scope_page(clause, skip))
        after = f"{clause} AND p.position < {5600 << 32}"
        bench.query(f"B next page by keyset: {name}", scope_page(after, 0))
    measure_other_forms(bench, low, high)
    grid = "FROM register_scopes p WHERE p.kind = 'grid' AND p.code = 'tokyo'"
    bench.query("Bw rows: A", scope_page(grid, 0))
    bench.query("Bw count: A", f"SELECT count(*) {grid}")
    bench.query("F by source: A", f"SELECT source, count(*), sum(output_kw) {grid} GROUP BY source")
    bench.query("G rare source rows: A", scope_page(f"{grid} AND p.source = 'geothermal'", 0))
    bench.query("nation rows: A", scope_page("FROM register_scopes p WHERE p.kind = 'nation' AND p.code = 'jp'", 0))
    plain = "SELECT position FROM register_certifications ORDER BY position DESC LIMIT 50"
    bench.query("nation rows: from the certifications", f"SELECT {SHOWN} {joined(plain, 'position')}")
    checked = f"SELECT {SHOWN} FROM register_certifications c WHERE c.id = 12345 AND EXISTS"
    scope = "(SELECT 1 FROM register_scopes g WHERE g.kind = 'nation' AND g.code = 'jp' AND g.position = c.position)"
    bench.query("detail: A, with scope", f"{checked} {scope}")


def joined(keys: str, key: str, table: str = "register_certifications") -> str:
    """The deferred join: keys first, then their rows."""
    return f"FROM ({keys}) k JOIN {table} c ON c.{key} = k.{key} ORDER BY k.{key} DESC"


def scope_page(clause: str, skip: int) -> str:
    keys = f"SELECT p.position {clause} ORDER BY p.position DESC LIMIT 50 OFFSET {skip}"
    return f"SELECT {SHOWN} {joined(keys, 'position')}"


def measure_other_forms(bench: Bench, low: int, high: int) -> None:
    """C and B: every statement is a union of the usual case with the certifications that have several places."""
    usual = f"""FROM register_certifications WHERE prefecture = '11' AND grid = 'tokyo'
        AND position BETWEEN {low} AND {high} AND {FILTER.format("")}"""
    unusual = f"""FROM exceptions e JOIN register_certifications m ON m.position = e.position
        WHERE ((e.kind = 'prefecture' AND e.code = '11' AND (m.grid = 'tokyo' OR EXISTS (SELECT 1 FROM exceptions g
                WHERE g.kind = 'grid' AND g.code = 'tokyo' AND g.position = e.position)))
            OR (e.kind = 'grid' AND e.code = 'tokyo' AND m.prefecture = '11'))
        AND e.position BETWEEN {low} AND {high} AND {FILTER.format("m.")}"""
    bench.query("B count: C", f"SELECT (SELECT count(*) {usual}) + (SELECT count(DISTINCT e.position) {unusual})")
    for page, skip in ((1, 0), (50, 2450)):
        first = f"SELECT position FROM (SELECT position {usual} ORDER BY position DESC LIMIT {skip + 50}) u"
        keys = f"{first} UNION SELECT e.position {unusual} ORDER BY position DESC LIMIT 50 OFFSET {skip}"
        bench.query(f"B page {page}: C", f"SELECT {SHOWN} {joined(keys, 'position')}")
    area = AREA_NUMBER["tokyo"]
    start, end = (area << 34) | (FIRST_DAY << 20), (area << 34) | (LAST_DAY << 20) | 0xFFFFF
    packed = f"""FROM packed WHERE prefecture = '11' AND packed_key BETWEEN {start} AND {end} AND {FILTER.format("")}"""
    bench.query("B count: B (without the union)", f"SELECT count(*) {packed}")
    for page, skip in ((1, 0), (50, 2450)):
        keys = f"SELECT packed_key {packed} ORDER BY packed_key DESC LIMIT 50 OFFSET {skip}"
        bench.query(f"B page {page}: B (without the union)", f"SELECT {SHOWN} {joined(keys, 'packed_key', 'packed')}")
    whole = f"FROM packed WHERE packed_key BETWEEN {area << 34} AND {(area + 1 << 34) - 1}"
    bench.query("Bw count: B (without the union)", f"SELECT count(*) {whole}")
    bench.query("Bw count: C (without the union)", "SELECT count(*) FROM register_certifications WHERE grid = 'tokyo'")


# --- Substring search -----------------------------------------------------------------------------------------------

WANTED = ("東京", "太陽", "薬師", "太陽光", "太陽光発電", "東")


def scope_tokens(certification: Certification) -> list[str]:
    return [f"{kind}{code}" for kind, code in certification.keys if kind not in ("nation", "operator", "agent")]


def measure_search(bench: Bench, count: int, items: Sequence[str]) -> None:
    """Search in two items out of those indexed, and in all of them, within one grid."""
    searched = [item for item in items if item in ("operator_name", "site_address")]
    if bench.database.dialect == "sqlite":
        measure_full_text(bench, count, items, searched)
    else:
        measure_gin(bench, count, items, searched)


def texts_of(certification: Certification, items: Sequence[str]) -> list[str]:
    return [certification.texts[TEXTS.index(item)] for item in items]


def by_position(count: int) -> list[Certification]:
    return sorted(certifications(count), key=lambda one: one.position)


def measure_full_text(bench: Bench, count: int, items: Sequence[str], searched: Sequence[str]) -> None:
    """Contentless FTS5: a column per item, against one column whose tokens begin with a letter for their item."""
    columns = ", ".join(items)
    options = "content='', columnsize=0, tokenize='ascii'"
    for table, body, extra in (("by_column", columns, ""), ("tagged", "body", ", prefix='2'")):
        bench.database.run(f"DROP TABLE IF EXISTS {table}")
        bench.database.run(f"CREATE VIRTUAL TABLE {table} USING fts5(scopes, {body}, {options}{extra})")
    ordered = by_position(count)
    letter = dict(zip(items, "abcdefgh", strict=False))

    def column_rows() -> Iterator[tuple[Any, ...]]:
        for one in ordered:
            yield (one.position, " ".join(scope_tokens(one)), *(" ".join(bigrams(t)) for t in texts_of(one, items)))

    def tagged_rows() -> Iterator[tuple[Any, ...]]:
        for one in ordered:
            pairs = zip(items, texts_of(one, items), strict=True)
            body = " ".join(letter[item] + token for item, value in pairs for token in bigrams(value))
            yield (one.position, " ".join(scope_tokens(one)), body)

    load = bench.database.load
    bench.build("FTS5, column per item", lambda: load(f"by_column (rowid, scopes, {columns})", column_rows()))
    bench.build("FTS5, tagged tokens, prefix index", lambda: load("tagged (rowid, scopes, body)", tagged_rows()))
    for table in ("by_column", "tagged"):
        bench.build(f"FTS5, {table}: optimize", f"INSERT INTO {table} ({table}) VALUES ('optimize')")
    for word in WANTED:
        for name, chosen in (("2 items", searched), ("all items", items)):
            by_column = f"{{{' '.join(chosen)}}} : {phrase(word)} AND scopes : gridtokyo"
            tagged = f"body : ({' OR '.join(phrase(word, letter[item]) for item in chosen)}) AND scopes : gridtokyo"
            for table, match in (("by_column", by_column), ("tagged", tagged)):
                found = f"FROM {table} WHERE {table} MATCH '{match}'"
                bench.query(f"C {word}, {name}, {table}: count", f"SELECT count(*) {found}")
                keys = f"SELECT rowid AS position {found} ORDER BY rowid DESC LIMIT 50"
                bench.query(f"C {word}, {name}, {table}: rows", f"SELECT {SHOWN} {joined(keys, 'position')}")
    measure_word_and_filters(bench, f"{{{' '.join(searched)}}} : {phrase('東京')} AND scopes : gridtokyo")


def phrase(word: str, tag: str = "") -> str:
    pairs = [tag + token for token in bigrams(word)]
    return f'"{pairs[0]}" *' if len(word) == 1 else f'"{" ".join(pairs[:-1])}"'


def measure_word_and_filters(bench: Bench, match: str) -> None:
    """CB on SQLite: where the word meets the filters decides the cost."""
    low, high = FIRST_DAY << 32, (LAST_DAY << 32) | 0xFFFFFFFF
    found = f"SELECT rowid FROM by_column WHERE by_column MATCH '{match}"
    place = f"p.kind = 'prefecture' AND p.code = '11' AND p.position BETWEEN {low} AND {high} AND {FILTER.format('p.')}"
    narrowed = f"{found} AND scopes : prefecture11' AND rowid BETWEEN {low} AND {high}"
    within = f"FROM register_scopes p WHERE {place} AND p.position IN ({narrowed})"
    bench.query("CB count: position IN (search), place as token", f"SELECT count(*) {within}")
    bench.query("CB rows: position IN (search), place as token", scope_page(within, 0))
    grid = "p.kind = 'grid' AND p.code = 'tokyo' AND p.output_kw >= 10 AND p.output_kw < 50"
    inside = f"FROM register_scopes p WHERE {grid} AND p.position IN ({found}')"
    bench.query("C 東京 + output count: position IN (search)", f"SELECT count(*) {inside}")
    bench.query("C 東京 + output rows: position IN (search)", scope_page(inside, 0))
    driven = f"FROM by_column s CROSS JOIN register_scopes p ON p.position = +s.rowid WHERE by_column MATCH '{match}'"
    keys = f"SELECT p.position {driven} AND {grid} ORDER BY s.rowid DESC LIMIT 50"
    bench.query("C 東京 + output rows: search drives", f"SELECT {SHOWN} {joined(keys, 'position')}")
    bench.query("C 東京 + output count: search drives", f"SELECT count(*) {driven} AND {grid}")


def measure_gin(bench: Bench, count: int, items: Sequence[str], searched: Sequence[str]) -> None:
    """GIN over tagged bigrams, with or without a look at the text, against pg_trgm and walking the scope."""
    letter = dict(zip(items, "abcdefgh", strict=False))
    columns = ", ".join(f"{item} TEXT NOT NULL" for item in items)
    run = bench.database.run
    run("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    run("DROP TABLE IF EXISTS search")
    run(f"CREATE TABLE search (position BIGINT NOT NULL, {columns}, tokens TEXT[] NOT NULL)")

    def rows() -> Iterator[tuple[Any, ...]]:
        for one in by_position(count):
            texts = texts_of(one, items)
            tokens = set(scope_tokens(one))
            for item, value in zip(items, texts, strict=True):
                tokens.update(letter[item] + token for token in (*bigrams(value), *value.replace(" ", "")))
            yield (one.position, *texts, sorted(tokens))

    bench.build("GIN: table", lambda: bench.database.load("search", rows()))
    bench.build("GIN: index", "CREATE INDEX search_tokens ON search USING gin (tokens) WITH (fastupdate = off)")
    run("ALTER TABLE search ADD PRIMARY KEY (position)")
    grams = ", ".join(f"{item} gin_trgm_ops" for item in items)
    bench.build("pg_trgm: index", f"CREATE INDEX search_trgm ON search USING gin ({grams}) WITH (fastupdate = off)")
    run("VACUUM ANALYZE search")
    for word in WANTED:
        tagged = " OR ".join(tagged_condition(word, item, letter[item]) for item in searched)
        like = " OR ".join(f"{item} LIKE '%{word}%'" for item in searched)
        for name, found in (("GIN", tagged), ("GIN and LIKE", f"({tagged}) AND ({like})")):
            bench.query(f"C {word}, {name}: count", f"SELECT count(*) FROM search WHERE {found}")
            keys = f"SELECT position FROM search WHERE {found} ORDER BY position DESC LIMIT 50"
            bench.query(f"C {word}, {name}: rows", f"SELECT {SHOWN} {joined(keys, 'position')}")
        scope = "tokens @> ARRAY['gridtokyo']"
        bench.query(f"C {word}, LIKE (pg_trgm): count", f"SELECT count(*) FROM search WHERE {scope} AND ({like})")
        walk = f"""SELECT p.position FROM register_scopes p JOIN search s ON s.position = p.position
            WHERE p.kind = 'grid' AND p.code = 'tokyo' AND ({like}) ORDER BY p.position DESC LIMIT 50"""
        bench.query(f"C {word}, walking the scope: rows", f"SELECT {SHOWN} {joined(walk, 'position')}")


def tagged_condition(word: str, item: str, tag: str) -> str:
    pairs = bigrams(word)[:-1] or [word]
    tokens = ", ".join(f"'{token}'" for token in ("gridtokyo", *(tag + pair for pair in pairs)))
    checked = f" AND {item} LIKE '%{word}%'" if len(word) > 2 else ""
    return f"(tokens @> ARRAY[{tokens}]{checked})"


# --- Item documents -------------------------------------------------------------------------------------------------

ITEMS, FILLED, GRANTED, SECTION_SIZE = 1700, 100, 600, 85


def section_of(key: str) -> int:
    return int(key.removeprefix("item_")) // SECTION_SIZE


def measure_documents(bench: Bench, count: int) -> None:
    """One JSON document per certification against one per certification and section."""
    rng = random.Random(5)
    keys = [f"item_{number:04d}" for number in range(ITEMS)]
    granted = sorted(rng.sample(keys, GRANTED))
    filled = [
        {key: rng.choice([rng.randint(1, 10**6), "東京都港区"]) for key in rng.sample(keys, FILLED)}
        for _ in range(2000)
    ]
    whole = [json.dumps(document, ensure_ascii=False) for document in filled]
    split = [sorted(by_section(document).items()) for document in filled]
    kind = "TEXT" if bench.database.dialect == "sqlite" else "JSONB"
    for table, key in (("documents", "certification_id"), ("sections", "certification_id, section")):
        bench.database.run(f"DROP TABLE IF EXISTS {table}")
        columns = f"certification_id BIGINT, {'section INTEGER, ' if table == 'sections' else ''}document {kind}"
        tail = " WITHOUT ROWID" if bench.database.dialect == "sqlite" and table == "sections" else ""
        bench.database.run(f"CREATE TABLE {table} ({columns}, PRIMARY KEY ({key})){tail}")
    wholes = ((number, whole[number % 2000]) for number in range(1, count + 1))
    parts = ((number, *part) for number in range(1, count + 1) for part in split[number % 2000])
    bench.build(f"{count} documents, whole", lambda: bench.database.load("documents", wholes))
    bench.build(f"{count} documents, by section", lambda: bench.database.load("sections", parts))
    each = "json_each(d.document)" if kind == "TEXT" else "jsonb_each(d.document)"
    listed = ", ".join(f"'{key}'" for key in granted)
    bench.database.run("CREATE TEMPORARY TABLE granted (key TEXT PRIMARY KEY)")
    bench.database.load("granted", ((key,) for key in granted))
    at = [rng.randint(1, count) for _ in range(bench.runs + 3)]

    def at_one(statement: str, run: int) -> str:
        return statement.format(at[run])

    def at_fifty(statement: str, run: int) -> str:
        return statement.format(fifty(at[run], count))

    three = granted[:3]
    some = ", ".join(f"'{key}'" for key in three)
    sections = ", ".join(str(section_of(key)) for key in three)
    for table, narrowed in (("documents", ""), ("sections", f" AND d.section IN ({sections})")):
        found = f"FROM {table} d, {each} j WHERE d.certification_id"
        for how, condition in (("literal keys", listed), ("keys in a table", "SELECT key FROM granted")):
            detail = f"SELECT j.key, j.value {found} = {{0}} AND j.key IN ({condition})"
            bench.query(f"A items, {table}: {how}", partial(at_one, detail))
        page = f"SELECT d.certification_id, j.key, j.value {found} IN ({{0}}){narrowed} AND j.key IN ({some})"
        bench.query(f"50 rows x 3 items, {table}: each", partial(at_fifty, page))
    read = "json_extract(d.document, '$.{0}')" if kind == "TEXT" else "d.document -> '{0}'"
    values = ", ".join(read.format(key) for key in three)
    page = f"SELECT d.certification_id, {values} FROM documents d WHERE d.certification_id IN ({{0}})"
    bench.query("50 rows x 3 items, documents: by path", partial(at_fifty, page))


def by_section(document: dict[str, Any]) -> dict[int, str]:
    sections: dict[int, dict[str, Any]] = {}
    for key, value in document.items():
        sections.setdefault(section_of(key), {})[key] = value
    return {number: json.dumps(part, ensure_ascii=False) for number, part in sections.items()}


def fifty(start: int, count: int) -> str:
    return ", ".join(str((start * 7919 + step * 104_729) % count + 1) for step in range(50))


# --- Changes, importing, totals -------------------------------------------------------------------------------------


def measure_changes(bench: Bench, count: int) -> None:
    """Correcting a day and an area, importing into the full register, keeping totals."""
    run, load = bench.database.run, bench.database.load
    sample = list(islice(certifications(count), 0, count, max(count // 200, 1)))
    for label, correct in (("a day", correct_day), ("an area", correct_area)):
        work = partial(for_each, partial(correct, run), sample)
        bench.rate(f"correct {label}: A, one transaction each", len(sample), work)
    moved = [f"UPDATE packed SET packed_key = packed_key + {16 << 34} WHERE id = {one.id}" for one in sample]
    bench.rate("correct an area: B, one transaction each", len(sample), partial(for_each, run, moved))
    for index, size in enumerate((5_000, 25_000, 50_000)):
        new = list(certifications(50_000, seed=77 + index, first_id=count + 1 + index * 50_000))

        def scopes(new: list[Certification] = new, size: int = size) -> None:
            for start in range(0, len(new), size):
                load("register_scopes", sorted(row for one in new[start : start + size] for row in scope_rows(one)))

        bench.rate(f"import scope rows, certifications, {size} a batch", len(new), scopes)

    def rows() -> None:
        for start in range(0, len(new), 5_000):
            load("register_certifications", map(certification_row, new[start : start + 5_000]))

    bench.rate("import certifications with C's indexes, 5000 a batch", len(new), rows)
    for column in ("prefecture", "municipality", "grid", "bureau", "operator"):
        run(f"DROP INDEX c_{column}")
    run(f"DELETE FROM register_certifications WHERE id > {count}")
    bench.rate("import certifications without them, 5000 a batch", len(new), rows)
    measure_totals(bench)


def for_each(work: Callable[[Any], object], values: Iterable[Any]) -> None:
    for value in values:
        work(value)


def correct_day(run: Callable[[str], object], one: Certification) -> None:
    new = ((one.certified + 1) << 32) | one.id
    run("BEGIN")
    run(f"UPDATE register_certifications SET position = {new} WHERE id = {one.id}")
    for kind, code in one.keys:
        where = f"kind = '{kind}' AND code = '{code}' AND position = {one.position}"
        run(f"UPDATE register_scopes SET position = {new} WHERE {where}")
    run("COMMIT")


def correct_area(run: Callable[[str], object], one: Certification) -> None:
    position = ((one.certified + 1) << 32) | one.id
    run("BEGIN")
    run(f"UPDATE register_certifications SET grid = 'okinawa' WHERE id = {one.id}")
    for kind, code in one.keys:
        new = "okinawa" if kind == "grid" and one.sole("grid") else code
        where = f"kind = '{kind}' AND code = '{code}' AND position = {position}"
        run(f"UPDATE register_scopes SET code = '{new}', grid = 'okinawa' WHERE {where}")
    run("COMMIT")


def measure_totals(bench: Bench) -> None:
    """The same scope rows inserted with no totals, with a trigger on each row, and with totals gathered by batch."""
    if bench.database.dialect == "postgresql":
        return  # A row trigger there costs more still; the choice is made by clarity and by the numbers of SQLite.
    run, load = bench.database.run, bench.database.load
    rows = run("SELECT * FROM register_scopes WHERE kind = 'prefecture' LIMIT 200000")
    run("CREATE TABLE totals (kind TEXT, code TEXT, source TEXT, n INTEGER, kw REAL, PRIMARY KEY (kind, code, source))")
    add = "ON CONFLICT DO UPDATE SET n = n + excluded.n, kw = kw + excluded.kw"

    def insert(table: str, *, gather: bool) -> None:
        for start in range(0, len(rows), 5_000):
            batch = rows[start : start + 5_000]
            load(table, batch)
            if gather:
                counts = Counter((kind, code, source) for kind, code, _, source, *_ in batch)
                for (kind, code, source), number in counts.items():
                    run(f"INSERT INTO totals VALUES ('{kind}', '{code}', '{source}', {number}, 0) {add}")

    for label in ("no totals", "gathered by batch", "trigger"):
        run("DROP TABLE IF EXISTS target")
        run(f"CREATE TABLE target ({SCOPES}, PRIMARY KEY (kind, code, position)) WITHOUT ROWID")
        if label == "trigger":
            run(f"""CREATE TRIGGER keep_totals AFTER INSERT ON target BEGIN
                INSERT INTO totals VALUES (new.kind, new.code, new.source, 1, new.output_kw) {add}; END""")
        work = partial(insert, "target", gather=label == "gathered by batch")
        bench.rate(f"totals, scope rows: {label}", len(rows), work)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--sqlite", type=Path, metavar="FILE", help="a file to make")
    where.add_argument("--postgresql", metavar="CONNINFO", help="a throw-away database")
    parser.add_argument("--rows", type=int, default=300_000, help="certifications (default %(default)s)")
    parser.add_argument("--documents", type=int, default=100_000, help="item documents (default %(default)s)")
    parser.add_argument("--runs", type=int, default=20, help="warm runs of each statement (default %(default)s)")
    parser.add_argument("--items", nargs="+", choices=TEXTS, default=list(TEXTS), help="items in the search index")
    arguments = parser.parse_args()
    if arguments.sqlite and arguments.sqlite.exists():
        parser.error(f"{arguments.sqlite} exists")
    database = Sqlite(arguments.sqlite) if arguments.sqlite else Postgresql(arguments.postgresql)
    bench = Bench(database, arguments.runs)
    build_forms(bench, arguments.rows)
    measure_listing(bench)
    measure_search(bench, arguments.rows, arguments.items)
    measure_documents(bench, arguments.documents)
    measure_changes(bench, arguments.rows)


if __name__ == "__main__":
    main()
