"""Threads that wait for known things, and tasks that await each other; with `pools`, pools of processes, too."""
import asyncio
import concurrent.futures
import ctypes
import multiprocessing
import os
import queue
import socket
import sys
import threading
import time


class Secret:
    """Whoever shows our values runs this."""

    def __repr__(self):
        sys.stdout.write("trap: __repr__\n")
        return "secret"


def on_event(event, ready):
    text, number, hidden = "a text", [1, 2, {"key": None}], Secret()
    ready.release()
    event.wait()
    return text, number, hidden


def on_queue(items, ready):
    ready.release()
    items.get()


def on_join(other, ready):
    ready.release()
    other.join()


def on_sleep(ready):
    ready.release()
    time.sleep(10000)


def on_socket(ready):
    server = socket.socket()
    server.bind(("127.0.0.1", 0))
    server.listen()
    ready.release()
    server.accept()


def on_lock(lock, ready):
    ready.release()
    with lock:
        pass


async def leaf():
    local_of_leaf = "leaf"
    await asyncio.get_running_loop().create_future()
    return local_of_leaf


async def middle():
    await leaf()


async def waits_for(task):
    await task


async def gathers(*tasks):
    await asyncio.gather(*tasks)


async def tasks(ready):
    inner = asyncio.ensure_future(middle())
    others = [asyncio.ensure_future(leaf()) for _ in range(2)]
    outer = [asyncio.ensure_future(waits_for(inner)), asyncio.ensure_future(gathers(*others))]
    names = {"inner": inner, "first": others[0], "second": others[1], "waits": outer[0], "gathers": outer[1]}
    if hasattr(asyncio, "TaskGroup"):
        names["grouped"] = asyncio.ensure_future(leaf())

        async def groups():
            async with asyncio.TaskGroup() as group:
                names["member"] = group.create_task(leaf())
                names["member"].set_name("member")

        names["groups"] = asyncio.ensure_future(groups())
    for name, task in names.items():
        task.set_name(name)
    for _ in range(9):  # until each waits
        await asyncio.sleep(0)
    ready.release()
    await asyncio.wait([inner])


def busy():
    time.sleep(10000)


def die_with(parent):
    ctypes.CDLL(None).prctl(1, 9, 0, 0, 0)  # PR_SET_PDEATHSIG
    if os.getppid() != parent:
        os._exit(0)  # it was faster


def main():
    ready = threading.Semaphore(0)
    started = []

    def start(name, target, *arguments, daemon=True):
        thread = threading.Thread(target=target, args=arguments + (ready,), name=name, daemon=daemon)
        thread.start()
        started.append(name)
        return thread

    held = threading.Lock()
    held.acquire()
    sleeper = start("on sleep", on_sleep)
    start("on event", on_event, threading.Event())
    start("on queue", on_queue, queue.Queue())
    start("on join", on_join, sleeper)
    start("on socket", on_socket)
    start("on lock", on_lock, held)
    start("loop", lambda release: asyncio.run(tasks(release)))
    for _ in started:
        ready.acquire()
    if "pools" in sys.argv:
        context = multiprocessing.get_context("fork")
        pool = context.Pool(2, die_with, [os.getpid()])
        result = pool.apply_async(busy)
        threading.Thread(target=lambda: result.get(), name="on pool", daemon=True).start()
        executor = concurrent.futures.ProcessPoolExecutor(1, context, die_with, [os.getpid()])
        future = executor.submit(os.getpid)
        sys.stdout.write("workers %s executor %d\n" % (",".join(str(each.pid) for each in pool._pool), future.result()))
        threading.Thread(target=executor.submit(busy).result, name="on future", daemon=True).start()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    os._exit(0)


if __name__ == "__main__":
    main()
