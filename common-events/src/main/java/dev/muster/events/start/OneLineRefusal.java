package dev.muster.events.start;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalysisReporter;

/** Says in one line why a service does not start, such as which setting is wrong; Boot's own report of many lines is off. */
final class OneLineRefusal implements FailureAnalysisReporter {

    private static final Logger log = LoggerFactory.getLogger(OneLineRefusal.class);

    @Override
    public void report(FailureAnalysis analysis) {
        log.error("Not started: {}", analysis.getDescription().strip().replaceAll("\\s*\\R\\s*", "; "));
    }
}
