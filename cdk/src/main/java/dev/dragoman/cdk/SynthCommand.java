package dev.dragoman.cdk;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./dragoman synth}: writes the templates of a deployment. */
@Command(
        name = "synth",
        mixinStandardHelpOptions = true,
        description = "Writes the templates of everything on AWS. Needs no account and no network.")
final class SynthCommand implements Callable<Integer> {

    @Option(names = "--stage", defaultValue = "dev", description = "tells deployments apart (${DEFAULT-VALUE})")
    private String stage = "dev";

    @Option(names = "--job-jar", required = true, hidden = true)
    private Path jobJar = Path.of("");

    @Option(names = "--function-jar", required = true, hidden = true)
    private Path functionJar = Path.of("");

    @Option(names = "--out", required = true, description = "the folder for templates and assets")
    private Path out = Path.of("");

    @Option(names = "--sessions", defaultValue = "25", description = "talks at the same time (${DEFAULT-VALUE})")
    private int sessions;

    @Option(names = "--kpus", defaultValue = "2", description = "what the job starts with (${DEFAULT-VALUE})")
    private int kpus;

    @Option(names = "--shards", defaultValue = "0", description = "of the stream; 0 is on demand (${DEFAULT-VALUE})")
    private int shards;

    @Option(names = "--alarm-email", description = "who is told of alarms and of money")
    private @Nullable String alarmEmail;

    @Option(names = "--monthly-budget", defaultValue = "200", description = "in dollars (${DEFAULT-VALUE})")
    private int monthlyBudget;

    @Option(names = "--set", paramLabel = "GROUP.KEY=VALUE", description = "a property of the job")
    private List<String> properties = List.of();

    @Override
    public Integer call() {
        DragomanApp app;
        try {
            app = new DragomanApp(
                    new Deployment(
                            stage,
                            jobJar,
                            functionJar,
                            sessions,
                            kpus,
                            shards,
                            alarmEmail,
                            monthlyBudget,
                            properties.stream().map(Deployment.Property::of).toList()),
                    out);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            return CommandLine.ExitCode.USAGE;
        }
        app.synth();
        app.stacks().forEach(stack -> System.out.println(stack.getStackName()));
        return CommandLine.ExitCode.OK;
    }
}
