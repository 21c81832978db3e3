package org.ambergate.distribution;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.ambergate.distribution.PublishedConfiguration.NewKeys;
import org.ambergate.publication.PublicationKeys;
import org.ambergate.publication.SampleInstance;

/** A program that publishes until it is killed, and prints the number of each publication once it is done. */
public final class PublishingLoop {
    /** So short that former parts are removed all the time. */
    static final PublicationRules RULES =
            new PublicationRules(Duration.ofMinutes(10), Duration.ofMinutes(2), Duration.ofMillis(20));

    private PublishingLoop() {}

    /** Takes the directory, and the number of the first publication. */
    public static void main(String[] arguments) throws Exception {
        PublicationKeys keys = PublicationKeys.of(SampleInstance.EC);
        PublicationStore store = PublicationStore.open(Path.of(arguments[0]), new LocalDisk());
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
        try (PublishedConfiguration published = PublishedConfiguration.open(store, RULES, Clock.systemUTC())) {
            for (int number = Integer.parseInt(arguments[1]); true; number++) {
                published.publish(
                        PublishedConfigurationTest.description("n" + number), keys, "cs.example", NewKeys.AT_ONCE);
                out.println(number);
                published.renew(keys);
            }
        }
    }
}
