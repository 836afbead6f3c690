import time


class Upload:
    def __init__(self):
        self.error = None

    def attempt(self, n):
        body = bytearray(4000)
        body[0] = n % 256
        raise OSError('try %d' % n)

    def retry(self, n):
        try:
            self.attempt(n)
        except OSError as error:
            if self.error is not None:
                error.__cause__ = self.error
            self.error = error


upload = Upload()
n = 0
while True:
    n += 1
    upload.retry(n)
    time.sleep(0.01)
