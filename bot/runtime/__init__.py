"""The moving parts: inbox, worker, outbox, ticks. Handlers and channels are known as protocols only."""
