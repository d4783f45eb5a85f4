"""A line between the client and the daemon that a test can hold."""
import select
import socket
import threading


class Proxy:
    """Passes bytes between whoever connects and a port of this machine.

    What the client sends while `holds` says true waits here until release(); `is_holding` tells that something waits."""

    def __init__(self, test, port, holds=lambda: False):
        self.target, self.holds = port, holds
        self.is_holding, self.is_released = threading.Event(), threading.Event()
        self.is_ended = False
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.listener.settimeout(0.1)
        self.address = f"localhost:{self.listener.getsockname()[1]}"
        self.threads = [threading.Thread(target=self.take_connections, daemon=True)]
        self.threads[0].start()
        test.addCleanup(self.end)

    def release(self):
        self.is_released.set()

    def end(self):
        self.is_ended = True
        self.release()
        for thread in list(self.threads):
            thread.join(10)
        self.listener.close()

    def take_connections(self):
        while not self.is_ended:
            try:
                near, _ = self.listener.accept()
            except TimeoutError:
                continue
            thread = threading.Thread(target=self.pass_on, args=(near,), daemon=True)
            self.threads.append(thread)
            thread.start()

    def pass_on(self, near):
        with near, socket.create_connection(("127.0.0.1", self.target)) as far:
            while not self.is_ended:
                for ready in select.select([near, far], [], [], 0.1)[0]:
                    try:
                        piece = ready.recv(65536)
                        if piece and ready is near:
                            self.wait_if_held()
                        if piece:
                            (far if ready is near else near).sendall(piece)
                    except OSError:
                        piece = b""
                    if not piece:
                        return

    def wait_if_held(self):
        if self.holds():
            self.is_holding.set()
            self.is_released.wait()
