package dev.muster.events.kafka;

import static java.util.stream.Collectors.joining;
import static org.springframework.core.NestedExceptionUtils.getMostSpecificCause;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.context.support.DefaultLifecycleProcessor;
import org.springframework.core.SpringProperties;

/**
 * Looks, in place of {@link TopicCreation}, whether this version of a service can take over from the one that runs: whether its
 * topics are as it needs them, and whether it can read what stands newest in those of its consumer groups. It creates, joins,
 * commits and publishes nothing. All that stands in the way stops the start, in one line.
 */
final class UpgradeCheck implements SmartInitializingSingleton {

    private static final Logger log = LoggerFactory.getLogger(UpgradeCheck.class);
    private static final int MOST_RECORDS_NAMED = 3;
    private static final List<String> SILENCE = List.of("Kafka does not answer");

    private final String service;
    private final boolean othersMend;
    private final TopicDifferences topics;
    private final NewestRecords records;
    private final Map<String, List<String>> groups;

    /**
     * Makes it, to begin when everything else is made.
     *
     * @param othersMend whether what can be mended in topics and permissions is mended with the upgrade, by others
     * @param groups the service's consumer groups, each with the topics that it reads
     */
    UpgradeCheck(
            String service,
            boolean othersMend,
            TopicDifferences topics,
            NewestRecords records,
            Map<String, List<String>> groups) {
        this.service = service;
        this.othersMend = othersMend;
        this.topics = topics;
        this.records = records;
        this.groups = new TreeMap<>(groups);
    }

    @Override
    public void afterSingletonsInstantiated() {
        var exit = SpringProperties.getProperty(DefaultLifecycleProcessor.EXIT_PROPERTY_NAME);
        if (!DefaultLifecycleProcessor.ON_REFRESH_VALUE.equalsIgnoreCase(exit)) {
            throw new Refused("MUSTER_UPGRADE_CHECK goes with java -Dspring.context.exit=onRefresh: "
                    + "else the service would begin to work");
        }
        var findings = look();
        if (!findings.isEmpty()) {
            throw new Refused("%s cannot take over yet (see Upgrade in docs/operate.md): %s"
                    .formatted(service, String.join("; ", findings)));
        }
    }

    /** What stands in the way, in words; nothing where nothing does. */
    List<String> look() {
        var found = ask();
        // Where much begins at once, the first answer may take too long.
        return found.equals(SILENCE) ? ask() : found;
    }

    private List<String> ask() {
        try {
            return findings();
        } catch (ExecutionException | KafkaException e) {
            return e instanceof TimeoutException || e.getCause() instanceof TimeoutException
                    ? SILENCE
                    : List.of(
                            "Kafka cannot be asked: " + getMostSpecificCause(e).getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of("interrupted");
        }
    }

    private List<String> findings() throws ExecutionException, InterruptedException {
        var found = topics.find();
        var standing = new ArrayList<String>();
        var mendable = new ArrayList<String>();
        addTo(standing, TopicCreation.inWords(found.lasting()));
        addTo(mendable, TopicCreation.inWords(found.mendable()));
        var looked = 0;
        for (var group : groups.entrySet()) {
            var sources =
                    group.getValue().stream().filter(found.there()::contains).toList();
            try {
                var read = records.find(group.getKey(), sources);
                looked += read.records();
                addTo(standing, inWords(group.getKey(), read.unreadable()));
            } catch (AuthorizationException _) {
                mendable.add("this user may not read the topics of " + group.getKey());
            }
        }
        log.info(
                "Looked at {} topics and the {} newest records in them",
                found.there().size(),
                looked);
        if (!othersMend) {
            standing.addAll(mendable);
        } else if (!mendable.isEmpty()) {
            log.warn(
                    "Whoever makes the topics and the users is to mend with the upgrade: {}",
                    String.join("; ", mendable));
        }
        return standing;
    }

    private static void addTo(List<String> findings, String words) {
        if (!words.isEmpty()) {
            findings.add(words);
        }
    }

    private static String inWords(String group, Map<String, String> unreadable) {
        if (unreadable.isEmpty()) {
            return "";
        }
        var first = unreadable.entrySet().stream()
                .limit(MOST_RECORDS_NAMED)
                .map(each -> each.getKey() + " (" + each.getValue() + ")")
                .collect(joining(", "));
        var more = unreadable.size() > MOST_RECORDS_NAMED ? " …" : "";
        return "unreadable to %s: %d of the newest records: %s%s".formatted(group, unreadable.size(), first, more);
    }

    /** Stops the start. */
    static final class Refused extends RuntimeException {

        Refused(String findings) {
            super(findings);
        }
    }

    /** Has it said in one line. */
    static final class Refusal extends AbstractFailureAnalyzer<Refused> {

        @Override
        protected FailureAnalysis analyze(Throwable failure, Refused refused) {
            return new FailureAnalysis(String.valueOf(refused.getMessage()), null, refused);
        }
    }
}
