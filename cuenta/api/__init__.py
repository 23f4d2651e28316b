"""The root of the API: its first page, its schema, its documentation, and what is nowhere."""
