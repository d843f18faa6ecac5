"""What became of the requests that several clients sent at once?"""

import threading
from collections import Counter
from dataclasses import dataclass, field


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
            if outcome == "200":
                self.taken.append(seconds)
            if wrong:
                self.wrong.append(wrong)

    def show(self) -> str:
        """The outcomes and the quantiles of the answered."""
        ordered = sorted(self.taken)
        parts = [f"p{part} {1000 * ordered[len(ordered) * part // 100]:.1f} ms" for part in (50, 95, 99) if ordered]
        outcomes = (f"{count} x {outcome}" for outcome, count in sorted(self.outcomes.items()))
        return ", ".join([*parts, *outcomes])
