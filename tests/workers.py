"""Which worker runs what, and in which order, when the tests run in several processes.

A worker takes a file at a time, so that what the file's tests share is made once; files that share
a printed site go together. Files that take long begin, so that no worker ends long after the other.
"""

from typing import Any

import pytest
from xdist.scheduler.loadscope import LoadScopeScheduling

# What these share is the site of two editions: ten seconds for each worker that prints it.
PRINTED = (
    "tests/browser/test_public_pages.py",
    "tests/cuenta/test_nginx.py",
    "tests/cuenta/test_press_pages.py",
    "tests/cuenta/test_serving.py",
)
# The longest first; what is not named takes less than these.
LONG = (
    "tests/cuenta/test_demonstration.py",
    *PRINTED,
    "tests/browser/test_whole_flow.py",
    "tests/browser/test_admin_pages.py",
    "tests/test_permission_matrix.py",
    "tests/participation/test_desk_matrix.py",
    "tests/participation/test_crashes.py",
    "tests/browser/test_questions.py",
    "tests/cuenta/test_press.py",
    "tests/browser/test_asking.py",
    "tests/participation/test_hostile_forms.py",
    "tests/participation/test_transition_matrix.py",
    "tests/browser/test_desk.py",
    "tests/participation/test_hidden.py",
    "tests/participation/test_queries.py",
    "tests/cuenta/test_demo_participation.py",
    "tests/participation/test_filing_page.py",
    "tests/programs/test_admin_drafts.py",
    "tests/programs/test_admin_results.py",
    "tests/cuenta/test_staff_publishing.py",
)
_RANK = {file: rank for rank, file in enumerate(LONG)}


def file_of(nodeid: str) -> str:
    """`tests/cuenta/test_press.py` of `tests/cuenta/test_press.py::test_x[1]`."""
    return nodeid.partition("::")[0]


class ByFile(LoadScopeScheduling):
    """A file at a time; what is in PRINTED, as if it were one file."""

    def _split_scope(self, nodeid: str) -> str:
        file = file_of(nodeid)
        return "printed" if file in PRINTED else file


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long files first; otherwise as pytest-randomly and pytest-django have left them."""
    items.sort(key=lambda item: _RANK.get(file_of(item.nodeid), len(LONG)))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFile:
    """Asked by xdist, where there are several workers."""
    config.option.loadscopereorder = False  # it would begin with the files of most tests
    return ByFile(config, log)
