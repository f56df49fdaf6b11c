package dev.dragoman.local.pages;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ResourceHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.resource.ResourceFactory;

/**
 * The speaker's and the listener's page, from a folder of files: only what lies in it. A file with its
 * content's hash in its name is kept by browsers, every other one is asked for anew. Whatever the folder
 * does not have is left to others.
 */
public final class WebPages extends Handler.Sequence {

    /** Names the folder of the built pages; the command sets it. */
    private static final String FOLDER = "dragoman.pages";

    /** Where the files lie whose names tell their content. */
    private static final String HASHED = "/assets/";

    private WebPages(Path folder) {
        addHandler(new Under(HASHED, files(folder, "public, max-age=31536000, immutable")));
        addHandler(new Under("/", files(folder, "no-cache")));
    }

    /** The pages in a folder. */
    public static WebPages in(Path folder) {
        return new WebPages(folder);
    }

    /** The pages in the folder that the command has built, and none where nothing was built. */
    public static List<Handler> built() {
        String folder = System.getProperty(FOLDER);
        return folder == null || !Files.isDirectory(Path.of(folder)) ? List.of() : List.of(in(Path.of(folder)));
    }

    private static ResourceHandler files(Path folder, String cacheControl) {
        ResourceHandler files = new ResourceHandler();
        files.setBaseResource(ResourceFactory.root().newResource(folder.toAbsolutePath()));
        files.setWelcomeFiles(List.of("index.html"));
        files.setDirAllowed(false);
        files.setAcceptRanges(false);
        files.setCacheControl(cacheControl);
        return files;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        // What a page can't say of itself; what it may load stands in it.
        response.getHeaders().put("Content-Security-Policy", "frame-ancestors 'none'");
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        response.getHeaders().put("Permissions-Policy", "microphone=(self), camera=(), geolocation=()");
        return super.handle(request, response, callback);
    }

    /** Answers for what lies under a path. */
    private static final class Under extends Handler.Wrapper {

        private final String path;

        Under(String path, Handler handler) {
            super(handler);
            this.path = path;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            return Request.getPathInContext(request).startsWith(path) && super.handle(request, response, callback);
        }
    }
}
