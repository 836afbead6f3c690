# Which objects came after which snapshot of this attachment: those that stand behind its mark. Those before it were there.
MOST_MARKS = 16
ROWS = 1 << 15


def told_ages(stream, objects, marks):
    """Writes who came after which mark, the newest first. What is known of this snapshot itself; None where nothing is."""
    if not IN_ORDER or not marks:
        return None
    number, (full, frozen) = len(marks), marks[-1]
    latest = marks[-MOST_MARKS:]
    known = addresses(objects)
    try:
        places = [known.index(id(mark)) for mark in latest]
    except ValueError:
        return None
    if places != sorted(places):
        return None
    end = len(known)
    for back in range(1, len(places)):
        start = places[-1 - back] + 1
        for at in range(start, end, ROWS):
            stream.record(b"AGES", bytes((back,)) + known[at:min(end, at + ROWS)].tobytes())
        end = start
    return {"number": number, "full": full, "frozen": frozen}
