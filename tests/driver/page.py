"""What a person sees in an answer."""

from xml.etree.ElementTree import Element

from werkzeug.test import TestResponse

from tests.driver.form import Form, NoSuchField, button_text
from tests.driver.html import elements, has_class, parse_document, parse_fragment, text_of

SORT_MARKS = "⇅▲▼"


class Page:
    """One HTML answer, whole page or fragment, with the questions tests ask of it."""

    def __init__(self, response: TestResponse, *, fragment: bool = False) -> None:
        self.response = response
        self.status = response.status_code
        self.source = response.get_data(as_text=True)
        self.fragment = fragment
        self.tree = parse_fragment(self.source) if fragment else parse_document(self.source)

    @property
    def title(self) -> str:
        found = elements(self.tree.root, "title")
        return " ".join((found[0].text or "").split()) if found else ""

    @property
    def heading(self) -> str:
        found = elements(self.tree.root, "h1")
        return text_of(found[0]) if found else ""

    @property
    def text(self) -> str:
        """All that can be read, white space folded."""
        body = elements(self.tree.root, "body")
        return text_of(body[0] if body else self.tree.root)

    @property
    def errors(self) -> list[str]:
        """The lines of the error summary."""
        return [
            text_of(line)
            for summary in elements(self.tree.root)
            if has_class(summary, "error-summary")
            for line in elements(summary, "a", "li")
            if line.tag == "a" or not elements(line, "a")
        ]

    @property
    def forms(self) -> list[Form]:
        return [Form(self.tree, element) for element in elements(self.tree.root, "form")]

    def form(self, named: str) -> tuple[Form, Element | None]:
        """The form with this id, or the one with this button (returned beside it)."""
        for form in self.forms:
            if form.element.get("id") == named:
                return form, None
        found = [(form, form.button(named)) for form in self.forms if form.button(named) is not None]
        if len(found) != 1:
            offered = [button_text(button) for form in self.forms for button in form.buttons]
            raise NoSuchField(f"{len(found)} forms are named or sent by {named!r}; the buttons are {offered}")
        return found[0]

    def field(self, name: str) -> str | list[str] | None:
        """The present value of the one field of this name in the page."""
        for form in self.forms:
            if any(control.get("name") == name for control in form.controls):
                return form.value(name)
        raise NoSuchField(f"the page has no field {name!r}")

    def link(self, text: str) -> str:
        """The address behind a link, found by its whole text, else by a part that only one address has."""
        links = [(text_of(a) or a.get("aria-label", ""), a.get("href", "")) for a in elements(self.tree.root, "a")]
        found = {href for label, href in links if label == text} or {href for label, href in links if text in label}
        if len(found) != 1:
            raise NoSuchField(f"{len(found)} links read {text!r}; the links are {[label for label, _ in links]}")
        return found.pop()

    def rows(self, table: int | str = 0) -> list[dict[str, str]]:
        """The rows of a table, by its place in the page or its caption, as heading → text, without its sort mark."""
        tables = elements(self.tree.root, "table")
        if isinstance(table, str):
            tables = [t for t in tables if any(table in text_of(c) for c in elements(t, "caption"))]
            table = 0
        if len(tables) <= table:
            raise NoSuchField("the page has no such table")
        heads = [
            text_of(cell).rstrip(SORT_MARKS) for cell in elements(_first(tables[table], "thead", "tr"), "th", "td")
        ]
        bodies = [row for body in elements(tables[table], "tbody") for row in elements(body, "tr")]
        return [
            dict(zip(heads, (text_of(cell) for cell in row if cell.tag in ("th", "td")), strict=True))
            for row in bodies
            if not any(cell.get("colspan") for cell in row)
        ]

    def terms(self) -> dict[str, str]:
        """The pairs of every description list: term → text."""
        pairs: dict[str, str] = {}
        for listing in elements(self.tree.root, "dl"):
            term = ""
            for part in elements(listing, "dt", "dd"):
                if part.tag == "dt":
                    term = text_of(part)
                    pairs[term] = ""
                else:
                    pairs[term] = f"{pairs[term]} {text_of(part)}".strip()
        return pairs


def _first(element: Element, *path: str) -> Element:
    for name in path:
        element = elements(element, name)[0]
    return element
