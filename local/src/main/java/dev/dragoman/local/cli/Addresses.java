package dev.dragoman.local.cli;

import java.net.URI;

/** Where the local system is when nobody says otherwise. */
final class Addresses {

    static final int PORT = 8080;
    static final int DASHBOARD_PORT = 8081;
    static final URI LOCAL_WEB_SOCKET = URI.create("ws://localhost:" + PORT + "/ws");

    private Addresses() {}
}
