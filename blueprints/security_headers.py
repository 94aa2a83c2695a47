"""Headers of every answer, errors included: nothing runs, loads or is kept that is not named here."""

import secrets

from flask import Flask, Response, g

from blueprints.deployment import current_settings

NONCE_BYTES = 16
FEATURES = (
    "accelerometer", "autoplay", "camera", "display-capture", "fullscreen", "geolocation", "gyroscope", "hid",
    "magnetometer", "microphone", "midi", "payment", "publickey-credentials-get", "screen-wake-lock", "serial",
    "usb", "xr-spatial-tracking",
)  # fmt: skip
FIXED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in FEATURES),
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
}
TLS_ONLY_SECONDS = 2 * 365 * 24 * 3600


def csp_nonce() -> str:
    """This answer's nonce. Made when first asked for: an extension may refuse a request before anything of ours ran."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(NONCE_BYTES)
    nonce: str = g.csp_nonce
    return nonce


def install(app: Flask) -> None:
    """Set the headers after every request."""
    app.after_request(_set_headers)


def _set_headers(response: Response) -> Response:
    for name, value in FIXED.items():
        response.headers[name] = value
    response.headers["Content-Security-Policy"] = content_security_policy(csp_nonce())
    response.headers["Cache-Control"] = "no-store"
    response.vary.add("Cookie")
    if current_settings().tls:
        response.headers["Strict-Transport-Security"] = f"max-age={TLS_ONLY_SECONDS}; includeSubDomains"
    return response


def content_security_policy(nonce: str) -> str:
    """Only our own scripts, styles and images; no framing; no string becomes script (Trusted Types)."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' 'nonce-{nonce}'",
            "style-src 'self'",
            "img-src 'self'",
            "connect-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types htmx",
        )
    )
