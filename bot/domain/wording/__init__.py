"""Every screen and sentence a person reads, untranslated, as pure functions of what it shows."""
