"""A caught exception is kept in a local: its traceback keeps the frame, and with it the future and the pool."""
import concurrent.futures as cf, gc, time, sys
def work(n):
    raise ValueError("boom %d" % n)
def submit_and_swallow():
    ex = cf.ThreadPoolExecutor(1, thread_name_prefix="nested")   # a ProcessPoolExecutor in the real case
    future = ex.submit(work, 1)
    err = None
    try: future.result()
    except ValueError as e: err = e          # local err -> traceback -> this frame -> future, ex
    return str(err)
if __name__ == "__main__":
    gc.set_threshold(100000, 50, 1000) if "--lazy" in sys.argv else None
    while True: submit_and_swallow(); time.sleep(0.1)
