"""Whether the service answers as it has to: headers, links, no script of its own in a page (M14, B6)."""

import re
from collections.abc import Iterator, Mapping

from models.inspection.check import Answer, Check, Ground, nobody
from models.inspection.checks.identity import REGISTER_PAGE, SIGN_IN_PAGE

ASKED = (SIGN_IN_PAGE, "/terms", "/privacy", REGISTER_PAGE, "/healthz", "/no-such-page")
"""What a stranger asks for: pages, a redirect, an error."""
_SCRIPT = re.compile(r"<script\b([^>]*)>", re.IGNORECASE)
_EXACT = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_POLICY = ("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "require-trusted-types-for 'script'")


def headers_sent(ground: Ground) -> Answer:
    """Every answer carries the security headers, errors and redirects included."""
    offenders = [
        f"{path}: {fault}"
        for path, answer in ground.answers.items()
        for fault in _faults(answer.headers, tls=ground.settings.tls)
    ]
    fine = f"{len(ground.answers)} 種類の応答（誤りと移動を含む）のすべてに、安全のためのヘッダーがあります。"
    return nobody(offenders, fine, among=len(ground.answers), wrong="安全のためのヘッダーが欠けています")


def links_shown(ground: Ground) -> Answer:
    """Terms and policy are one link away on every page, errors included."""
    pages = {path: one for path, one in ground.answers.items() if "html" in one.headers.get("Content-Type", "")}
    shown = {path: one.body for path, one in pages.items() if one.status not in {301, 302, 303, 307, 308}}
    offenders = [path for path, body in shown.items() if not ('href="/terms"' in body and 'href="/privacy"' in body)]
    fine = f"確認した {len(shown)} ページのすべてから、利用規約とプライバシーポリシーを開けます。"
    return nobody(
        offenders, fine, among=len(shown), wrong="利用規約又はプライバシーポリシーへのリンクのないページがあります"
    )


def no_inline_script(ground: Ground) -> Answer:
    """No page carries a script in itself: everything works without any."""
    found = ((path, _SCRIPT.findall(answer.body)) for path, answer in ground.answers.items())
    offenders = [path for path, scripts in found if any("src=" not in one for one in scripts)]
    fine, number = "ページに埋め込まれたスクリプトはありません。", len(ground.answers)
    return nobody(offenders, fine, "スクリプトが埋め込まれたページがあります", among=number)


def _faults(headers: Mapping[str, str], *, tls: bool) -> Iterator[str]:
    for name, value in _EXACT.items():
        if headers.get(name) != value:
            yield name
    policy = headers.get("Content-Security-Policy", "")
    if "unsafe-" in policy or any(part not in policy for part in _POLICY):
        yield "Content-Security-Policy"
    if tls and "max-age=" not in headers.get("Strict-Transport-Security", ""):
        yield "Strict-Transport-Security"


CHECKS = (
    Check("headers-sent", "M19", "安全のためのヘッダー", "このサービス自身の応答", headers_sent),
    Check("links-shown", "M14", "規約・方針へのリンク", "このサービス自身のページ", links_shown),
    Check("no-inline-script", "B6", "スクリプトに頼らないページ", "このサービス自身のページ", no_inline_script),
)
