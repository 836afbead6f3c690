"""`peers.py METHOD SECONDS ROOT`: CPU of reading a tree ten times a second through psutil, as one line of JSON.

mprof     as memory_profiler's mprof --include-children: the children of the root, memory_info of each
psrecord  as psrecord --include-children: the children of the root, cpu_percent and memory_info of each
same      the children looked up once; RSS, threads and descriptors of each, as ours but without PSS and maps
"""

import json
import resource
import sys
import time

import psutil

method, seconds, root = sys.argv[1:]
tree = psutil.Process(int(root))
fixed = [process for process in tree.children() if process.pid != psutil.Process().pid]
known = {}


def mprof():
    children = tree.children(recursive=True)
    for process in children:
        process.memory_info()
    return len(children)


def psrecord():
    children = tree.children(recursive=True)
    for process in children:
        process = known.setdefault(process.pid, process)
        process.cpu_percent()
        process.memory_info()
    return len(children)


def same():
    for process in fixed:
        process.memory_info()
        process.num_threads()
        process.num_fds()
    return len(fixed)


read = {'mprof': mprof, 'psrecord': psrecord, 'same': same}[method]


def used():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


samples = 0
began = time.perf_counter()
before = used()
next_tick = began
while time.perf_counter() - began < float(seconds):
    samples += read()
    next_tick += 0.1
    time.sleep(max(0, next_tick - time.perf_counter()))
wall = time.perf_counter() - began
cpu = used() - before
print(json.dumps({
    'percentOfCore': cpu / wall * 100,
    'microsecondsPerSample': cpu * 1e6 / samples,
    'samples': samples,
}))
