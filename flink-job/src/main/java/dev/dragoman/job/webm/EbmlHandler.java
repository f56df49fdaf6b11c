package dev.dragoman.job.webm;

/** What a document's elements mean; asked and told by an {@link EbmlReader}, in document order. */
interface EbmlHandler {

    /** How an element is to be read. */
    enum Kind {
        /** It has children; of known size only. */
        MASTER,
        /** It has children, and ends where an element follows that can't be one if its size is unknown. */
        OPEN_MASTER,
        /** Its content is wanted in one piece. */
        LEAF,
        /** Nobody needs it. */
        SKIPPED,
        /** It belongs to an outer level: its parent ends here, or this is an error. */
        OUTER
    }

    /** How to read {@code id} inside {@code parent}, which is {@link Ids#ROOT} at the top. */
    Kind kind(int parent, int id) throws WebmException;

    /** How many bytes a leaf may have; past it {@link #skips} is asked. */
    int limit(int id);

    /** The name of that limit. */
    String limitName(int id);

    /**
     * Whether a leaf past its limit can be passed over.
     *
     * @param bytes holds its first 8 bytes at {@code from}
     */
    boolean skips(int id, byte[] bytes, int from);

    /** A master begins. */
    void begins(int id) throws WebmException;

    /** A master ends. */
    void ends(int id) throws WebmException;

    /** A leaf's content: {@code bytes} from {@code from} to {@code to}, only during this call. */
    void leaf(int id, byte[] bytes, int from, int to) throws WebmException;
}
