package dev.dragoman.bench;

import dev.dragoman.bench.plot.BarChart;
import dev.dragoman.bench.plot.CurveChart;
import dev.dragoman.bench.plot.Figures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a benchmark leaves its figures. Pictures are drawn only where {@code --plots DIR} says so: those in
 * the documentation never change by the way.
 *
 * @param folder for the figures' JSON files
 * @param pictures for the pictures, or null for none
 * @param command what measures
 * @param day when
 * @param arguments the command's arguments without {@code --plots DIR}
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record FigureFiles(Path folder, @Nullable Path pictures, String command, String day, String[] arguments) {

    private static final String OPTION = "--plots";

    /** As a command line asks for; an option without a folder is left to whoever reads the arguments. */
    static FigureFiles of(String[] arguments, Path folder, LocalDate day) {
        List<String> left = new ArrayList<>(Arrays.asList(arguments));
        Path pictures = null;
        int option = left.indexOf(OPTION);
        if (option >= 0 && option + 1 < left.size()) {
            pictures = Path.of(left.remove(option + 1));
            left.remove(option);
        }
        return new FigureFiles(
                folder,
                pictures,
                "./dragoman bench " + String.join(" ", left),
                day.toString(),
                left.toArray(String[]::new));
    }

    /** Leaves figures, and pictures of them if they are wanted. */
    void keep(List<BarChart> bars, List<CurveChart> curves) throws IOException {
        Figures figures = new Figures(arguments[0], command, day, bars, curves);
        System.err.println("figures: " + figures.write(folder));
        draw(figures);
    }

    /** Draws all figures that are there. */
    void drawAll() throws IOException {
        if (pictures == null) {
            System.err.println("bench plots: --plots DIR says where to draw");
            System.exit(2);
        }
        List<Path> all = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                files.filter(file -> file.toString().endsWith(".json")).sorted().forEach(all::add);
            }
        }
        for (Path file : all) {
            draw(Figures.read(file));
        }
        if (all.isEmpty()) {
            System.err.println("bench plots: there are no figures in " + folder + "; measure first");
            System.exit(1);
        }
    }

    private void draw(Figures figures) throws IOException {
        if (pictures != null) {
            figures.draw(pictures).forEach(picture -> System.err.println("drawn: " + picture));
        }
    }
}
