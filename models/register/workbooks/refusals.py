"""Why a whole file is refused. Nothing has been read into the register when one of these is raised."""

from models.errors import DomainError


class RefusedFile(DomainError):
    """The file as a whole cannot be taken in."""


class UnsafeFile(RefusedFile):
    """The file is not opened at all: too large, broken, encrypted, or built to do harm."""


class NotARegisterWorkbook(RefusedFile):
    """The file can be opened, but no published register is in it."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"この形式のファイルではありません。{reason}")


class NoHeader(NotARegisterWorkbook):
    """A sheet without the header of a register: a cover or a note, when other sheets have one."""


class BrokenText(RefusedFile):
    """A CSV file that cannot be read on from a certain line."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"{line}行目: {reason}")
        self.line = line
