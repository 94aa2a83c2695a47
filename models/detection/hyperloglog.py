"""How many different ones there were, in a state of constant size (HyperLogLog, Flajolet and others 2007).

By its hash, each one falls into one of 768 registers, which keeps the longest run of zeros met there. What comes again
changes nothing. What is new changes a register with a chance that the registers themselves tell, so a change counts as
many as it takes on average: one divided by that chance (the HIP estimator, Ting 2014). A few dozen are told to within
one or two, any larger number with a standard error of 0.83 / √768 = 3 %.
"""

from collections.abc import Collection
from hashlib import blake2b

from models.detection.states import State

REGISTERS = 768
_BITS = 32
_HALF = 1 << _BITS
"""One half of a hash says which register, the other how long the run is."""
_NONE = ord("0")
_FRESH = "0" * REGISTERS
"""A register is one character: so far beyond "0" as the run is long, and one."""


def new_count() -> State:
    """Nothing yet. ``chance`` is that of a new one to change any register."""
    return {"registers": "", "chance": 1.0, "number": 0.0}


def add(count: State, ones: Collection[int | str]) -> None:
    """Count these, each of them once however often it comes: never fewer than they are themselves."""
    registers = bytearray(count["registers"] or _FRESH, "ascii")
    chance, number = count["chance"], count["number"]
    for one in ones:
        digest = blake2b(str(one).encode(), digest_size=8).digest()  # the same in every process
        zeros, place = divmod(int.from_bytes(digest), _HALF)
        place %= REGISTERS
        kept, run = registers[place], _NONE + _BITS + 1 - zeros.bit_length()
        if run > kept:
            number += 1 / chance
            chance -= (2.0 ** (_NONE - kept) - 2.0 ** (_NONE - run)) / REGISTERS
            registers[place] = run
    count["registers"], count["chance"] = registers.decode("ascii"), chance
    count["number"] = max(number, float(len(ones)))


def add_unknown(count: State, number: int) -> None:
    """Count so many of which nobody knows which they are: each is another one."""
    count["number"] += number
