"""A service that never forgets a session: about 1 MB a second, and prints nothing."""
import sys
import time


class Session:
    def __init__(self, number):
        self.token = "session-%08d" % number
        self.history = ["/page/%d" % (number * 7 + step) for step in range(8)]
        self.profile = {"user": "user-%d" % number, "visits": number + 1000, "cart": [number, number * 2]}


class SessionStore:
    def __init__(self):
        self.by_token = {}
        self.recent = []

    def open(self, number):
        session = Session(number)
        self.by_token[session.token] = session
        self.recent.append(session)
        return session


STORE = SessionStore()


def handle(number):
    session = STORE.open(number)
    return len(session.history)


def main():
    number = 0
    rate = int(sys.argv[1]) if len(sys.argv) > 1 else 600
    while True:
        for _ in range(rate // 20):
            handle(number)
            number += 1
        time.sleep(0.05)


if __name__ == "__main__":
    main()
