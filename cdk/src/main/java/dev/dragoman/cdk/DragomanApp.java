package dev.dragoman.cdk;

import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;
import software.amazon.awscdk.Aspects;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.cxapi.CloudAssembly;

/**
 * All stacks of a deployment, put together in the one direction in which they know each other. Each is
 * checked against AWS's own rules for good solutions (cdk-nag) while it is synthesized.
 */
public final class DragomanApp {

    private final App app;
    private final List<Stack> parts;

    /**
     * Puts the stacks together.
     *
     * @param deployment what, and how large
     * @param out the folder for templates and assets
     * @throws IllegalArgumentException with every mistake of the deployment's own properties
     */
    public DragomanApp(Deployment deployment, Path out) {
        app = new App(AppProps.builder()
                .outdir(out.toString())
                .analyticsReporting(false)
                .treeMetadata(false)
                // A stack whose output another one uses can't lose it: said by name, as the CDK asks.
                .context(Map.of("@aws-cdk/core:defaultCrossStackReferences", "strong"))
                .build());
        AccountStack account = new AccountStack(app);
        WebStack web = new WebStack(app, deployment);
        StorageStack storage = new StorageStack(app, deployment, web.origin());
        TablesStack tables = new TablesStack(app, deployment);
        StreamStack stream = new StreamStack(app, deployment);
        IngestStack ingest = new IngestStack(app, deployment, storage, tables, stream, web.origin());
        ingest.addStackDependency(account);
        JobStack job = new JobStack(app, deployment, storage, tables, stream, ingest);
        ObservabilityStack observability = new ObservabilityStack(app, deployment, tables, stream, ingest, job);
        parts = List.of(account, web, storage, tables, stream, ingest, job, observability);
        Aspects.of(app).add(AwsSolutionsChecks.Builder.create().verbose(true).build());
    }

    /** The stacks, each after those that it knows. */
    public List<Stack> stacks() {
        return parts;
    }

    /** Writes the templates and gathers the assets. Needs neither an account nor a network. */
    public CloudAssembly synth() {
        return app.synth();
    }
}
