"""Events are put into a queue whose reader was removed in a refactoring."""
import asyncio


class Bus:
    def __init__(self):
        self.events = asyncio.Queue()
        self.handlers = {}

    def publish(self, kind, **detail):
        for handler in self.handlers.get(kind, ()):
            handler(detail)
        self.events.put_nowait((kind, detail))


async def client(bus, number):
    n = 0
    while True:
        n += 1
        bus.publish("message", client=number, text="hello %d" % n)
        await asyncio.sleep(0.03)


async def main():
    bus = Bus()
    await asyncio.gather(*(client(bus, i) for i in range(10)))


asyncio.run(main())
