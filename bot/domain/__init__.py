"""The rules: frozen data and pure functions that take `now`; standard library only."""
