package dev.dragoman.ffmpeg;

import java.io.IOException;

/** The bundled ffmpeg can't be used on this machine; the message says why and what would help. */
public final class FfmpegUnavailableException extends IOException {

    private static final long serialVersionUID = 1L;

    FfmpegUnavailableException(String message) {
        super(message);
    }

    FfmpegUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
