"""Whether two names are one, however they were typed."""

import unicodedata


def folded_name(name: str) -> str:
    """The form in which names of people compare: NFKC, case-folded, without spaces."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())
