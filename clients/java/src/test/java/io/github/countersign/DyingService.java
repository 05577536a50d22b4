package io.github.countersign;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Reads one request, sends a text, and hangs up when it is told to or the client has. */
final class DyingService implements AutoCloseable {
  private final ServerSocket server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
  private final AtomicInteger requests = new AtomicInteger();
  private final CompletableFuture<Void> asked = new CompletableFuture<>();
  private final CompletableFuture<Void> hungUp = new CompletableFuture<>();

  DyingService(String text, CompletableFuture<Void> end) throws IOException {
    Thread thread = new Thread(() -> serve(text, end));
    thread.setDaemon(true);
    thread.start();
  }

  private void serve(String text, CompletableFuture<Void> end) {
    try (Socket socket = server.accept();
        BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        OutputStream out = socket.getOutputStream()) {
      int length = 0;
      for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine())
        if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) length = Integer.parseInt(line.substring(15).trim());
      // What is left unread when a socket closes takes back what was sent.
      for (int read = 0; read < length && in.read() >= 0; read++);
      requests.incrementAndGet();
      asked.complete(null);
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.flush();
      if (!end.isDone()) new Thread(() -> awaitEnd(in)).start();
      CompletableFuture.anyOf(end, hungUp).join();
    } catch (IOException gone) {
      // The client hung up.
    }
  }

  private void awaitEnd(BufferedReader in) {
    try {
      while (in.read() >= 0);
    } catch (IOException reset) {
      // Likewise.
    }
    hungUp.complete(null);
  }

  String url() {
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  int requests() {
    return requests.get();
  }

  void awaitRequest() {
    asked.join();
  }

  void awaitHangUp() {
    hungUp.join();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
