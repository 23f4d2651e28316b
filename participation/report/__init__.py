"""The answer report: read once from what is published, then told in every format."""
