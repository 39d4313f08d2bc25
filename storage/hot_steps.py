"""The step of the schema with which what every message asks takes no longer as the base grows.

SQLite takes a partial index only where a query repeats its condition word for word. No statistics are kept, so that
what is chosen follows from the queries and the indexes alone.
"""

from __future__ import annotations

from sqlite_utils import Database

from storage.first_schema import run

# Each for a question of every message, every look for what is to be sent, or every look of the ticker. What is open in
# the outbox stands in three orders: by chat (nothing overtakes), by time (when to look again), by number (who is next).
_INDEXES = """
DROP INDEX outbox_open;
CREATE INDEX outbox_open ON outbox (channel, address, lane, id)
    WHERE state IN ('queued', 'sending', 'retry', 'unknown');
CREATE INDEX outbox_due ON outbox (channel, lane, next_at) WHERE state IN ('queued', 'sending', 'retry', 'unknown');
CREATE INDEX outbox_line ON outbox (channel, lane, id, next_at)
    WHERE state IN ('queued', 'sending', 'retry', 'unknown');
CREATE INDEX outbox_of_anchor ON outbox (anchor, state) WHERE anchor IS NOT NULL;
CREATE INDEX consents_of_account ON consents (account);
CREATE INDEX accounts_drafting ON accounts (open_draft) WHERE open_draft IS NOT NULL;
DROP INDEX accounts_of_person;
CREATE INDEX accounts_of_person ON accounts (person);
CREATE INDEX accounts_out_of_reach ON accounts (missed_since) WHERE unlinked_at IS NULL AND reach <> 'ok';
CREATE INDEX reports_of_seat ON reports (seat, period);
CREATE INDEX reports_of_person ON reports (by_person);
CREATE INDEX reports_adhoc ON reports (sent_at) WHERE kind = 'adhoc';
DROP INDEX receptions_waiting;
CREATE INDEX receptions_waiting ON receptions (report_code) WHERE accepted_at IS NULL;
CREATE INDEX receptions_accepted ON receptions (accepted_at) WHERE accepted_at IS NOT NULL;
CREATE INDEX excuses_of_period ON excuses (period);
CREATE INDEX submissions_of_seat ON submissions (seat) WHERE ended_at IS NULL;
DROP INDEX invitations_offered;
CREATE INDEX invitations_offered ON invitations (offered_channel, offered_user) WHERE offered_channel IS NOT NULL;
CREATE INDEX invitations_of_person ON invitations (person);
CREATE INDEX forecasts_wanted ON forecasts (id) WHERE made_at IS NULL AND failed_at IS NULL;
CREATE INDEX snapshots_of_period ON snapshots (period, taken_at);
CREATE INDEX digests_untold ON digests (id) WHERE in_place_of IS NOT NULL AND told_at IS NULL AND removed_at IS NULL;
CREATE INDEX digests_untold_to_members ON digests (id)
    WHERE number = 0 AND members_told_at IS NULL AND removed_at IS NULL;
CREATE INDEX tasks_recurring ON tasks (code) WHERE deadline_kind = 'recurring';
CREATE INDEX task_events_of_kind ON task_events (kind, task);
DROP INDEX turns_open;
CREATE INDEX turns_open ON turns (begins_on) WHERE ended_at IS NULL OR begun_at IS NOT NULL AND told_at IS NULL;
CREATE INDEX notice_imports_open ON notice_imports (id) WHERE ended_at IS NULL;
CREATE INDEX difficulty_events_at ON difficulty_events (at);
CREATE INDEX calls_of_person ON calls (person);
"""


def m050_hot_indexes(db: Database) -> None:
    """Indexes for what is asked with every message; those that are replaced served a part of the same questions."""
    run(db, _INDEXES)
