"""The wording: what a person sees, as untranslated texts and typed buttons. Above the domain, beside i18n."""
