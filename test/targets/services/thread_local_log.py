"""Query log per thread, as a framework in debug mode keeps it; worker threads live for ever."""
import queue
import threading
import time

state = threading.local()
jobs = queue.Queue(maxsize=20)


def log_query(sql, params):
    if not hasattr(state, "queries"):
        state.queries = []
    state.queries.append({"sql": sql, "params": params, "at": time.time()})


def worker():
    while True:
        user = jobs.get()
        log_query("select * from users where id = %s", (user,))
        log_query("update users set seen = now() where id = %s", (user,))


for _ in range(3):
    threading.Thread(target=worker, daemon=True).start()
n = 0
while True:
    for _ in range(4):
        n += 1
        jobs.put(n)
    time.sleep(0.02)
