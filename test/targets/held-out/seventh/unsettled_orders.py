import asyncio


class Gate:
    def __init__(self):
        self.open = asyncio.Event()


class Orders:
    def __init__(self):
        self.waiting = set()

    async def settle(self, order, gate):
        document = {'order': order, 'lines': ['line %d' % i for i in range(100)]}
        await gate.open.wait()
        return document

    def place(self, order):
        task = asyncio.get_running_loop().create_task(self.settle(order, Gate()))
        self.waiting.add(task)
        task.add_done_callback(self.waiting.discard)


async def main():
    orders = Orders()
    n = 0
    while True:
        for _ in range(5):
            n += 1
            orders.place(n)
        await asyncio.sleep(0.05)


asyncio.run(main())
