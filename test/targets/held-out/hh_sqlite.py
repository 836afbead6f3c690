"""Healthy: rows go into a database in memory that is emptied regularly."""
import sqlite3
import time

db = sqlite3.connect(":memory:")
db.execute("CREATE TABLE t (n INTEGER, text TEXT)")
n = 0
while True:
    n += 1
    db.executemany("INSERT INTO t VALUES (?, ?)", [(i, "row %d" % i) for i in range(100)])
    if n % 50 == 0:
        db.execute("DELETE FROM t")
    db.commit()
    time.sleep(0.02)
