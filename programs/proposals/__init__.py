"""What a file would do to an account, before anything is written: figures, problems, differences.

Pure: no Django, no database. `programs.incoming.propose_file` is the way in.
"""

from programs.proposals.diffs import FieldChange, ItemDiff, KindDiff, LedgerDiff, diff_ledgers
from programs.proposals.proposing import Proposal, proposal_of, propose_rows
from programs.proposals.summaries import sentence_of, summary_of

__all__ = [
    "FieldChange",
    "ItemDiff",
    "KindDiff",
    "LedgerDiff",
    "Proposal",
    "diff_ledgers",
    "proposal_of",
    "propose_rows",
    "sentence_of",
    "summary_of",
]
