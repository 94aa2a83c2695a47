"""A small file that came with a form: its content and its own name."""

from werkzeug.datastructures import FileStorage

LONGEST_NAME = 200
UNNAMED = "名前のないファイル"


def content_of(sent: FileStorage) -> bytes:
    """Everything of it: no request is larger than its limit."""
    return sent.stream.read()


def name_of(sent: FileStorage) -> str:
    """The file's own name: some browsers send its folders too."""
    name = (sent.filename or "").replace("\\", "/").rpartition("/")[2]
    return "".join(letter for letter in name if letter.isprintable())[-LONGEST_NAME:].strip() or UNNAMED
