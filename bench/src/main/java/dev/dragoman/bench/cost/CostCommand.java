package dev.dragoman.bench.cost;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./dragoman cost}. */
@Command(
        name = "cost",
        mixinStandardHelpOptions = true,
        description = "What talks cost on AWS, by service: an upper bound, for speakers who never pause.",
        customSynopsis = "./dragoman cost [--sessions N] [--languages N] [--hours H] [--listeners N] [--prices FILE] "
                + "[--json]")
public final class CostCommand implements Callable<Integer> {

    @Option(names = "--sessions", defaultValue = "1", description = "talks at once (default 1)")
    private int sessions;

    @Option(names = "--languages", defaultValue = "1", description = "languages of each (default 1)")
    private int languages;

    @Option(names = "--hours", defaultValue = "1", description = "how long each takes (default 1)")
    private double hours;

    @Option(names = "--listeners", defaultValue = "50", description = "listeners of each (default 50)")
    private int listeners;

    @Option(names = "--prices", description = "other prices than those of us-east-1, in the form of prices.json")
    private @Nullable Path file;

    @Option(names = "--json", description = "print JSON")
    private boolean json;

    @Spec
    private CommandSpec spec;

    /** For picocli, which sets the rest. */
    @SuppressWarnings("NullAway.Init")
    public CostCommand() {}

    /** Prints it. The exit status is 0, or 2 for a wrong argument. */
    public static void main(String[] args) {
        System.exit(command().execute(args));
    }

    static CommandLine command() {
        return new CommandLine(new CostCommand());
    }

    @Override
    public Integer call() {
        Bill bill;
        try {
            Prices prices = file == null ? Prices.list() : Prices.of(file);
            bill = Bill.of(new Talks(sessions, languages, hours, listeners), prices);
        } catch (JsonProcessingException e) {
            throw wrong("--prices was no list of prices: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw wrong("--prices can't be read: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(new JsonMapper().valueToTree(summary(bill)).toPrettyString());
        } else {
            print(bill, out);
        }
        out.flush();
        return 0;
    }

    private CommandLine.ParameterException wrong(String message) {
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }

    private static Map<String, Object> summary(Bill bill) {
        Map<String, Object> services = new LinkedHashMap<>();
        Bill.services().forEach(service -> services.put(service, bill.usdOf(service)));
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("sessions", bill.talks().sessions());
        all.put("languages", bill.talks().languages());
        all.put("hours", bill.talks().hours());
        all.put("listeners", bill.talks().listeners());
        all.put("region", bill.prices().region());
        all.put("asOf", bill.prices().asOf());
        all.put("kpus", bill.talks().kpus() + 1);
        all.put("usdByService", services);
        all.put("usd", bill.usd());
        all.put("usdPerSessionHour", bill.usdPerSessionHour());
        return all;
    }

    private static void print(Bill bill, PrintWriter out) {
        Talks talks = bill.talks();
        Prices prices = bill.prices();
        out.printf(
                Locale.ROOT,
                "%,d talks in %,d languages for %s h, %,d listeners each: USD %,.2f, %.2f for an hour of a talk%n",
                talks.sessions(),
                talks.languages(),
                number(talks.hours()),
                talks.listeners(),
                bill.usd(),
                bill.usdPerSessionHour());
        out.printf(
                "List prices of %s, %s, without free tiers; %d KPUs and one that orchestrates.%n%n",
                prices.region(), prices.asOf(), talks.kpus());
        out.printf("%-14s %16s  %-12s %10s  %s%n", "service", "quantity", "USD a unit", "USD", "unit");
        for (Bill.Line line : bill.lines()) {
            Prices.Price price = prices.prices().get(line.what());
            out.printf(
                    Locale.ROOT,
                    "%-14s %16s  %-12s %,10.2f  %s%n",
                    line.what().service(),
                    number(line.quantity()),
                    number(prices.of(line.what())),
                    line.usd(),
                    price == null ? "" : price.unit());
        }
    }

    /** A number with as many digits as it needs, at most five that count. */
    private static String number(double value) {
        return value >= 100
                ? String.format(Locale.ROOT, "%,.0f", value)
                : new java.math.BigDecimal(value)
                        .round(new java.math.MathContext(6))
                        .stripTrailingZeros()
                        .toPlainString();
    }
}
