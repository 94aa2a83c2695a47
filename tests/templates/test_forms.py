"""The macros of forms: every field is labelled, described and linked when it is wrong."""

from collections import Counter

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    Form,
    PasswordField,
    RadioField,
    SelectChoice,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length

from tests.driver.form import label_text
from tests.driver.html import elements, has_class, text_of

CHOICES = [SelectChoice("a", "甲"), SelectChoice("b", "乙")]
IMPORTS = (
    '{% from "components/forms.html" import form_for, text_field, password_field, textarea, checkbox, '
    "radios, button, post_button, error_summary %}"
)
EVERY_FIELD = (
    IMPORTS
    + """
    {{ error_summary(form) }}
    {% call form_for("/there") %}
      {{ text_field(form.name, hint="戸籍のとおりに", autocomplete="name", width="long") }}
      {{ password_field(form.password) }}
      {{ textarea(form.reason) }}
      {{ radios(form.role, hint="一つだけ") }}
      {{ checkbox(form.agreed) }}
      {{ button("送る", name="step", value="", action="/elsewhere") }}
    {% endcall %}"""
)


class Everything(Form):
    name = StringField("氏名", [InputRequired("氏名を入力してください。")])
    password = PasswordField("パスワード", [InputRequired("パスワードを入力してください。")])
    reason = TextAreaField("理由", [Length(min=3, message="理由を書いてください。")])
    role = RadioField("役割", choices=CHOICES, validators=[InputRequired("役割を選んでください。")])
    agreed = BooleanField("同意します。", [InputRequired("同意が必要です。")])


@pytest.fixture(params=["fresh", "refused"])
def form(request: pytest.FixtureRequest) -> Everything:
    if request.param == "fresh":
        return Everything()
    form = Everything(MultiDict({"name": ""}))
    assert not form.validate()
    return form


def test_every_field_has_a_label_and_ids_are_unique(fragment, form) -> None:
    tree = fragment(EVERY_FIELD, form=form)
    controls = [c for c in elements(tree.root, "input", "select", "textarea") if c.get("type") != "hidden"]
    assert len(controls) == 6
    assert all(label_text(tree, control) for control in controls)
    counts = Counter(element.get("id") for element in elements(tree.root) if element.get("id"))
    assert [identifier for identifier, times in counts.items() if times > 1] == []


def test_the_label_is_the_words_of_the_field_and_nothing_else(fragment) -> None:
    tree = fragment(EVERY_FIELD, form=Everything())
    assert label_text(tree, elements(tree.root, "input", name="name")[0]) == "氏名"


def test_whatever_describes_a_field_is_in_the_page(fragment, form) -> None:
    tree = fragment(EVERY_FIELD, form=form)
    for element in elements(tree.root):
        for name in ("aria-describedby", "aria-labelledby", "for"):
            for identifier in element.get(name, "").split():
                assert tree.by_id(identifier) is not None, identifier


def test_each_wrong_field_is_marked_described_and_linked_from_the_summary(fragment) -> None:
    form = Everything(MultiDict({"name": "", "reason": "短い"}))
    form.validate()
    tree = fragment(EVERY_FIELD, form=form)
    summary = next(element for element in elements(tree.root) if has_class(element, "error-summary"))
    links = {text_of(link): link.get("href", "")[1:] for link in elements(summary, "a")}
    assert links.keys() == {sentence for field in form for sentence in field.errors}
    for sentence, identifier in links.items():
        control = tree.by_id(identifier)
        assert control is not None
        assert control.get("aria-invalid") == "true"
        described = [tree.by_id(one) for one in control.get("aria-describedby", "").split()]
        assert any(sentence in text_of(one) for one in described if one is not None)
    assert (summary.get("role"), summary.get("tabindex")) == ("alert", "-1")


def test_a_form_without_errors_has_no_summary(fragment) -> None:
    tree = fragment(EVERY_FIELD, form=Everything())
    assert not [element for element in elements(tree.root) if has_class(element, "error-summary")]


def test_sentences_that_belong_to_no_field_stand_in_the_summary(fragment) -> None:
    tree = fragment(IMPORTS + '{{ error_summary(form, ["コードが違います。"]) }}', form=Everything())
    assert [text_of(line) for line in elements(tree.root, "li")] == ["コードが違います。"]


def test_a_password_is_never_written_into_the_page(fragment) -> None:
    form = Everything(MultiDict({"password": "himitsu-no-kotoba"}))
    tree = fragment(EVERY_FIELD, form=form)
    field = elements(tree.root, "input", name="password")[0]
    assert (field.get("value"), field.get("autocomplete")) == ("", "current-password")


def test_what_was_typed_is_escaped(fragment) -> None:
    form = Everything(MultiDict({"name": '"><script>alert(1)</script>'}))
    tree = fragment(EVERY_FIELD, form=form)
    assert elements(tree.root, "script") == []
    assert elements(tree.root, "input", name="name")[0].get("value") == '"><script>alert(1)</script>'


def test_a_form_that_changes_something_carries_one_token_and_a_search_none(fragment) -> None:
    source = IMPORTS + '{% call form_for("/x", method=method) %}{{ button("送る") }}{% endcall %}'
    for method, tokens in (("post", 1), ("get", 0)):
        tree = fragment(source, method=method)
        assert len(elements(tree.root, "input", name="csrf_token")) == tokens


def test_a_gated_form_leaves_the_button_to_be_pressed_and_the_decision_to_the_server(fragment) -> None:
    source = '{% call form_for("", id="ask", gated=true) %}{{ checkbox(form.agreed) }}{{ button("同意") }}{% endcall %}'
    tree = fragment(IMPORTS + source, form=Everything())
    form = elements(tree.root, "form")[0]
    assert (form.get("class"), form.get("id")) == ("gated", "ask")
    assert "novalidate" in form.attrib
    assert "required" in elements(tree.root, "input", type="checkbox")[0].attrib
    assert "disabled" not in elements(tree.root, "button")[0].attrib


def test_a_button_keeps_its_name_its_empty_value_and_its_own_address(fragment) -> None:
    button = elements(fragment(EVERY_FIELD, form=Everything()).root, "button", type="submit")[0]
    assert (button.get("name"), button.get("value"), button.get("formaction")) == ("step", "", "/elsewhere")


def test_a_button_in_a_row_says_what_it_acts_on(fragment) -> None:
    tree = fragment(IMPORTS + '{{ post_button("終了", "/end", values={"id": 3}, about="京都の端末") }}')
    assert text_of(elements(tree.root, "button")[0]) == "終了：京都の端末"
    assert elements(tree.root, "input", name="id")[0].get("value") == "3"
    assert len(elements(tree.root, "input", name="csrf_token")) == 1
