package dev.dragoman.local.engine;

import java.nio.file.Files;
import java.nio.file.Path;

/** A program or library that an offline engine needs is not installed. Says which package has it. */
public final class EngineMissingException extends IllegalStateException {

    private static final long serialVersionUID = 1;

    /**
     * Says what is missing.
     *
     * @param what the file or program
     * @param debianPackage the package of Debian and Ubuntu that has it
     */
    public EngineMissingException(String what, String debianPackage) {
        super(message(what, debianPackage));
    }

    /** Says what is missing, and how that was noticed. */
    public EngineMissingException(String what, String debianPackage, Throwable cause) {
        super(message(what, debianPackage), cause);
    }

    /** Makes sure that a file is there. */
    public static Path require(Path file, String debianPackage) {
        if (!Files.exists(file)) {
            throw new EngineMissingException(file.toString(), debianPackage);
        }
        return file;
    }

    private static String message(String what, String debianPackage) {
        return what + " is not installed; install it with: sudo apt-get install " + debianPackage;
    }
}
