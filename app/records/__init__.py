"""The ledger and what is derived from it. Imports nothing else of this project.

How other rooms use it::

    from app.records.ledger import Ledger    # Ledger.open(path_or_url, keys, anchors=[…], clock=…)
    from app.records.store import Store, finish  # Store(ledger.database): working tables
    from app.records.verify import verify    # verify(db, anchor, public_key) -> Verification

    entry = ledger.append(
        "acknowledgement", who.id, {"person": who.id, "section": "2.1"},
        project="翠湖苑", edition="A/1", clauses=[("2.1-07", "sha256:…")],
        meaning="本人已阅读并理解", private={"remark": "…"}, also=lambda conn, entry: …,
    )                                        # on the disk when it returns; RecordsError: nothing recorded

    with ledger.batch() as batch:            # several entries together or not at all
        answers = finish(batch.conn, running.id)
        batch.append("sitting", who.id, {…answers…})

    ledger.entries(kind="sitting", person=…, clause=…, project=…, after=seq, newest_first=True, limit=50)
    ledger.entry(seq); ledger.private(entry); ledger.length()
    ledger.checkpoint(); ledger.checkpoint_if_due()   # the server's timer calls the latter each minute
    ledger.anchoring.newest()                # Checkpoint to print on certificates, site and tag; .line() is its text
    ledger.erase(person, actor, reason); ledger.rotate_key()

Kinds and their required payload fields: `app.records.kinds.KINDS`. The actor and every person in a payload
is an opaque id (``p-`` and 16 hex digits), never a name; words about people go into `private`, from which
they can be erased. `also` changes working tables in the entry's own transaction; neither it nor a batch may
call the ledger or the store again. No floats: scores in hundredths.
"""
