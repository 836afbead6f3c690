"""A pool of processes that works until its stdin ends; prints the sum of what came back, which is known."""
import multiprocessing
import sys
import threading


def work(number):
    return sum(range(number % 5000))


if __name__ == "__main__":
    ended = threading.Event()
    wrong = rounds = 0
    with multiprocessing.get_context(sys.argv[1]).Pool(2) as pool:
        # Not before: a fork would copy the lock of stdin, held.
        threading.Thread(target=lambda: (sys.stdin.read(), ended.set()), daemon=True).start()
        print("started", flush=True)
        while not ended.is_set() or rounds < 3:
            wrong += pool.map(work, range(200)) != [sum(range(number)) for number in range(200)]
            rounds += 1
    print("wrong %d" % wrong, flush=True)
