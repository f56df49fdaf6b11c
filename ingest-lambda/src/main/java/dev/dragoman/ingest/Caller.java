package dev.dragoman.ingest;

import org.jspecify.annotations.Nullable;

/**
 * Who asks.
 *
 * @param connectionId API Gateway's id of the connection; empty over HTTP
 * @param user who is signed in, as the sign-in names them ({@code sub}); null for nobody
 * @param address the network address; never logged, and counted only as a hash
 */
record Caller(String connectionId, @Nullable String user, String address) {

    /** Nothing that could get into a log by accident. */
    @Override
    public String toString() {
        return "Caller[" + connectionId + (user == null ? "]" : ", signed in]");
    }
}
