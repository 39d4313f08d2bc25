"""Everything that is stored about one person, by what it is: for the file that they may have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlite_utils import Database

from storage.rows import rows

_QUERIES: Mapping[str, str] = {
    "person": """SELECT NULL AS at, full_name || '; ' || title || '; ' || phone || '; ' || language || '; ' || honorific
                     AS what FROM persons WHERE id = :person""",
    "duty": """SELECT d.valid_from || 'T00:00:00+07:00' AS at, d.role || coalesce('; ' || s.organisation, '')
                   || coalesce('; ' || d.valid_to, '') AS what
               FROM duties d LEFT JOIN seats s ON s.id = d.seat WHERE d.person = :person ORDER BY d.id""",
    "account": """SELECT linked_at AS at, channel || '; ' || user_key || coalesce('; ' || unlinked_at, '') AS what
                  FROM accounts WHERE person = :person ORDER BY id""",
    "consent": """SELECT c.at, c.version || coalesce('; ' || c.withdrawn_at, '') AS what
                  FROM consents c JOIN accounts a ON a.id = c.account WHERE a.person = :person ORDER BY c.id""",
    "way": """SELECT NULL AS at, (place + 1) || '; ' || channel AS what FROM ways WHERE person = :person
              ORDER BY place""",
    "mail": """SELECT made_at AS at, address || CASE proposed WHEN 1 THEN '; roster' ELSE '' END
                   || coalesce('; ' || confirmed_at, '') || coalesce('; ' || refused_at, '') AS what
               FROM mailboxes WHERE person = :person
               UNION ALL SELECT at, 'code' FROM mail_codes WHERE person = :person
               UNION ALL SELECT created_at, 'letter; ' || state FROM outbox
               WHERE topic = 'letter' AND json_extract(topic_arguments, '$.person') = :person""",
    "preferences": """SELECT NULL AS at, morning_at || '; ' || quiet || coalesce('; ' || paused_until, '') AS what
                      FROM preferences WHERE person = :person""",
    "report": """SELECT sent_at AS at, code || '; ' || version || '; ' || approval AS what
                 FROM reports WHERE :person IN (by_person, approved_by) ORDER BY id""",
    "draft": """SELECT updated_at AS at, kind || '; ' || subject || '; ' || answers AS what FROM drafts
                WHERE person = :person AND closed_at IS NULL ORDER BY id""",
    "kept": """SELECT k.kept_at AS at, k.messages AS what FROM kept_texts k JOIN accounts a ON a.id = k.account
               WHERE a.person = :person""",
    "search": """SELECT s.at, s.query AS what FROM searches s JOIN accounts a ON a.id = s.account
                 WHERE a.person = :person""",
    "message": """SELECT o.created_at AS at, coalesce(o.topic, o.kind) || '; ' || o.state AS what FROM outbox o
                  JOIN accounts a ON a.id = o.account WHERE a.person = :person ORDER BY o.id""",
    "invitation": """SELECT created_at AS at, expires_at || coalesce('; ' || used_at, '')
                         || coalesce('; ' || offered_channel || '; ' || offered_user, '') AS what FROM invitations
                     WHERE person = :person OR used_by IN (SELECT id FROM accounts WHERE person = :person)
                     ORDER BY id""",
    "session": """SELECT s.made_at AS at, s.device || '; ' || s.seen_at || coalesce('; ' || s.ended_at, '') AS what
                  FROM web_sessions s JOIN accounts a ON a.channel = s.channel AND a.user_key = s.user_key
                  WHERE a.person = :person
                  UNION ALL SELECT s.push_since, 'Web Push' FROM web_sessions s
                  JOIN accounts a ON a.channel = s.channel AND a.user_key = s.user_key
                  WHERE a.person = :person AND s.push_endpoint IS NOT NULL
                  UNION ALL SELECT made_at, expires_at || coalesce('; ' || used_at, '') FROM sign_in_links
                  WHERE person = :person
                  UNION ALL SELECT made_at, 'TOTP' FROM second_factors WHERE person = :person
                  UNION ALL SELECT at, 'TOTP' FROM sign_in_attempts WHERE person = :person""",
    "turn": """SELECT t.made_at AS at, t.kind || '; ' || s.organisation || '; ' || t.begins_on
                   || coalesce('; ' || t.ends_on, '') AS what FROM turns t JOIN seats s ON s.id = t.seat
               WHERE :person IN (t.from_person, t.to_person) OR t.by_actor = :actor ORDER BY t.id""",
    "approval": """SELECT g.given_at AS at, s.organisation || '; ' || g.valid_from || '; ' || g.valid_to AS what
                   FROM delegations g JOIN seats s ON s.id = g.seat
                   WHERE :person IN (g.person, g.by_person, g.stopped_by)
                   UNION ALL SELECT r.since, s.organisation FROM approvals_required r JOIN seats s ON s.id = r.seat
                   WHERE r.by_person = :person
                   UNION ALL SELECT submitted_at, kind || '; ' || subject || coalesce('; ' || outcome, '')
                       || CASE ended_by WHEN :person THEN '; ' || reason ELSE '' END FROM submissions
                   WHERE :person IN (by_person, ended_by)""",
    # Of what somebody decided, not the words of who asked for it.
    "request": """SELECT made_at AS at, kind || '; ' || subject || coalesce('; ' || outcome, '')
                      || CASE by_person WHEN :person THEN '; ' || body ELSE '' END
                      || CASE ended_by WHEN :person THEN '; ' || words ELSE '' END AS what FROM seat_requests
                  WHERE :person IN (by_person, ended_by)
                  UNION ALL SELECT made_at, kind || coalesce('; ' || outcome, '') FROM requests
                  WHERE :person IN (by_person, ended_by)
                  UNION ALL SELECT at, period FROM excuses WHERE by_person = :person""",
    "selected": """SELECT NULL AS at, difficulty AS what FROM selected WHERE person = :person
                   UNION ALL SELECT at, act || '; ' || codes FROM done_together WHERE person = :person""",
    "saved_reply": """SELECT saved_at AS at, name || '; ' || words AS what FROM saved_replies
                      WHERE by_person = :person ORDER BY id""",
    "cosign": """SELECT at, difficulty || '; ' || example AS what FROM cosigns WHERE person = :person
                 UNION ALL SELECT shared_at, difficulty || '; ' || headline || '; ' || answer FROM shared_headlines
                 WHERE :person IN (shared_by, revoked_by)""",
    "event": """SELECT at, difficulty || '; ' || kind || '; ' || detail AS what FROM difficulty_events
                WHERE actor = :actor
                UNION ALL SELECT e.at, t.code || '; ' || e.kind || '; ' || e.detail FROM task_events e
                JOIN tasks t ON t.id = e.task WHERE e.actor = :actor
                UNION ALL SELECT at, 'calendar:' || version FROM calendar_days WHERE actor = :actor
                UNION ALL SELECT at, 'rules:' || version FROM reminder_rules WHERE actor = :actor
                UNION ALL SELECT assigned_on || 'T00:00:00+07:00', code || '; ' || title FROM tasks
                WHERE person = :person""",
    "reading": """SELECT at, report || '; ' || version AS what FROM openings WHERE person = :person
                  UNION ALL SELECT accepted_at, report_code FROM receptions WHERE accepted_by = :person""",
    "handled": """SELECT at, difficulty || coalesce('; ' || ended_at, '') AS what FROM claims
                  WHERE :person IN (person, ended_by)
                  UNION ALL SELECT at, period || '; ' || text FROM remarks WHERE person = :person
                  UNION ALL SELECT u.made_at, u.period || coalesce('; ' || u.sent_at, '') FROM urgings u
                  JOIN accounts a ON a.id = u.account WHERE :person IN (u.person, a.person)
                  UNION ALL SELECT bound_at, 'place:' || id FROM places WHERE bound_by = :person""",
    "announcement": """SELECT made_at AS at, code || '; ' || words AS what FROM broadcasts
                       WHERE :person IN (person, stopped_by)
                       UNION ALL SELECT r.queued_at, b.code || coalesce('; ' || r.confirmed_at, '')
                       FROM broadcast_recipients r JOIN broadcasts b ON b.id = r.broadcast
                       WHERE r.person = :person""",
    "reminder": """SELECT changed_at AS at, kind || '; ' || subject || '; ' || due_on || '; ' || state AS what
                   FROM reminders WHERE person = :person
                   UNION ALL SELECT at, kind || '; ' || subject || '; ' || due_on FROM acknowledgements
                   WHERE person = :person
                   UNION ALL SELECT at, 'snooze' FROM snoozes WHERE person = :person
                   UNION ALL SELECT at, key || coalesce('; ' || send_on, '') FROM reminder_overrides
                   WHERE person = :person
                   UNION ALL SELECT f.asked_at, 'forecast' FROM forecasts f JOIN accounts a ON a.id = f.account
                   WHERE a.person = :person""",
    # What officers noted of a call to somebody is theirs.
    "call": """SELECT c.at, s.code || '; ' || c.phone || '; ' || c.outcome
                   || CASE c.by_person WHEN :person THEN '; ' || c.note ELSE '' END AS what
               FROM calls c JOIN seats s ON s.id = c.seat WHERE :person IN (c.person, c.by_person) ORDER BY c.id""",
    "taken": """SELECT taken_at AS at, kind || '; ' || subject AS what FROM drafts WHERE taken_from = :person""",
    "notice": """SELECT begun_at AS at, sign || '; ' || name || '; ' || basis AS what FROM notice_imports
                 WHERE person = :person ORDER BY id""",
    "file": """SELECT f.created_at AS at, f.name || '; ' || f.mime || '; ' || f.state AS what FROM fetches f
               JOIN accounts a ON a.id = f.account WHERE a.person = :person ORDER BY f.id""",
    # What these show is in the chat; with the desk it is what members sent.
    "screen": """SELECT n.shown_at AS at, n.anchor AS what FROM anchors n
                 JOIN accounts a ON a.channel = n.channel AND a.address = n.address WHERE a.person = :person
                 UNION ALL SELECT c.shown_at, '' FROM choices c JOIN accounts a ON a.id = c.account
                 WHERE a.person = :person""",
    "conversation": """SELECT w.shown_at AS at, coalesce(w.file_name || '; ', '') || (
                           SELECT coalesce(group_concat(json_extract(r.value, '$[1]'), ''), '')
                           FROM json_each(w.body, '$.runs') r) AS what
                       FROM web_messages w JOIN accounts a ON a.channel = 'web' AND a.user_key = w.user_key
                       WHERE a.person = :person AND w.deleted_at IS NULL ORDER BY w.id""",
    "held": """SELECT h.refused_at AS at, h.mark AS what FROM refused_texts h JOIN accounts a ON a.id = h.account
               WHERE a.person = :person ORDER BY h.id""",
    "aside": """SELECT i.received_at AS at, i.raw AS what FROM inbox i
                JOIN accounts a ON a.channel = i.channel AND a.user_key = i.user_key
                WHERE a.person = :person AND i.raw IS NOT NULL ORDER BY i.seq""",
    "audit": "SELECT at, verb || '; ' || object AS what FROM audit WHERE actor = :actor ORDER BY seq",
}


def stored_about(db: Database, person: int, actor: str) -> Sequence[tuple[str, str | None, str]]:
    """Return what is stored about a person: its kind, since when or when it was (ISO), what it says.

    `actor` is what the audit calls the person.
    """
    found = []
    for kind, query in _QUERIES.items():
        found += [(kind, row["at"], row["what"]) for row in rows(db, query, person=person, actor=actor)]
    return found
