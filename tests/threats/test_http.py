"""What can be sent over HTTP to be answered wrongly: paths, headers, methods, sizes, hosts."""

from urllib.parse import quote, urlsplit

import pytest
from werkzeug.test import TestResponse

from blueprints.guarded import needs_of
from models.access.permissions import permissions_of
from models.accounts.account import Role
from models.accounts.sign_in_session import Rung
from models.organisations.kinds import OrganisationKind
from tests.access.routes import targets
from tests.databases.snapshot import changed, snapshot
from tests.driver.fingerprint import fingerprint
from tests.driver.header_rules import header_faults
from tests.driver.page import Page
from tests.driver.page_rules import check
from tests.driver.visitor import Visitor
from tests.threats.conftest import Service

BASE = "https://saiene.example"
HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}
PATHS = [
    "/certifications/%0d%0aSet-Cookie:%20a=b", "/%0d%0aX:%20y", "/certifications/%E6%97%A5%E6%9C%AC",
    "/certifications/%00", "/certifications/%1b[2J", "/certifications/%E2%80%A8", "/certifications/%ff",
    "/certifications/%2e%2e", "/certifications/%252e%252e", "/certifications/a%2fb", "/certifications/..%5c..",
    f"/certifications/{'A' * 5000}", "/certifications//A100001C22", "/certifications/A100001C22/", "//evil.example/x",
    "/account/consents/99999999999999999999999", "/account/consents/-1", "/account/consents/0",
    "/static/../app.py", "/static/%2e%2e/app.py", "/terms/%0d%0a", "/terms/../..", "/login/password/%00",
]  # fmt: skip
ELSEWHERE = [
    "//evil.example", "/\\evil.example", "///evil.example", "/%09/evil.example", "/\t/evil.example",
    "https:evil.example",
    "https://evil.example/", "javascript:alert(1)", "\\\\evil.example", "/\r\nSet-Cookie: a=b", "/\0", "\x01/account",
    "http://saiene.example@evil.example", "/login@evil.example", " //evil.example", "/\u2028/evil", "/account\u202e",
    "?", ".", "", "/account" + "x" * 3000, "/no-such-page", "/static/app.css", "data:text/html,x",
]  # fmt: skip
HOSTS = [
    "", "evil.example", "saiene.example.evil", "evil.saiene.example", "saiene.example@evil", "a b", "[::", "x" * 300,
    "saiene.example:abc", "saiene.example/x", "\xff", "evil\0", "127.0.0.1",
]  # fmt: skip


def has_both_links(response: TestResponse) -> bool:
    page = check(Page(response))
    return {"/terms", "/privacy"} <= {urlsplit(page.link(text)).path for text in ("利用規約", "プライバシーポリシー")}


@pytest.mark.parametrize("htmx", [False, True], ids=["page", "htmx"])
def test_no_spelling_of_a_path_is_answered_but_by_an_own_page_without_a_fault(service: Service, htmx: bool) -> None:
    visitor, _ = service.enter()
    for path in PATHS:
        response = visitor.request("GET", BASE + path, headers=HTMX if htmx else {})
        assert response.status_code == 404, path
        if htmx and response.get_data() == b"":
            led = response.headers["HX-Redirect"]
            assert led.isascii(), path
            assert led.isprintable(), path
            assert led[0] == "/", path
            assert led[1] != "/", path
        else:
            assert has_both_links(response), path


def test_an_id_spelt_in_any_other_way_says_no_more_than_one_that_never_was(service: Service) -> None:
    visitor, _ = service.enter()
    never = fingerprint(visitor.request("GET", "/certifications/A999999C13"))
    # Of another company's area, and not an ID at all: nobody can tell which.
    for given in ("A100011A01", "A100010I47", "x", "' OR 1=1 --", "A100011A01\0", "%", "*", "🙂", "１" * 300, "null"):
        assert fingerprint(visitor.request("GET", f"/certifications/{quote(given)}")) == never, given


def test_reading_pages_changes_nothing_but_the_trail(service: Service) -> None:
    visitor, _ = service.enter()
    before = snapshot(service.engine)
    for target in targets(service.app, "GET", "HEAD"):
        response = visitor.request(target.method, target.path)
        if target.method == "HEAD":
            assert response.get_data() == b""
    allowed = {"audit_events", "audit_event_facilities", "audit_head"}
    assert changed(before, snapshot(service.engine)) - allowed == set()


def test_a_stranger_changes_nothing_at_all_by_reading(service: Service) -> None:
    visitor = Visitor(service.app)
    before = snapshot(service.engine)
    for target in targets(service.app, "GET", "HEAD"):
        visitor.request(target.method, target.path)
    assert changed(before, snapshot(service.engine)) == set()


def test_a_forged_form_token_changes_nothing_by_any_form(service: Service) -> None:
    people = {
        (kind, role): service.enter(kind, role=role)[0]
        for kind, role in (
            (OrganisationKind.OWNER, Role.OWNER_OFFICER),
            (OrganisationKind.CONTRACTOR, Role.SYSTEM_MANAGER),
            (OrganisationKind.BUREAU, Role.RESPONSIBLE_PERSON),
            (OrganisationKind.CERTIFIED_OPERATOR, Role.MEMBER),
        )
    }
    before = snapshot(service.engine)
    for target in targets(service.app, "POST"):
        needed = needs_of(target.endpoint)
        assert needed is not None
        visitor = next(one for who, one in people.items() if needed.permission in {None, *permissions_of(*who)})
        for forged, headers in (("", {}), ("a.b.c", HTMX), ("'", {"X-CSRFToken": "x"})):
            response = visitor.request("POST", target.path, data={"csrf_token": forged}, headers=headers)
            assert response.status_code == 400, target
    assert changed(before, snapshot(service.engine)) <= {"audit_events", "audit_head"}


def test_a_form_token_of_somebody_elses_browser_is_none(service: Service) -> None:
    victim, _ = service.enter()
    attacker = Visitor(service.app)
    attacker.visit("/login")
    response = victim.request("POST", "/login/sign-out", data={"csrf_token": attacker.token()})
    assert response.status_code == 400


def test_a_form_sent_from_another_site_is_refused_even_with_its_token(service: Service) -> None:
    visitor, _ = service.enter()
    for origin in ("https://evil.example/", "http://saiene.example/", "https://saiene.example.evil/"):
        headers = {"Referer": origin, "Origin": origin.rstrip("/")}
        response = visitor.request("POST", "/login/sign-out", data={"csrf_token": visitor.token()}, headers=headers)
        assert response.status_code == 400, origin


def test_no_header_turns_reading_into_writing(service: Service) -> None:
    visitor, _ = service.enter()
    for header in ("X-HTTP-Method-Override", "X-Method-Override", "X-HTTP-Method"):
        visitor.request("GET", "/login/sign-out?_method=POST", headers={header: "POST"})
    assert visitor.visit("/account").heading == "アカウント"


def test_nothing_in_an_address_leads_away(service: Service) -> None:
    visitor, _ = service.enter()
    for given in ELSEWHERE:
        for path in ("/login", "/consent"):
            response = visitor.request("GET", f"{path}?next={quote(given, safe='')}")
            assert (response.status_code, response.headers["Location"]) == (303, "/"), given


def test_what_an_address_cannot_hold_is_no_obstacle_to_signing_in(service: Service) -> None:
    visitor, _ = service.enter(rung=Rung.SECOND_FACTOR)
    for given in ("/\0", "/account\r\nX: y", "/\u2028"):
        visitor.visit(f"/consent?next={quote(given, safe='')}")


def test_a_foreign_host_gets_a_page_of_our_own_that_names_it_nowhere(empty_service: Service) -> None:
    for host in HOSTS:
        response = empty_service.app.test_client().get("/login", base_url=BASE, headers={"Host": host})
        assert response.status_code == 400, host
        assert header_faults(response) == []
        assert has_both_links(response)
        assert "evil" not in response.get_data(as_text=True) + str(response.headers)


FORWARDED = {
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Proto": "http",
    "X-Forwarded-For": "203.0.113.9",
    "X-Forwarded-Prefix": "/evil",
    "X-Real-IP": "203.0.113.9",
    "Forwarded": "for=203.0.113.9;host=evil.example;proto=http",
    "X-Original-URL": "/terms",
    "X-Rewrite-URL": "/terms",
}


def test_a_strangers_word_about_who_and_where_they_are_counts_for_nothing(service: Service) -> None:
    visitor, _ = service.enter()
    plain = visitor.request("GET", "/certifications?q=A100008C13")
    told = visitor.request("GET", "/certifications?q=A100008C13", headers=FORWARDED)
    assert fingerprint(plain) == fingerprint(told)
    rows = snapshot(service.engine)["audit_events"]
    assert not [row for row in rows if "203.0.113.9" in row]


ADDRESSES = {
    "::ffff:192.0.2.1": "192.0.2.1",
    "::FFFF:192.0.2.1": "192.0.2.1",
    "2001:DB8::0:1": "2001:db8::1",
    "x" * 500: "",
    "": "",
    "192.0.2.1, 1": "",
}


def test_an_address_is_kept_in_one_form_or_not_at_all(empty_service: Service) -> None:
    from blueprints.identity import address_of_caller

    for remote, kept in ADDRESSES.items():
        with empty_service.app.test_request_context("/", environ_base={"REMOTE_ADDR": remote}):
            assert address_of_caller() == kept


def test_no_cookie_of_a_library_hides_who_is_signed_in(service: Service) -> None:
    """Flask-Login looks for a cookie of its own before it asks our loader."""
    visitor, person = service.enter()
    for name in ("remember_token", "session", "_user_id"):
        visitor.client.set_cookie(name, "1|x", domain="saiene.example")
    assert person.account.person_name in visitor.visit("/").text


ODD_HEADERS = [
    {"HX-Current-URL": "http://["}, {"HX-Current-URL": "\xff\xfe"}, {"HX-Trigger": "{"}, {"HX-Target": "<script>"},
    {"HX-Prompt": "%ff", "HX-Prompt-URI-AutoEncoded": "true"}, {"HX-Boosted": "true"}, {"HX-Request": "false"},
    {"HX-History-Restore-Request": "true"}, {"HX-Request-Type": "\x7f"}, {"Range": "bytes=0-10"},
    {"If-None-Match": "*"}, {"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"}, {"Accept": "application/json"},
    {"Accept": "*/*;q=0"}, {"Accept-Language": "x" * 5000}, {"Accept-Encoding": "gzip;q=\xff"},
    {"Cookie": "=;;;==; __Host-saiene"}, {"Content-Type": "multipart/form-data"}, {"Content-Length": "5"},
    {"Cookie": f"{'__Host-saiene'}={'x' * 100_000}"}, {"Cookie": "__Host-saiene=\xff\xfe; __Host-saiene-form=.x.y"},
]  # fmt: skip


def test_no_header_makes_the_service_fail_or_show_more(service: Service) -> None:
    visitor, _ = service.enter()
    for given in [*ODD_HEADERS, *({**HTMX, **headers} for headers in ODD_HEADERS)]:
        response = visitor.request("GET", "/certifications?q=A100008C13", headers=given)
        assert response.status_code in (200, 303, 401)
        assert "A100011A01" not in response.get_data(as_text=True)


QUESTIONS = [
    "&".join(f"columns={n}" for n in range(10_000)), "&".join(f"p{n}=1" for n in range(10_000)),
    "&".join(["columns=facility_id"] * 10_000), "&".join(["prefecture=13"] * 10_000), "q=" + "a" * 100_000,
    "q=" + "%22" * 5_000, "q=" + "-a%20" * 5_000, "after=" + "W" * 100_000, "q=%ED%A0%80", "q=%00%ff", "%00=%00",
    "sort[]=x&q[]=y&size=50;size=9999", "size=1e9&sites=9", "sort=--certified_on", "q=%E2%80%AE%1b[2J",
]  # fmt: skip


def test_a_monstrous_question_is_answered_or_refused_but_never_a_fault(service: Service) -> None:
    visitor, _ = service.enter()
    for query in QUESTIONS:
        for path in ("/certifications", "/certifications/columns", "/certifications/export"):
            assert visitor.request("GET", f"{path}?{query}").status_code in (200, 303, 422), query[:40]


ERRORS: list[tuple[int, str, str, dict[str, object]]] = [
    (400, "POST", "/login", {"data": {"csrf_token": "x"}}),
    (404, "GET", "/no-such-page", {}),
    (405, "POST", "/terms", {}),
    (405, "TRACE", "/login", {}),
    (405, "OPTIONS", "/login", {}),
    (404, "OPTIONS", "/no-such-page", {}),
    (413, "POST", "/login", {"data": {"csrf_token": "x", "password": "p" * 1_100_000}}),
    (400, "POST", "/login", {"data": "\0" * 1000, "content_type": "application/x-www-form-urlencoded"}),
    (400, "POST", "/login", {"data": b"--x\r\n", "content_type": "multipart/form-data; boundary=x"}),
    (400, "POST", "/login", {"data": b"{}", "content_type": "application/json"}),
]


def test_every_error_is_a_page_of_our_own(empty_service: Service) -> None:
    for status, method, path, more in ERRORS:
        response = Visitor(empty_service.app).request(method, path, **more)
        assert response.status_code == status, (method, path)
        assert has_both_links(response)


def test_a_flood_is_refused_by_a_page_of_our_own(empty_service: Service) -> None:
    visitor = Visitor(empty_service.app, address="203.0.113.77")
    answers = [visitor.request("GET", "/healthz").status_code for _ in range(601)]
    assert answers[-1] == 429
    assert has_both_links(visitor.request("GET", "/login"))
    assert Visitor(empty_service.app, address="203.0.113.78").visit("/login").heading == "サインイン"


def test_a_mistake_of_ours_is_a_page_of_our_own_that_tells_nothing(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object) -> None:
        raise KeyError("秘密の値 A100011A01")

    monkeypatch.setattr("blueprints.certifications.search.search_register", fail)
    visitor, _ = service.enter()
    response = visitor.request("GET", "/certifications")
    assert response.status_code == 500
    assert has_both_links(response)
    text = response.get_data(as_text=True)
    assert not [word for word in ("秘密", "A100011A01", "Traceback", "KeyError", "search_register") if word in text]


def test_ten_thousand_fields_or_files_are_refused_or_passed_over(empty_service: Service) -> None:
    visitor = Visitor(empty_service.app)
    visitor.visit("/login")
    many = {"csrf_token": visitor.token(), "login_id": "a", "password": "p"} | {f"f{n}": "" for n in range(10_000)}
    assert visitor.request("POST", "/login", data=many).status_code == 422
    more = dict(list(many.items())[:1_200])
    multipart = visitor.request("POST", "/login", data=more, content_type="multipart/form-data")
    assert multipart.status_code == 413


def test_the_policy_allows_nothing_inline_and_its_nonce_is_new_each_time(empty_service: Service) -> None:
    visitor = Visitor(empty_service.app)
    policies = {visitor.request("GET", "/login").headers["Content-Security-Policy"] for _ in range(3)}
    assert len(policies) == 3
    assert not [policy for policy in policies if "unsafe" in policy or "*" in policy]
