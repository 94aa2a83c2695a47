"""A file of what the trail answers, as people open it: the lines above its table, and the table."""

import csv
import io

from werkzeug.test import TestResponse


def read_trail_file(response: TestResponse) -> tuple[dict[str, str], list[dict[str, str]]]:
    """The lines above by their labels, of several with one label the last; and the rows by the heads of the table."""
    above, _blank, table = response.get_data(as_text=True).removeprefix("\ufeff").partition("\r\n\r\n")
    facts = {label: value for label, value in csv.reader(io.StringIO(above))}  # noqa: C416  # a row of three is an error
    return facts, list(csv.DictReader(io.StringIO(table)))
