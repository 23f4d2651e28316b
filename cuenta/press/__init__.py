"""The press: editions printed as files, and files switched in at once.

`printing` renders every public page of every edition into a new release folder; `releases` makes
that folder the current one with a single rename; `serving` hands the files out without touching
the database. nginx can serve the same folder (docs/deploy/nginx.conf).
"""
