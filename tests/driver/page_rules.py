"""What every page must be, whoever asked for it and whatever happened.

A rule looks at one page and yields a sentence for each fault. ``check`` applies those that fit the answer and fails
with all faults at once.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise
from xml.etree.ElementTree import Element

from tests.driver.form import label_text
from tests.driver.header_rules import header_faults
from tests.driver.html import elements, has_class, text_of
from tests.driver.page import Page

Rule = Callable[[Page], Iterator[str]]

ERROR_TITLE = re.compile(r"^エラー\s*[:：]\s*")
PROGRAM_WORDS = re.compile(
    r"\{\{|\}\}|\{%|\bNone\b|\bUndefined\b|\bnull\b|\bNaN\b|object at 0x|<bound method|&(?:lt|amp|#39|quot);"
)
UNLABELLED = {"hidden", "submit", "button", "reset", "image"}
REFERENCES = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-errormessage", "headers")
LEGAL_LINKS = ("利用規約", "プライバシーポリシー")


def well_formed(page: Page) -> Iterator[str]:
    """The HTML parses without a single error."""
    yield from page.tree.faults


def japanese(page: Page) -> Iterator[str]:
    """The page says that it is in Japanese."""
    if elements(page.tree.root, "html")[0].get("lang") != "ja":
        yield 'the page is not lang="ja"'


def one_heading_begins_the_title(page: Page) -> Iterator[str]:
    """One h1; the title begins with it, after the word for an error when there is one."""
    headings = [text_of(heading) for heading in elements(page.tree.root, "h1")]
    if len(headings) != 1:
        yield f"{len(headings)} h1: {headings}"
    elif not headings[0] or not ERROR_TITLE.sub("", page.title).startswith(headings[0]):
        yield f"the title {page.title!r} does not begin with the heading {headings[0]!r}"
    if page.errors and not ERROR_TITLE.match(page.title):
        yield "the title of a page with errors does not begin with エラー"


def headings_in_order(page: Page) -> Iterator[str]:
    """No heading level is skipped."""
    levels = [int(h.tag[1]) for h in elements(page.tree.root, "h1", "h2", "h3", "h4", "h5", "h6")]
    for above, below in pairwise(levels):
        if below > above + 1:
            yield f"an h{below} follows an h{above}"


def landmarks(page: Page) -> Iterator[str]:
    """One main part, reached by the first link of the page."""
    mains = elements(page.tree.root, "main")
    if len(mains) != 1:
        yield f"{len(mains)} main elements"
        return
    links = elements(page.tree.root, "a")
    if not links or not mains[0].get("id") or links[0].get("href") != f"#{mains[0].get('id')}":
        yield "the first link does not skip to the main part"


def legal_links(page: Page) -> Iterator[str]:
    """Terms of use and privacy policy are one link away (M14)."""
    links = {text_of(link) for link in elements(page.tree.root, "a") if link.get("href")}
    yield from (f"no link to {name}" for name in LEGAL_LINKS if not any(name in link for link in links))


def labelled_fields(page: Page) -> Iterator[str]:
    """Every field has a label; radio buttons have a legend around them."""
    for control in elements(page.tree.root, "input", "select", "textarea"):
        if control.get("type") in UNLABELLED:
            continue
        if not label_text(page.tree, control) and not control.get("aria-labelledby"):
            yield f"no label for {_name(control)}"
        if control.get("type") == "radio" and not any(
            around.tag == "fieldset" and elements(around, "legend") for around in page.tree.ancestors(control)
        ):
            yield f"no legend around {_name(control)}"


def errors_are_linked(page: Page) -> Iterator[str]:
    """Each wrong field is described by its error and linked from a summary at the top; two bounds are one field."""
    summaries = [element for element in elements(page.tree.root) if has_class(element, "error-summary")]
    targets = {link.get("href") for summary in summaries for link in elements(summary, "a")}
    groups: dict[str, list[Element]] = {}
    for control in elements(page.tree.root, "input", "select", "textarea", "fieldset"):
        if control.get("aria-invalid") == "true":
            told_by = control.get("aria-describedby", "") or control.get("name", control.get("id", ""))
            groups.setdefault(told_by, []).append(control)
    for name, controls in groups.items():
        if not targets & {f"#{control.get('id')}" for control in controls}:
            yield f"the wrong field {name} is not linked from an error summary"
        if not any(control.get("aria-describedby") for control in controls):
            yield f"the wrong field {name} is not described by its error"
    if page.status == 422 and not page.fragment and not summaries:
        yield "a form was refused without an error summary"
    for target in targets:
        if target and target.startswith("#") and page.tree.by_id(target[1:]) is None:
            yield f"the error summary links to {target}, which is not in the page"


def unique_ids(page: Page) -> Iterator[str]:
    """No id stands twice."""
    counts = Counter(element.get("id") for element in elements(page.tree.root) if "id" in element.attrib)
    yield from (f"the id {identifier!r} stands {times} times" for identifier, times in counts.items() if times > 1)
    if "" in counts:
        yield "an empty id"


def references_exist(page: Page) -> Iterator[str]:
    """What an element refers to is in the page (a fragment may refer to the page around it)."""
    if page.fragment:
        return
    known = {element.get("id") for element in elements(page.tree.root)}
    for element in elements(page.tree.root):
        wanted = {one for name in REFERENCES for one in element.get(name, "").split()}
        if element.tag == "a" and len(element.get("href", "")) > 1 and element.get("href", "").startswith("#"):
            wanted.add(element.get("href", "")[1:])
        for one in wanted - known:
            yield f"<{element.tag}> refers to #{one}, which is not in the page"


def forgery_tokens(page: Page) -> Iterator[str]:
    """Whatever changes something carries a token that another site cannot know."""
    for form in elements(page.tree.root, "form"):
        tokens = [e for e in elements(form, "input", name="csrf_token") if e.get("value")]
        if form.get("method", "get").lower() == "post" and len(tokens) != 1:
            yield f"{len(tokens)} tokens in the form to {form.get('action')!r}"
        if form.get("method", "get").lower() == "get" and elements(form, "input", name="csrf_token"):
            yield f"the token would stand in the address of {form.get('action')!r}"
    for element in elements(page.tree.root):
        if {"data-hx-post", "data-hx-put", "data-hx-patch", "data-hx-delete"} & set(element.attrib):
            inside = [element, *page.tree.ancestors(element)]
            if not any(around.tag == "form" for around in inside):
                yield f"<{element.tag}> changes something from outside a form"


def nothing_inline(page: Page) -> Iterator[str]:
    """No script, handler or style stands in the page; nothing in it is evaluated."""
    for element in elements(page.tree.root):
        if element.tag == "script" and (not element.get("src") or (element.text or "").strip()):
            yield "an inline script"
        if element.tag == "style" or "style" in element.attrib:
            yield f"an inline style on <{element.tag}>"
        for name, value in element.attrib.items():
            if name.startswith(("on", "hx-", "data-hx-on")):
                yield f"the attribute {name} on <{element.tag}>"
            if re.match(r"\s*(?:javascript|vbscript|js)\s*:", value, re.IGNORECASE):
                yield f"a script in {name} of <{element.tag}>"


def own_resources(page: Page) -> Iterator[str]:
    """Everything a page loads comes from this server."""
    for element in elements(page.tree.root, "script", "img", "link", "iframe", "object", "embed"):
        address = element.get("src") or element.get("href") or element.get("data") or ""
        if re.match(r"(?:\w+:)?//", address):
            yield f"<{element.tag}> loads {address}"


def no_program_words(page: Page) -> Iterator[str]:
    """No template source, empty value or object of the program is shown to a person."""
    found = {match.group() for match in PROGRAM_WORDS.finditer(page.text)}
    yield from (f"the page shows {word!r}" for word in sorted(found))
    for element in elements(page.tree.root):
        for name, value in element.attrib.items():
            if value in ("None", "Undefined") or "{{" in value or "object at 0x" in value:
                yield f'<{element.tag} {name}="{value}">'


def depends_on_the_request_kind(page: Page) -> Iterator[str]:
    """A page and its fragment share an address, so the answer says which headers decided."""
    vary = {part.strip().lower() for part in page.response.headers.get("Vary", "").split(",")}
    if not {"hx-request"} <= vary:
        yield f"Vary is {page.response.headers.get('Vary')!r}"


def is_a_part(page: Page) -> Iterator[str]:
    """A fragment is no whole page, and not empty."""
    if re.search(r"<(?:!doctype|html|head|body)\b", page.source, re.IGNORECASE):
        yield "a fragment holds a whole page"
    if not elements(page.tree.root)[1:]:
        yield "a fragment is empty"


ANYWHERE: tuple[Rule, ...] = (
    well_formed,
    labelled_fields,
    errors_are_linked,
    unique_ids,
    references_exist,
    forgery_tokens,
    nothing_inline,
    own_resources,
    no_program_words,
    depends_on_the_request_kind,
)
WHOLE: tuple[Rule, ...] = (japanese, one_heading_begins_the_title, headings_in_order, landmarks, legal_links)
PART: tuple[Rule, ...] = (is_a_part,)


def faults_of(page: Page) -> list[str]:
    """Every fault of a page or fragment, headers included."""
    rules = (*ANYWHERE, *(PART if page.fragment else WHOLE))
    found = [f"{rule.__name__}: {fault}" for rule in rules for fault in rule(page)]
    return found + header_faults(page.response)


def check(page: Page) -> Page:
    """The page itself, once it is known to keep every rule."""
    faults = faults_of(page)
    if faults:
        request = page.response.request
        lines = "\n  ".join(faults)
        raise AssertionError(f"{request.method} {request.path} → {page.status} breaks the page rules:\n  {lines}")
    return page


def _name(control: Element) -> str:
    return f"<{control.tag} name={control.get('name')!r}>"
