# Threads of every kind: a function, a method, a class of its own, one that answers for itself, a built-in, a pool.
import concurrent.futures
import sys
import threading
import time

gate = threading.Event()


def serve():
    gate.wait()


class Server:
    def handle(self):
        gate.wait()


class Worker(threading.Thread):
    def run(self):
        gate.wait()


class Hostile(threading.Thread):
    def __getattribute__(self, name):
        if threading.current_thread() is not self and name in ("_name", "_target", "_native_id"):
            if sys._getframe(1).f_code.co_filename != threading.__file__:
                print("asked for", name, flush=True)
        return super().__getattribute__(name)

    def run(self):
        gate.wait()


threading.Thread(target=serve, name="plain", daemon=True).start()
threading.Thread(target=Server().handle, name="bound", daemon=True).start()
Worker(name="derived", daemon=True).start()
Hostile(name="hostile", daemon=True).start()
threading.Thread(target=time.sleep, args=(300,), name="wait", daemon=True).start()
pool = concurrent.futures.ThreadPoolExecutor(1)
pool.submit(gate.wait)
print("ready", flush=True)
sys.stdin.read()
gate.set()
