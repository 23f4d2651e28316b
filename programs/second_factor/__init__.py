"""Who signs in, proved twice: the password, and a code from something only that person has.

Until the second proof stands, `request.user` is nobody (middleware.py): so every page, of every
floor, stays shut without knowing about it. Writing is in `programs.actions.second_factor`.
"""
