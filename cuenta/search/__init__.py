"""The search of the whole portal: sources of documents, their index, and how one asks it."""
