package dev.dragoman.local.translate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which of Apertium's translations, one after the other, lead from one language to another: the
 * shortest way there is, mostly through Spanish where there is no direct one. Immutable.
 */
final class Routes {

    /** One of Apertium's translations. */
    private record Step(String from, String to, String mode) {}

    /** By Amazon Translate's codes, in which {@code pt} is Brazilian. */
    private static final List<Step> STEPS = List.of(
            new Step("en", "es", "eng-spa"),
            new Step("en", "ca", "eng-cat"),
            new Step("en", "gl", "en-gl"),
            new Step("es", "en", "spa-eng"),
            new Step("ca", "en", "cat-eng"),
            new Step("gl", "en", "gl-en"),
            new Step("es", "pt", "es-pt_BR"),
            new Step("es", "pt-PT", "es-pt"),
            new Step("pt", "es", "pt-es"),
            new Step("pt-PT", "es", "pt-es"),
            new Step("es", "fr", "es-fr"),
            new Step("fr", "es", "fr-es"),
            new Step("es", "it", "spa-ita"),
            new Step("it", "es", "ita-spa"));

    /** Variants that are translated as their main language. */
    private static final Map<String, String> SAME_AS = Map.of("es-MX", "es", "fr-CA", "fr", "pt-BR", "pt");

    private final Set<String> installed;

    /** Over the modes that are installed. */
    Routes(Set<String> installed) {
        this.installed = Set.copyOf(installed);
    }

    /** The modes to run in order; empty when there is no way, or both languages are the same. */
    List<String> between(String source, String target) {
        String from = SAME_AS.getOrDefault(source, source);
        String to = SAME_AS.getOrDefault(target, target);
        Map<String, List<String>> reached = new HashMap<>();
        reached.put(from, List.of());
        Deque<String> next = new ArrayDeque<>(List.of(from));
        while (!next.isEmpty() && !reached.containsKey(to)) {
            String here = next.remove();
            for (Step step : STEPS) {
                if (step.from().equals(here) && installed.contains(step.mode()) && !reached.containsKey(step.to())) {
                    List<String> way = new ArrayList<>(reached.getOrDefault(here, List.of()));
                    way.add(step.mode());
                    reached.put(step.to(), way);
                    next.add(step.to());
                }
            }
        }
        return reached.getOrDefault(to, List.of());
    }
}
