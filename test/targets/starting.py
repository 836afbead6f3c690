"""Starts children in every way; each counts its threads in its first line, and all wait for the file of the first argument."""
import os; threads = len(os.listdir("/proc/self/task"))
import sys
modules = sorted(sys.modules)
import json
import multiprocessing
import subprocess
import time
import warnings

# It inherits the test's own stderr, and has a second thread of ours: os.fork says so from 3.12 on.
warnings.filterwarnings("ignore", ".*multi-threaded.*fork", DeprecationWarning)

CHILD = '''import os; threads = len(os.listdir("/proc/self/task"))
import sys
modules = sorted(sys.modules)
import json, time
print(json.dumps([threads, os.environ.get("PYTHONPATH"), sys.path[1:], modules]), flush=True)
while not os.path.exists(sys.argv[1]): time.sleep(0.005)
'''


def wait(go):
    end = time.time() + 60
    while not os.path.exists(go) and time.time() < end:
        time.sleep(0.005)


def child(told, go):
    threads = len(os.listdir("/proc/self/task"))
    told.put([threads, os.environ.get("PYTHONPATH"), os.getpid()])
    told.close()
    told.join_thread()
    wait(go)


def main(go, said):
    answers = {"self": [threads, os.environ.get("PYTHONPATH"), sys.path[1:], modules], "pids": {}}
    here = subprocess.Popen([sys.executable, "-c", CHILD, go], stdout=subprocess.PIPE, universal_newlines=True)
    answers["subprocess"] = json.loads(here.stdout.readline())
    answers["pids"]["subprocess"] = here.pid
    ended = [here.wait]
    for method in ("fork", "spawn", "forkserver"):
        context = multiprocessing.get_context(method)
        told = context.Queue()
        one = context.Process(target=child, args=(told, go))
        one.start()
        threads_there, path, pid = told.get()
        answers[method] = [threads_there, path]
        answers["pids"][method] = pid
        ended.append(one.join)
    bare = os.fork()
    if bare == 0:
        with open(said + ".fork", "w") as file:
            file.write(str(len(os.listdir("/proc/self/task"))))
        wait(go)
        os._exit(0)
    answers["pids"]["os.fork"] = bare
    ended.append(lambda: os.waitpid(bare, 0))
    while not os.path.exists(said + ".fork") or not open(said + ".fork").read():
        time.sleep(0.005)
    answers["os.fork"] = [int(open(said + ".fork").read())]
    with open(said + "-", "w") as file:
        json.dump(answers, file)
    os.rename(said + "-", said)
    for end in ended:
        end()


if __name__ == "__main__":
    main(*sys.argv[1:])
