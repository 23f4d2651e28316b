"""Page objects: what each public page shows, worked out once, as frozen values.

A page is built from a ledger, never from a queryset, so the draft preview, the current edition and
an edition of three years ago are made by the same code.
"""
