"""What became of the requests that several clients sent at once?"""

import threading
from collections import Counter
from dataclasses import dataclass, field
from math import inf


@dataclass(slots=True)
class Noted:
    """How long each answered request took, in seconds; how often each outcome came; what was wrong in which."""

    taken: list[float] = field(default_factory=list)
    outcomes: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, outcome: str, seconds: float, wrong: str | None = None) -> None:
        """One request."""
        with self.lock:
            self.outcomes[outcome] += 1
            if outcome.startswith(("2", "3")):
                self.taken.append(seconds)
            if wrong:
                self.wrong.append(wrong)

    def milliseconds(self, part: int) -> float:
        """A percentile of all requests, in which one that got no answer took for ever."""
        ordered = sorted(self.taken)
        place = self.outcomes.total() * part // 100
        return 1000 * ordered[place] if place < len(ordered) else inf

    def show(self) -> str:
        """The outcomes and the quantiles of the answered."""
        ordered = sorted(self.taken)
        parts = [f"p{part} {1000 * ordered[len(ordered) * part // 100]:.1f} ms" for part in (50, 95, 99) if ordered]
        outcomes = (f"{count} x {outcome}" for outcome, count in sorted(self.outcomes.items()))
        return ", ".join([*parts, *outcomes])
