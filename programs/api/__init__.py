"""The door for machines: what the institution published, as JSON. Nothing here changes anything.

`base` is what every view of the API does, whichever floor it stands on; `problems` is how it says
no; `queries` and `cursors` are what an address may ask for and how a list is cut into pages.
"""
