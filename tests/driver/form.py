"""A form as it stands in a page, filled in and sent as a browser without script would."""

from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from urllib.parse import urlencode
from xml.etree.ElementTree import Element

from tests.driver.html import Tree, elements, text_of

BUTTON_TYPES = {"submit", "image"}
NOT_SENT = {"submit", "image", "reset", "button", "file"}

Filling = str | bool | list[str] | tuple[str, bytes]
"""Text; a tick; the ticked ones of a group or a multiple choice; or a file's name and content."""


class NoSuchField(AssertionError):
    """The page offers no such field, choice or button: a person could not do this either."""


@dataclass
class Sending:
    """What the browser would send."""

    method: str
    action: str
    pairs: list[tuple[str, str]]
    files: list[tuple[str, tuple[str, bytes]]] = field(default_factory=list)
    multipart: bool = False

    def arguments(self) -> dict[str, Any]:
        """Arguments for Werkzeug's test client."""
        if self.method == "GET":
            return {"query_string": urlencode(self.pairs)}
        if not self.multipart:
            return {"data": urlencode(self.pairs), "content_type": "application/x-www-form-urlencoded"}
        data: dict[str, list[Any]] = {}
        for name, value in self.pairs:
            data.setdefault(name, []).append(value)
        for name, (file_name, content) in self.files:
            data.setdefault(name, []).append((BytesIO(content), file_name))
        return {"data": data, "content_type": "multipart/form-data"}


class Form:
    """One ``<form>``: its fields with their present values."""

    def __init__(self, tree: Tree, element: Element) -> None:
        self.tree = tree
        self.element = element
        self._filled: dict[Element, Filling] = {}

    @property
    def controls(self) -> list[Element]:
        """Every field and button of the form that is not disabled, wherever it stands in the page."""
        identifier = self.element.get("id")
        inside = set(elements(self.element))
        return [
            control
            for control in elements(self.tree.root, "input", "select", "textarea", "button")
            if (control.get("form") == identifier if "form" in control.attrib else control in inside)
            and not self._disabled(control)
        ]

    @property
    def buttons(self) -> list[Element]:
        return [control for control in self.controls if is_submit(control)]

    def button(self, label: str) -> Element | None:
        return next((button for button in self.buttons if button_text(button) == label), None)

    def fill(self, name: str, value: Filling) -> None:
        """Fill the field with this name, or this label."""
        found = [control for control in self._fields() if control.get("name") == name]
        found = found or [control for control in self._fields() if label_text(self.tree, control) == name]
        if not found:
            known = sorted({control.get("name", "") for control in self._fields()})
            raise NoSuchField(f"the form has no field {name!r}; it has {', '.join(known)}")
        kind = found[0].get("type", "text") if found[0].tag == "input" else found[0].tag
        if kind == "radio":
            self._choose(found, str(value))
        elif kind == "checkbox":
            self._tick(found, value)
        elif kind == "select":
            self._filled[found[0]] = self._options(found[0], value)
        else:
            self._filled[found[0]] = value

    def value(self, name: str) -> str | list[str] | None:
        """The present value of a field: a list for ticks and multiple choices, ``None`` when nothing is chosen."""
        controls = [control for control in self._fields() if control.get("name") == name]
        if not controls:
            raise NoSuchField(f"the form has no field {name!r}")
        values = [value for control in controls for value in self._values(control)]
        if controls[0].get("type") == "checkbox" or "multiple" in controls[0].attrib:
            return values
        return values[0] if values else None

    def sending(self, button: Element | None = None) -> Sending:
        """What pressing this button (the first, when none is named) sends."""
        button = button if button is not None else next(iter(self.buttons), None)
        if button is None:
            raise NoSuchField("the form has no button: without script nobody could send it")
        method = button.get("formmethod", self.element.get("method", "get")).upper()
        action = button.get("formaction", self.element.get("action", ""))
        multipart = self.element.get("enctype") == "multipart/form-data" and method == "POST"
        sending = Sending(method, action, [], multipart=multipart)
        for control in self.controls:
            name = control.get("name")
            if not name or (is_submit(control) and control is not button):
                continue
            if control is button:
                sending.pairs.append((name, control.get("value", "")))
            elif control.get("type") == "file":
                self._add_file(sending, name, control)
            else:
                sending.pairs += [(name, value) for value in self._values(control)]
        return sending

    def _fields(self) -> list[Element]:
        return [
            control
            for control in self.controls
            if control.tag != "button" and control.get("type") not in {"hidden", *NOT_SENT} - {"file"}
        ]

    def _disabled(self, control: Element) -> bool:
        if "disabled" in control.attrib:
            return True
        return any(around.tag == "fieldset" and "disabled" in around.attrib for around in self.tree.ancestors(control))

    def _values(self, control: Element) -> list[str]:
        filled = self._filled.get(control)
        if control.tag == "select":
            return filled if isinstance(filled, list) else selected(control)
        if control.get("type") in {"checkbox", "radio"}:
            ticked = "checked" in control.attrib if filled is None else bool(filled)
            return [control.get("value", "on")] if ticked else []
        if control.get("type") in NOT_SENT or control.tag == "button":
            return []
        present = (control.text or "") if control.tag == "textarea" else control.get("value", "")
        text = present if filled is None else str(filled)
        if control.tag == "textarea":
            return ["\r\n".join(text.removeprefix("\n" if filled is None else "").splitlines())]
        return [text]

    def _choose(self, radios: list[Element], value: str) -> None:
        chosen = [r for r in radios if value in (r.get("value", "on"), label_text(self.tree, r))]
        if len(chosen) != 1:
            offered = [radio.get("value", "on") for radio in radios]
            raise NoSuchField(f"{value!r} is not one of the choices {offered}")
        for radio in elements(self.element, "input", type="radio", name=chosen[0].get("name", "")):
            self._filled[radio] = radio is chosen[0]

    def _tick(self, boxes: list[Element], value: Filling) -> None:
        if isinstance(value, bool):
            if len(boxes) > 1:
                raise NoSuchField(f"{boxes[0].get('name')!r} is a group of boxes: say which")
            self._filled[boxes[0]] = value
            return
        wanted = [value] if isinstance(value, str) else list(map(str, value))
        unknown = set(wanted) - {box.get("value", "on") for box in boxes}
        if unknown:
            raise NoSuchField(f"no box {', '.join(sorted(unknown))} in {boxes[0].get('name')!r}")
        for box in boxes:
            self._filled[box] = box.get("value", "on") in wanted

    def _options(self, select: Element, value: Filling) -> list[str]:
        wanted = list(map(str, value)) if isinstance(value, list) else [str(value)]
        offered = {option_value(option): text_of(option) for option in enabled_options(select)}
        chosen = []
        for one in wanted:
            found = [key for key, label in offered.items() if one in (key, label)]
            if not found:
                raise NoSuchField(f"{one!r} is not one of the options of {select.get('name')!r}")
            chosen.append(one if one in offered else found[0])
        return chosen

    def _add_file(self, sending: Sending, name: str, control: Element) -> None:
        filled = self._filled.get(control)
        given = filled if isinstance(filled, tuple) else ("", b"")
        if sending.multipart:
            sending.files.append((name, given))
        else:
            sending.pairs.append((name, given[0]))


def is_submit(control: Element) -> bool:
    """Whether pressing it sends the form."""
    return (control.tag == "button" and control.get("type", "submit") == "submit") or (
        control.tag == "input" and control.get("type") in BUTTON_TYPES
    )


def button_text(button: Element) -> str:
    return text_of(button) if button.tag == "button" else button.get("value", "")


def label_text(tree: Tree, control: Element) -> str | None:
    """The text of the field's label."""
    label = tree.label(control)
    return control.get("aria-label") if label is None else text_of(label)


def enabled_options(select: Element) -> list[Element]:
    return [option for option in elements(select, "option") if "disabled" not in option.attrib]


def option_value(option: Element) -> str:
    return option.get("value", text_of(option))


def selected(select: Element) -> list[str]:
    """The values a select would send untouched: a single one falls back to its first option."""
    options = enabled_options(select)
    chosen = [option_value(option) for option in options if "selected" in option.attrib]
    if "multiple" in select.attrib:
        return chosen
    return chosen[-1:] or [option_value(option) for option in options[:1]]
