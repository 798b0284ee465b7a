### Who may do what.

rights-organisers-only = This part is for the group's organisers. Nothing was changed.
