package dev.dragoman.ingest;

/** What a recording's first bytes say about its container. */
enum AudioContainer {
    /** Starts with an EBML header: WebM, or another Matroska file that only the job can tell apart. */
    WEBM("WebM"),
    /** Starts with an ISO media box, as Safari records before 18.4. */
    MP4("MP4"),
    /** Starts with an Ogg page, as Firefox can record. */
    OGG("Ogg"),
    /** Starts with a RIFF header. */
    WAV("WAV"),
    /** Too short to say. */
    TOO_SHORT("too short to tell"),
    /** Something else. */
    UNKNOWN("unknown");

    private static final int EBML = 0x1A45DFA3;
    private static final int OGGS = 0x4F676753;
    private static final int RIFF = 0x52494646;
    private static final int FTYP = 0x66747970;

    private final String shownName;

    AudioContainer(String shownName) {
        this.shownName = shownName;
    }

    /** Looks at the first eight bytes at most. */
    static AudioContainer of(byte[] start) {
        if (start.length < Integer.BYTES) {
            return TOO_SHORT;
        }
        return switch (intAt(start, 0)) {
            case EBML -> WEBM;
            case OGGS -> OGG;
            case RIFF -> WAV;
            default -> start.length >= 2 * Integer.BYTES && intAt(start, Integer.BYTES) == FTYP ? MP4 : UNKNOWN;
        };
    }

    /** Its name for people. */
    String shownName() {
        return shownName;
    }

    private static int intAt(byte[] bytes, int at) {
        return (bytes[at] & 0xFF) << 24
                | (bytes[at + 1] & 0xFF) << 16
                | (bytes[at + 2] & 0xFF) << 8
                | (bytes[at + 3] & 0xFF);
    }
}
