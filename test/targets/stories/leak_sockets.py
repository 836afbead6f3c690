"""A client that connects anew for every question and forgets to close: descriptors of kind socket."""
import socket
import threading
import time


class Client:
    def __init__(self, address):
        self.address = address
        self.open = []

    def ask(self):
        connection = socket.create_connection(self.address)
        self.open.append(connection)  # never closed
        connection.sendall(b"question\n")


def serve(listener, accepted):
    while True:
        connection, _ = listener.accept()
        connection.recv(100)
        connection.close()


if __name__ == "__main__":
    listener = socket.create_server(("127.0.0.1", 0))
    threading.Thread(target=serve, args=(listener, []), daemon=True).start()
    client = Client(listener.getsockname())
    while True:
        client.ask()
        time.sleep(0.1)
