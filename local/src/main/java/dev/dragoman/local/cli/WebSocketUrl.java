package dev.dragoman.local.cli;

import java.net.URI;
import java.net.URISyntaxException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Takes a WebSocket's address, and nothing else. */
final class WebSocketUrl implements ITypeConverter<URI> {

    @Override
    public URI convert(String text) {
        try {
            URI url = new URI(text);
            if (("ws".equals(url.getScheme()) || "wss".equals(url.getScheme())) && url.getHost() != null) {
                return url;
            }
        } catch (URISyntaxException e) {
            throw new TypeConversionException(wrong(text) + " (" + e.getReason() + ")");
        }
        throw new TypeConversionException(wrong(text));
    }

    private static String wrong(String text) {
        return "was '" + text + "', accepted is ws://HOST[:PORT]/PATH or wss://HOST[:PORT]/PATH";
    }
}
