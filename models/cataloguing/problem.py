"""One thing that is wrong with a catalogue, where it stands, in words that say what to do (M18)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """``line`` counts from 1, the header's; 0 when it is about the file as a whole."""

    file: str
    line: int
    sentence: str

    def __str__(self) -> str:
        place = f"{self.file} {self.line} 行目" if self.line else self.file
        return f"{place}: {self.sentence}"
