"""Subscriptions that wait for an event which nobody sets: asyncio tasks that never end, one for every client."""
import asyncio


class Hub:
    def __init__(self):
        self.closing = asyncio.Event()
        self.tasks = set()

    async def follow(self, client):
        await self.closing.wait()  # the client's own end is never looked at
        return client

    def subscribe(self, client):
        task = asyncio.ensure_future(self.follow({"client": client}))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)


async def main():
    hub = Hub()
    n = 0
    while True:
        n += 1
        hub.subscribe(n)
        await asyncio.sleep(0.02)


if __name__ == "__main__":
    asyncio.run(main())
