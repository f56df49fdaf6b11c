package dev.dragoman.job.webm;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** The parts of a snapshot's encoding that several owners of state share. Everything read is checked. */
final class Snapshots {

    static void writeBytes(DataOutputStream out, byte[] bytes, int from, int length) throws IOException {
        out.writeInt(length);
        out.write(bytes, from, length);
    }

    static byte[] readBytes(DataInputStream in, int max) throws IOException, WebmException {
        byte[] bytes = new byte[inRange(in.readInt(), 0, max, "length")];
        in.readFully(bytes);
        return bytes;
    }

    static int inRange(int value, int min, int max, String name) throws WebmException {
        return (int) inRange((long) value, min, max, name);
    }

    static long inRange(long value, long min, long max, String name) throws WebmException {
        if (value < min || value > max) {
            throw WebmException.badSnapshot(name + " is " + value);
        }
        return value;
    }

    static long readTime(DataInputStream in) throws IOException, WebmException {
        long millis = in.readLong();
        return millis == Matroska.NO_TIME ? millis : inRange(millis, -Matroska.MAX_TIME, Matroska.MAX_TIME, "time");
    }

    static <E extends Enum<E>> E readEnum(DataInputStream in, Class<E> type) throws IOException, WebmException {
        String name = in.readUTF();
        try {
            return Enum.valueOf(type, name);
        } catch (IllegalArgumentException e) {
            throw WebmException.badSnapshot("there is no " + type.getSimpleName() + " " + name);
        }
    }

    private Snapshots() {}
}
