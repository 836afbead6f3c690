"""A pool within a pool that is never shut down: the program does not end.
"""
import concurrent.futures as cf, os, sys
def inner(n): raise ValueError("boom %d" % n)
def outer(n):
    ex = cf.ProcessPoolExecutor(1)
    future = ex.submit(inner, n); err = None
    try: future.result()
    except ValueError as e: err = e      # err -> __traceback__ -> this frame -> future, ex
    return os.getpid(), str(err)
if __name__ == "__main__":
    with cf.ProcessPoolExecutor(1) as ex: print("WORKER", ex.submit(outer, 1).result()[0], flush=True)
    print("EXITED", flush=True)
