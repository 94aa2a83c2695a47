"""Running the same act in several threads at the same moment, each with a database connection of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlalchemy import Engine
from sqlalchemy.orm import Session

Act = Callable[[Session], object]


class Racers:
    """Threads that start each race together; the answers come in the order of the acts."""

    def __init__(self, engine: Engine, threads: int) -> None:
        self._engine = engine
        self._barrier = Barrier(threads)
        self._pool = ThreadPoolExecutor(threads)

    def race(self, *acts: Act, load: Act | None = None) -> list[object]:
        """Run every act at once, each in a transaction of its own; one act per thread.

        ``load`` runs before the start, as a request reads its session before it acts.
        """
        return [future.result() for future in [self._pool.submit(self._run, act, load) for act in acts]]

    def close(self) -> None:
        """Let the threads go."""
        self._pool.shutdown()

    def _run(self, act: Act, load: Act | None) -> object:
        with Session(self._engine, expire_on_commit=False) as session:
            kept = load(session) if load else None  # held, or the session would forget it
            self._barrier.wait()
            answer = act(session)
            session.commit()
            del kept
            return answer
