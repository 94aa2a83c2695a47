"""The detector: fed acts in order of time, it raises alerts. What it knows lies in ``States`` alone."""

from collections.abc import Callable

from models.detection import habit, organisation, peers, person, places, sources
from models.detection.addresses import Place, place_of
from models.detection.alert import Alert
from models.detection.hours import DAY, day_of
from models.detection.look import Look
from models.detection.raising import Raising
from models.detection.rulebook import RuleBook
from models.detection.rules.abroad import HOME
from models.detection.signal import Act, Signal
from models.detection.states import VERSION, State, States

CountryOf = Callable[[str], str]
"""The country of an address as ISO 3166-1 alpha-2; empty where it is not known."""
LONGEST_DEVICE = 32


class Detector:
    """Feeds on signals in order of time; raises each alert once.

    ``states`` holds all that is learnt, so that a detector may be made anew for each act. ``country_of`` is asked for
    a signal without a country; without it, such a signal raises nothing about countries.
    """

    def __init__(self, rules: RuleBook, states: States, country_of: CountryOf | None = None) -> None:
        self._raising = Raising(rules)
        self._states = states
        self._country_of = country_of

    def feed(self, signal: Signal) -> list[Alert]:
        """Learn the act, and say what it gives away."""
        if signal.act is Act.SIGN_IN_FAILED:
            return self._feed_failure(signal)
        moment = int(signal.at.timestamp())
        look = self._look(signal, moment)
        alerts = self._raising.raise_all(look)
        if not look.looked_up or look.country == HOME:
            look.person["seen_in"] = _seen(look.person["seen_in"], look.country, moment)
        self._keep(look)
        return alerts

    def answered(self, login_id: str) -> None:
        """Somebody has answered what was raised about the person: what they do from here on is another matter.

        Kept is what was answered, the figures of the last day and from where it was, so that the same is not raised
        again at the next click, nor whatever comes after hidden by an episode that was answered.
        """
        who = self._kept(f"person:{login_id}")
        if who is not None:
            countries = sorted({who["country"], *who["seen_in"]})
            answered = {"seen": who["seen"], "day": who["day"], "figures": list(who["today"]), "countries": countries}
            who.update(alarmed=0, gravity="", held={}, answered=answered)
            self._states.put(f"person:{login_id}", who)

    def excused(self, login_id: str) -> None:
        """What was raised about the person was found to be their work: its figures become their habit from here on.

        The episode goes on, so that the same is not raised again while it lasts.
        """
        who = self._kept(f"person:{login_id}")
        if who is not None:
            who["held"] = {}
            self._states.put(f"person:{login_id}", who)

    def _look(self, signal: Signal, moment: int) -> Look:
        """What is known after the act has been counted."""
        day, place = day_of(moment), place_of(signal.address)
        who = self._state(f"person:{signal.login_id}", lambda: person.new_person(moment, day))
        whole = self._state(f"organisation:{signal.organisation}", lambda: organisation.new_organisation(moment, day))
        kind = peers.peers_of(self._states, signal.kind, day)
        everyone = peers.peers_of(self._states, peers.EVERYONE, day)
        country, looked_up = self._country(signal, place)
        look = Look(signal, moment, day, place, country, looked_up, who, whole, kind, everyone, {}, ())
        first = self._begin_day(look)
        person.note_silence(who, moment)
        person.count(who, signal, moment)
        organisation.count(whole, signal, day)
        if peers.count_today(kind, who, day, first=first):
            self._states.put(f"peers:{signal.kind}", kind)
        look.moved = places.arrive(who, signal.device[:LONGEST_DEVICE], place.range, moment, day)
        if country != who["country"]:
            who["country"], look.moved = country, True
        if look.moved:
            organisation.arrive(whole, place.range, signal.login_id, moment)
            if look.on_own_device:
                organisation.vouch(whole, place.range, signal.login_id)
            if looked_up and (country or not place.is_public):
                peers.note_looked_up(everyone, inside=not place.is_public, abroad=country not in ("", HOME))
                self._states.put(f"peers:{peers.EVERYONE}", everyone)
        if signal.act is Act.SIGN_IN:
            self._note_sign_in(look)
        return look

    def _begin_day(self, look: Look) -> bool:
        """On a person's first act of a day, put their last one to the habits; whether it is the first."""
        who = look.person
        if look.day <= who["day"] and who["today"][0]:
            return False
        held = habit.held_down(who)
        closed = habit.close_day(who, look.day)
        if closed:
            for name, state in ((look.signal.kind, look.peers), (peers.EVERYONE, look.everyone)):
                peers.add_day(state, closed, held)
                state["active"] += name == peers.EVERYONE
                self._states.put(f"peers:{name}", state)
        return True

    def _note_sign_in(self, look: Look) -> None:
        signal, moment = look.signal, look.moment
        look.sources = self._sources(look.place)
        for source in look.sources:
            sources.note_success(source, signal.login_id, moment)
        if signal.device:
            look.device = self._state(f"device:{signal.device[:LONGEST_DEVICE]}", lambda: {"v": VERSION, "logins": {}})
            logins = look.device["logins"]
            logins.pop(signal.login_id, None)
            logins[signal.login_id] = [signal.organisation, moment]
            if len(logins) > organisation.KEPT_PEOPLE:
                del logins[next(iter(logins))]

    def _feed_failure(self, signal: Signal) -> list[Alert]:
        """A sign-in that failed teaches nothing about the person: anyone can fail in their name."""
        moment = int(signal.at.timestamp())
        day, place = day_of(moment), place_of(signal.address)
        known = self._kept(f"person:{signal.login_id}")
        who = known or person.new_person(moment, day)
        whole = self._state(f"organisation:{signal.organisation}", lambda: organisation.new_organisation(moment, day))
        who["failed"] = [*who["failed"], moment][-person.KEPT_FAILURES :]
        around = self._sources(place)
        for source in around:
            sources.note_failure(source, signal.login_id, signal.organisation, moment)
        nobody = peers.new_peers(day)
        look = Look(signal, moment, day, place, "", False, who, whole, nobody, nobody, {}, around)
        alerts = self._raising.raise_all(look)
        if known or signal.organisation:
            self._states.put(f"person:{signal.login_id}", who)
            self._states.put(f"organisation:{signal.organisation}", whole)
        self._keep_sources(look)
        return alerts

    def _country(self, signal: Signal, place: Place) -> tuple[str, bool]:
        if signal.country:
            return signal.country.upper(), False
        return (self._country_of(signal.address) if self._country_of and place.is_public else ""), True

    def _sources(self, place: Place) -> tuple[State, State]:
        here = self._state(f"address:{place.range}", sources.new_source)
        return here, self._state(f"address:{sources.EVERYWHERE}", sources.new_source)

    def _state(self, subject: str, new: Callable[[], State]) -> State:
        return self._kept(subject) or new()

    def _kept(self, subject: str) -> State | None:
        """What is known, unless it is of another shape."""
        state = self._states.get(subject)
        return state if state is not None and state["v"] == VERSION else None

    def _keep(self, look: Look) -> None:
        signal = look.signal
        look.person["seen"] = look.moment
        self._states.put(f"person:{signal.login_id}", look.person)
        self._states.put(f"organisation:{signal.organisation}", look.organisation)
        self._keep_sources(look)
        if look.device:
            self._states.put(f"device:{signal.device[:LONGEST_DEVICE]}", look.device)

    def _keep_sources(self, look: Look) -> None:
        if look.sources:
            here, everywhere = look.sources
            self._states.put(f"address:{look.place.range}", here)
            self._states.put(f"address:{sources.EVERYWHERE}", everywhere)


def _seen(seen_in: State, country: str, moment: int) -> State:
    """The countries used from within a day, newest last; at most four."""
    if not country:
        return seen_in
    if len(seen_in) == 1 and country in seen_in:
        seen_in[country] = moment
        return seen_in
    kept = [(name, at) for name, at in seen_in.items() if name != country and moment - at < DAY]
    return dict([*kept[-3:], (country, moment)])
