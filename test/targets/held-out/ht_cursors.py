"""Cursors handed out and held for a pool that never reuses them."""
import sqlite3
import time

connection = sqlite3.connect(":memory:")
connection.execute("create table t(id integer primary key, name text)")
connection.executemany("insert into t(name) values (?)", [("n%d" % i,) for i in range(50)])


class CursorPool:
    used = []

    @classmethod
    def acquire(cls):
        cursor = connection.cursor()
        cls.used.append(cursor)
        return cursor


def find(name):
    cursor = CursorPool.acquire()
    cursor.execute("select id, name from t where name like ? or id > 3", (name,))
    return cursor.fetchone()


n = 0
while True:
    for _ in range(4):
        n += 1
        find("n%d" % (n % 50))
    time.sleep(0.02)
