"""What holds for all pages: which there are, who may see them, what they say to browsers."""

import pytest
from flask import Flask

from masivo.web.access import OPEN, local_path
from tests.web.checked_client import CheckedClient

ROUTES = """
GET       /
GET       /audiences
GET       /audiences/<int:audience_id>
GET POST  /audiences/<int:audience_id>/archive
POST      /audiences/<int:audience_id>/cancel
POST      /audiences/<int:audience_id>/duplicate
GET POST  /audiences/<int:audience_id>/edit
GET       /audiences/<int:audience_id>/members
GET       /audiences/<int:audience_id>/members.zip
GET       /audiences/<int:audience_id>/overlap
POST      /audiences/<int:audience_id>/owner
POST      /audiences/<int:audience_id>/pause
POST      /audiences/<int:audience_id>/recalculate
POST      /audiences/<int:audience_id>/resume
GET       /audiences/<int:audience_id>/runs
GET       /audiences/<int:audience_id>/runs/<run_id>/<any(entered, departed):flow>
POST      /audiences/<int:audience_id>/runs/<run_id>/approve
POST      /audiences/<int:audience_id>/runs/<run_id>/reject
GET       /audiences/<int:audience_id>/standing
GET       /audiences/<int:audience_id>/versions
POST      /audiences/looser
GET POST  /audiences/new
POST      /audiences/preview
GET       /audiences/values
POST      /brand
GET       /catalog
GET       /catalog/values
GET       /customers
GET       /customers/profile
GET       /customers/why
GET       /healthz
GET       /metrics
GET       /operations
GET       /operations/costs
GET       /readyz
GET       /search
GET       /settings
POST      /settings/brands
POST      /settings/impact
POST      /settings/recalculation
POST      /settings/webhook
POST      /settings/webhook/secret
POST      /settings/webhook/trial
POST      /settings/zone
GET POST  /sign-in
POST      /sign-out
GET       /static/<path:filename>
GET       /templates
"""

KEEPING = ("edit_audience.create", "edit_audience.save", "edit_audience.preview", "edit_audience.looser")
"""What they are sent is not lost with the session: tests/web/builder/test_expired_session.py."""

ARGUMENTS = {"audience_id": "1", "run_id": "some-run", "flow": "entered", "filename": "css/masivo.css"}


def methods_by_rule(site: Flask) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for rule in site.url_map.iter_rules():
        found.setdefault(rule.rule, set()).update((rule.methods or set()) - {"HEAD", "OPTIONS"})
    return found


def test_the_routes_are_these(site: Flask) -> None:
    listed = [f"{' '.join(sorted(methods)):9} {rule}" for rule, methods in sorted(methods_by_rule(site).items())]
    assert "\n".join(listed) == ROUTES.strip()


def test_every_page_but_the_open_ones_asks_for_sign_in(visitor: CheckedClient, site: Flask) -> None:
    site.config["WTF_CSRF_ENABLED"] = False  # so that the guard alone answers
    for rule in site.url_map.iter_rules():
        if rule.endpoint in OPEN:
            continue
        path = rule.build({name: ARGUMENTS[name] for name in rule.arguments})
        assert path is not None
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            answer = visitor.open(path[1], method=method)
            assert answer.status_code == 302, f"{method} {path[1]}"
            assert answer.location.startswith("/sign-in"), f"{method} {path[1]}"


def test_a_form_without_its_token_is_refused_in_words(client: CheckedClient, site: Flask) -> None:
    for rule in site.url_map.iter_rules():
        if "POST" in (rule.methods or set()) and rule.endpoint not in KEEPING:
            built = rule.build({name: ARGUMENTS[name] for name in rule.arguments})
            assert built is not None
            answer = client.post(built[1], data={"csrf_token": "forged"})
            assert answer.status_code == 400, built[1]
            assert "This form was open too long" in answer.text


def test_a_fragment_after_sign_out_sends_the_whole_page_to_the_sign_in(visitor: CheckedClient) -> None:
    asked = {"HX-Request": "true", "HX-Current-URL": "http://localhost/audiences/1?page=2"}
    answer = visitor.get("/audiences/1/standing", headers=asked)
    assert (answer.status_code, answer.text) == (401, "")
    assert answer.headers["HX-Redirect"] == "/sign-in?next=/audiences/1?page%3D2"


def test_pages_are_not_kept_and_depend_on_who_asks(client: CheckedClient) -> None:
    answer = client.get("/audiences")
    assert answer.headers["Cache-Control"] == "no-store"
    assert {"hx-request", "cookie"} <= {name.lower() for name in answer.vary}
    policy = answer.headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("name", ["vendor/htmx-2.0.11.min.js", "css/masivo.css?v=1"])
def test_versioned_files_are_kept_for_good(visitor: CheckedClient, name: str) -> None:
    with visitor.get(f"/static/{name}") as answer:
        assert "immutable" in answer.headers["Cache-Control"]


def test_a_file_without_its_mark_is_asked_for_anew(visitor: CheckedClient) -> None:
    with visitor.get("/static/css/masivo.css") as answer:
        assert "immutable" not in answer.headers["Cache-Control"]


def test_every_template_compiles(site: Flask) -> None:
    names = site.jinja_env.list_templates()
    assert len(names) > 20
    for name in names:
        site.jinja_env.get_template(name)


def test_nothing_comes_from_another_host(client: CheckedClient) -> None:
    page = client.page("/audiences")
    for each in page.all("script", "link", "img"):
        assert (each.get("src") or each.get("href") or "").startswith("/static/")


@pytest.mark.parametrize("path", ["/audiences?page=2", "/audiences/new", "/"])
def test_a_local_path_is_followed(path: str) -> None:
    assert local_path(path) == path


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example",
        "https://evil.example/x",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "",
        None,
        "x",
    ],
)
def test_no_path_leads_elsewhere(target: str | None) -> None:
    assert local_path(target) is None
