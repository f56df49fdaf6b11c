package dev.dragoman.local.system;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;

/**
 * What is deployed to Lambda, unpacked as Lambda unpacks it, beside the runtime interface client that
 * Lambda brings.
 *
 * @param folder where everything lies
 */
record LambdaArtefact(Path folder) {

    private static final String CLIENT = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";

    /** Where the client looks for its native part before it would write that to {@code /tmp}. */
    private static final String NATIVE = "com.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI";

    private static final String LIBRARY = "/jni/libaws-lambda-jni.linux-"
            + (System.getProperty("os.arch").equals("aarch64") ? "aarch_64" : "x86_64") + ".so";

    /** What the client needs, from this process's class path. */
    private static final String RUNTIME =
            ".*/aws-lambda-java-(runtime-interface-client|serialization|core)-[^/]*[.]jar|.*/awssdk/utils-lite/.*";

    /** A JVM leaves so much of its memory to other things than its heap. */
    private static final double HEAP = 0.85;

    /** Unpacks it into an empty folder. */
    static LambdaArtefact unpacked(Path artefact, Path folder) {
        try {
            unpack(artefact, folder.resolve("task"));
            copy("/" + ChildMain.class.getName().replace('.', '/') + ".class", folder.resolve("watch"));
            copy(LIBRARY, folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new LambdaArtefact(folder);
    }

    private static void unpack(Path artefact, Path folder) throws IOException {
        try (JarFile zip = new JarFile(artefact.toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                Path target = folder.resolve(entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(Objects.requireNonNull(target.getParent()));
                    try (InputStream in = zip.getInputStream(entry)) {
                        Files.copy(in, target);
                    }
                }
            }
        }
    }

    private static void copy(String resource, Path folder) throws IOException {
        Path target = folder.resolve(resource.substring(1));
        Files.createDirectories(Objects.requireNonNull(target.getParent()));
        try (InputStream in = Objects.requireNonNull(LambdaArtefact.class.getResourceAsStream(resource), resource)) {
            Files.copy(in, target);
        }
    }

    /**
     * Starts a process that runs a handler, with the flags with which Lambda starts Java 17.
     *
     * @param environment all of it
     * @param output where it prints
     */
    Process start(Class<?> handler, int memoryMegabytes, Map<String, String> environment, Path output)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + Math.round(HEAP * memoryMegabytes) + "m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-D" + NATIVE + "=" + folder.resolve(LIBRARY.substring(1)),
                "-cp",
                Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                                .filter(entry -> entry.matches(RUNTIME))
                                .collect(Collectors.joining(File.pathSeparator))
                        + File.pathSeparator
                        + folder.resolve("watch")
                        + File.pathSeparator
                        + folder.resolve("task"),
                ChildMain.class.getName(),
                CLIENT,
                handler.getName()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.resolve("task").toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }
}
