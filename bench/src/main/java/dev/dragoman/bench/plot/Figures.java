package dev.dragoman.bench.plot;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What one benchmark measured: written as {@code NAME.json}, from which the pictures can be drawn again
 * without measuring.
 *
 * @param name the benchmark's
 * @param command what measured it
 * @param day on which day, ISO 8601
 * @param bars to be shown as bars
 * @param curves to be shown as curves
 */
public record Figures(String name, String command, String day, List<BarChart> bars, List<CurveChart> curves) {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** Keeps the charts as they are now. */
    public Figures {
        bars = List.copyOf(bars);
        curves = List.copyOf(curves);
    }

    /**
     * Reads figures that were written.
     *
     * @throws IOException if there are none, or the file is something else
     */
    public static Figures read(Path json) throws IOException {
        return JSON.readValue(Files.readString(json), Figures.class);
    }

    /** Writes the figures into a folder, made if missing, over those of an earlier run; returns the file. */
    public Path write(Path folder) throws IOException {
        Files.createDirectories(folder);
        return Files.writeString(folder.resolve(name + ".json"), JSON.writeValueAsString(this) + "\n");
    }

    /** Draws every chart into a folder, made if missing, over pictures of the same name; returns the files. */
    public List<Path> draw(Path folder) throws IOException {
        Files.createDirectories(folder);
        String origin = command + ", " + day;
        List<Path> files = new ArrayList<>();
        for (BarChart chart : bars) {
            files.add(picture(folder, chart.file(), BarPlot.svg(chart, origin)));
        }
        for (CurveChart chart : curves) {
            files.add(picture(folder, chart.file(), CurvePlot.svg(chart, origin)));
        }
        return files;
    }

    private static Path picture(Path folder, String name, String svg) throws IOException {
        return Files.writeString(folder.resolve(name + ".svg"), svg, StandardCharsets.UTF_8);
    }
}
