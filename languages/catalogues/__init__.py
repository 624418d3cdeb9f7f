"""The catalogues of the interface: what is collected from the source, what a whole catalogue is, and how one is taken.

`locale/public` holds what parents see, in every language of the interface; `locale/staff` what staff see, in those of
the table that are `for_staff`.
"""
