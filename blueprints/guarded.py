"""A blueprint whose routes must say what they need: forgetting is a TypeError at import."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint

from models.access.admission import Needs

_needs: dict[str, Needs] = {}


class GuardedBlueprint(Blueprint):
    """A blueprint without unguarded routes."""

    def add_url_rule(
        self,
        rule: str,
        endpoint: str | None = None,
        view_func: Callable[..., Any] | None = None,
        provide_automatic_options: bool | None = None,
        *,
        needs: Needs | None = None,
        **options: Any,
    ) -> None:
        """Add a route. ``needs`` is keyword-only and required; see ``models.access.admission``."""
        if needs is None:
            raise TypeError(f"the route {rule} of {self.name} does not say what it needs")
        name = f"{self.name}.{endpoint or (view_func.__name__ if view_func else '')}"
        if _needs.setdefault(name, needs) != needs:
            raise TypeError(f"{name} is reached by two routes with different needs")
        # Answering OPTIONS would tell about routes to those who may not know them; no page of ours is asked for it.
        super().add_url_rule(rule, endpoint, view_func, provide_automatic_options=False, **options)


def needs_of(endpoint: str | None) -> Needs | None:
    """What an endpoint declared; None when it declared nothing, which the gate refuses."""
    return _needs.get(endpoint or "")


def check_all_guarded(endpoints: set[str]) -> None:
    """Stop the start if a route was added past ``GuardedBlueprint``."""
    unguarded = sorted(endpoint for endpoint in endpoints if needs_of(endpoint) is None)
    if unguarded:
        raise TypeError(f"routes that do not say what they need: {', '.join(unguarded)}")
