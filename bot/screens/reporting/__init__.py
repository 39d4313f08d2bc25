"""The screens of reports: the form, and what each kind of report adds to it."""
