"""PostgreSQL and Valkey for the demonstration and the tests, below `var/local/`.

Standard library only, so that it runs before Django is set up. It starts the servers that come
as wheels (or Debian's PostgreSQL), and tells where they are through the same environment
variables that an operator sets in production. Why: docs/decisions/0002-embedded-servers.md
"""

from cuenta.local.environment import environment
from cuenta.local.place import LocalError, Place
from cuenta.local.servers import Servers

__all__ = ["LocalError", "Place", "Servers", "environment"]
