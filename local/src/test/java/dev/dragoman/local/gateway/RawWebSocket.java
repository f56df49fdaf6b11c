package dev.dragoman.local.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

/** A WebSocket client by hand (RFC 6455), for frames that other clients would never send. */
final class RawWebSocket implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 20_000;
    private static final int FINAL_TEXT = 0x81;
    private static final int TEXT = 1;
    private static final int CLOSE = 8;

    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;

    private RawWebSocket(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
        this.out = new DataOutputStream(socket.getOutputStream());
    }

    static RawWebSocket open(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        RawWebSocket opened = new RawWebSocket(socket);
        opened.out.write(String.join(
                        "\r\n",
                        "GET /ws HTTP/1.1",
                        "Host: 127.0.0.1",
                        "Upgrade: websocket",
                        "Connection: Upgrade",
                        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                        "Sec-WebSocket-Version: 13",
                        "",
                        "")
                .getBytes(ISO_8859_1));
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
            head.write(opened.in.readByte());
        }
        if (!head.toString(ISO_8859_1).startsWith("HTTP/1.1 101")) {
            throw new IOException("no upgrade: " + head.toString(ISO_8859_1));
        }
        return opened;
    }

    /** Sends so many letters as one frame, masked with zeros. */
    void sendText(int chars) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream frame = new DataOutputStream(bytes);
        frame.writeByte(FINAL_TEXT);
        frame.writeByte(0x80 | 127);
        frame.writeLong(chars);
        frame.writeInt(0);
        frame.write("x".repeat(chars).getBytes(UTF_8));
        out.write(bytes.toByteArray());
    }

    String readText() throws IOException {
        return new String(read(TEXT), UTF_8);
    }

    int readCloseStatus() throws IOException {
        byte[] payload = read(CLOSE);
        return ((payload[0] & 0xFF) << 8) | (payload[1] & 0xFF);
    }

    private byte[] read(int opcode) throws IOException {
        int first = in.readUnsignedByte();
        int length = in.readUnsignedByte();
        byte[] payload = new byte[length == 126 ? in.readUnsignedShort() : length];
        in.readFully(payload);
        if ((first & 0xF) != opcode) {
            throw new IOException("expected opcode " + opcode + ", got " + (first & 0xF));
        }
        return payload;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
