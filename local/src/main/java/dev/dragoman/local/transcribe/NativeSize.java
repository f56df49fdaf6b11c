package dev.dragoman.local.transcribe;

import com.sun.jna.IntegerType;
import com.sun.jna.Native;

/** C's {@code size_t}. */
public final class NativeSize extends IntegerType {

    private static final long serialVersionUID = 1;

    /** Zero; JNA needs it. */
    public NativeSize() {
        this(0);
    }

    /** This many. */
    public NativeSize(long value) {
        super(Native.SIZE_T_SIZE, value, true);
    }
}
