# %% [markdown]
# Read the account from Python, with nothing but the standard library.
#
# Run it whole (`python3 docs/how-to/api_python.py http://127.0.0.1:8000`), or cell by cell in an
# editor that knows `# %%`. The tests run it as it is against a server.

# %%
import json
import sys
from collections.abc import Iterator
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

SITE = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000"
API = f"{SITE}/api/v1/"


def read(address: str, **headers: str) -> Any:
    """What an address of the API answers, as Python values."""
    with urlopen(Request(address, headers=headers)) as answer:
        return json.load(answer)


def rows(collection: str, **asked: object) -> Iterator[dict[str, Any]]:
    """Every row of a list, page after page."""
    address = f"{API}{collection}/?{urlencode(asked)}"
    while address:
        page = read(address)
        yield from page["results"]
        address = page["next"]


# %% [markdown]
# What the document says of each region, as one table.

# %%
by_region: dict[str, int] = {}
for row in rows("results", sex="women", limit=200):
    if row["region_name"] and row["value"] is not None:
        by_region[row["region_name"]] = by_region.get(row["region_name"], 0) + row["value"]
for name, value in sorted(by_region.items(), key=lambda pair: -pair[1])[:5]:
    print(f"{name:25} {value:>10,}".replace(",", "."))

# %% [markdown]
# Do the work of the portal again: each sum, from its parts.

# %%
sums = differing = 0
for check in rows("checks", kind="sum", verdict="holds,differs", limit=200):
    values = [part["value"] for part in check["parts"] if part["role"] == "adds"]
    if not values or None in values or check["expected"] is None:
        continue
    sums += 1
    assert abs(sum(values) - check["expected"]) < 1, check["id"]
    if check["verdict"] == "differs":
        differing += 1
        print("No cuadra:", check["title"], "—", check["sentence"])
print(f"{sums} sums worked out again; {differing} of them differ, as the portal says.")

# %% [markdown]
# Ask again only if something changed.

# %%
with urlopen(f"{API}results/") as answer:
    etag = answer.headers["ETag"]
try:
    read(f"{API}results/", **{"If-None-Match": etag})
except HTTPError as unchanged:
    assert unchanged.code == 304, unchanged
    print("Nothing changed since the last time.")

# %% [markdown]
# What cannot be asked says what to do.

# %%
try:
    read(f"{API}results/?region=99")
except HTTPError as refused:
    problem = json.load(refused)
    print(problem["title"], problem["errors"])
