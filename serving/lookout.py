"""How is something looked at again and again, beside the work?"""

import threading
import time
from collections.abc import Callable


def look_every(seconds: float, look: Callable[[], None]) -> None:
    """Look now and then until the process ends; ``look`` sees to its own mistakes."""

    def forever() -> None:
        while True:
            time.sleep(seconds)
            look()

    threading.Thread(target=forever, daemon=True).start()
