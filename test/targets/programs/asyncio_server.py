"""An echo server of asyncio on a free port."""
import asyncio


class Connection:
    def __init__(self, number):
        self.number = number


async def main():
    count = 0

    async def serve(reader, writer):
        nonlocal count
        count += 1
        connection = Connection(count)
        while True:
            line = await reader.readline()
            if not line:
                break
            writer.write(b"%d " % connection.number + line)
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    print("port %d" % server.sockets[0].getsockname()[1], flush=True)
    async with server:
        await server.serve_forever()


asyncio.run(main())
