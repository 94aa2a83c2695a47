"""A small service that keeps every rule, for the tests of the driver itself."""

from flask import Flask, Response, make_response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

PAGE = """<!DOCTYPE html>
<html lang="ja">
<head><meta charset="utf-8"><title>{title}検索 — 見本</title>
<script src="/static/htmx.js" nonce="abc" defer></script></head>
<body>
<a href="#main">本文へ移動</a>
<main id="main">
<h1>検索</h1>
{body}
</main>
<footer><a href="/terms">利用規約</a> <a href="/privacy">プライバシーポリシー</a></footer>
</body>
</html>
"""
SEARCH = """<form id="search" method="get" action="/search">
<label for="words">言葉</label> <input id="words" name="words" value="{words}">
<button>検索する</button></form>
{results}"""
RESULTS = """<div id="results"><table><caption>結果</caption>
<thead><tr><th scope="col">設備ID</th><th scope="col">出力</th></tr></thead>
<tbody><tr><td>A{words}</td><td>49.5</td></tr></tbody></table></div>"""
ENTRY = """<form id="entry" method="post" action="/entry">
<input type="hidden" name="csrf_token" value="token-{number}">
<label for="name">氏名</label> <input id="name" name="name" value="">
<label for="memo">備考</label> <textarea id="memo" name="memo">
一行目
二行目</textarea>
<label for="area">地域</label> <select id="area" name="area"><option value="">選択</option>
<option value="13" selected>東京都</option><option value="22">静岡県</option></select>
<fieldset><legend>種別</legend>
<input type="radio" id="kind-1" name="kind" value="solar"><label for="kind-1">太陽光</label>
<input type="radio" id="kind-2" name="kind" value="wind" checked><label for="kind-2">風力</label></fieldset>
<fieldset><legend>同意</legend>
<label><input type="checkbox" name="agree" value="a"> 甲</label>
<label><input type="checkbox" name="agree" value="b" checked> 乙</label></fieldset>
<label><input type="checkbox" name="keep"> 記憶する</label>
<label for="locked">変更不可</label> <input id="locked" name="locked" value="x" disabled>
<button name="act" value="save">保存する</button> <button name="act" value="drop">破棄する</button></form>"""
REFUSED = """<div class="error-summary" role="alert"><h2>入力に誤りがあります</h2>
<ul><li><a href="#name">氏名を入力してください</a></li></ul></div>
<form id="entry" method="post" action="/entry"><input type="hidden" name="csrf_token" value="token">
<label for="name">氏名</label> <span id="name-error">氏名を入力してください</span>
<input id="name" name="name" aria-invalid="true" aria-describedby="name-error"><button>保存する</button></form>"""
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'nonce-abc'; style-src 'self'; img-src 'self'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=()",
    "Strict-Transport-Security": "max-age=31536000",
    "Cache-Control": "no-store",
    "Vary": "HX-Request, Cookie",
}


def page(body: str, title: str = "") -> str:
    """A whole page that keeps the rules, as long as its body does."""
    return PAGE.format(body=body, title=title)


def sample_app() -> Flask:
    """Searches by GET, takes an entry by POST, and has each kind of redirect."""
    app = Flask(__name__, static_folder=None)
    received: list[list[tuple[str, str]]] = []
    app.extensions["received"] = received
    app.after_request(_with_headers)

    @app.get("/search")
    def search() -> str:
        words = request.args.get("words", "")
        results = RESULTS.format(words=words)
        return results if "HX-Request" in request.headers else page(SEARCH.format(words=words, results=results))

    @app.get("/entry")
    def entry() -> str:
        return page(ENTRY.format(number=len(received)) + '<p><a href="/search?words=1">検索へ</a></p>')

    @app.post("/entry")
    def enter() -> AnyResponse | tuple[str, int]:
        received.append(list(request.form.items(multi=True)))
        return redirect("/moved", 303) if request.form.get("name") else (page(REFUSED, "エラー: "), 422)

    @app.get("/moved")
    def moved() -> AnyResponse:
        answer = redirect("/search", 302)
        answer.set_cookie("__Host-seen", "1", secure=True, httponly=True, samesite="Lax")
        return answer

    @app.get("/circle")
    def circle() -> AnyResponse:
        return redirect("/circle")

    @app.get("/file")
    def download() -> Response:
        return Response("a,b\n", mimetype="text/csv")

    @app.get("/away")
    def away() -> AnyResponse:
        return redirect("https://elsewhere.example/")

    @app.post("/wrong-answer")
    def wrong_answer() -> str:
        return page("")

    @app.get("/wrong-form")
    def wrong_form() -> str:
        return page(ENTRY.format(number=0).replace('action="/entry"', 'action="/wrong-answer"'))

    @app.get("/refused-fragment")
    def refused_fragment() -> Response:
        return make_response("", 200, {"HX-Redirect": "/search"})

    @app.get("/static/htmx.js")
    def script() -> Response:
        return Response("", mimetype="text/javascript")

    @app.get("/bare")
    def bare() -> tuple[str, int]:
        return "<p>?</p>", 404

    return app


def _with_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers[name] = value
    return response
