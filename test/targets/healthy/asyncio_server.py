"""Healthy: an asyncio echo server under its own steady load; tasks come and go."""
import asyncio


async def serve(reader, writer):
    while line := await reader.readline():
        writer.write(line.upper())
        await writer.drain()
    writer.close()


async def client(port, n):
    while True:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for i in range(20):
            writer.write(b"hello %d\n" % i)
            await writer.drain()
            await reader.readline()
        writer.close()
        await writer.wait_closed()
        await asyncio.sleep(0.01)


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    await asyncio.gather(*(client(port, n) for n in range(10)))


asyncio.run(main())
