"""Tokens of access live for two minutes; what has run out is thrown away each second."""
import secrets
import time

LIFETIME = 120


class Tokens:
    def __init__(self):
        self._known = {}

    def issue(self, user):
        token = secrets.token_hex(16)
        self._known[token] = (user, time.monotonic() + LIFETIME)
        return token

    def sweep(self):
        now = time.monotonic()
        for token in [token for token, (_, ends) in self._known.items() if ends <= now]:
            del self._known[token]


tokens = Tokens()
swept = time.monotonic()
user = 0
while True:
    for _ in range(8):
        user += 1
        tokens.issue({'id': user, 'mail': 'user%d@example.org' % user})
    if time.monotonic() - swept > 1:
        swept = time.monotonic()
        tokens.sweep()
    time.sleep(0.02)
