package dev.muster.events.start;

import static java.util.stream.Collectors.joining;

import java.util.Locale;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalysisReporter;
import org.springframework.core.ResolvableType;
import org.springframework.validation.FieldError;
import org.springframework.validation.ObjectError;

/**
 * Says in one line why a service does not start, such as which setting is wrong; never a setting's value, which may be secret.
 * Boot's own report of many lines is off.
 */
final class OneLineRefusal implements FailureAnalysisReporter {

    private static final Logger log = LoggerFactory.getLogger(OneLineRefusal.class);

    @Override
    public void report(FailureAnalysis analysis) {
        log.error("Not started: {}", lineFor(analysis));
    }

    static String lineFor(FailureAnalysis analysis) {
        for (var cause = analysis.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof BindValidationException invalid) {
                return invalid.getValidationErrors().getAllErrors().stream()
                        .map(OneLineRefusal::lineFor)
                        .sorted()
                        .collect(joining("; "));
            }
            if (cause instanceof BindException unreadable
                    && !(unreadable.getCause() instanceof BindValidationException)) {
                return "the setting " + unreadable.getName() + " is not a valid "
                        + kindOf(unreadable.getTarget().getType());
            }
        }
        return analysis.getDescription().strip().replaceAll("\\s*\\R\\s*", " ");
    }

    /** What the setting, or each of a list, is to be; and the values that there are where these are few. */
    private static String kindOf(ResolvableType setting) {
        var type = setting.asCollection().getGeneric().resolve(setting.resolve(Object.class));
        return type.isEnum()
                ? Stream.of(type.getEnumConstants())
                        .map(OneLineRefusal::nameOf)
                        .collect(joining(", ", type.getSimpleName() + ": ", ""))
                : type.getSimpleName();
    }

    private static String nameOf(Object value) {
        return ((Enum<?>) value).name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String lineFor(ObjectError error) {
        var setting = error instanceof FieldError field
                ? error.getObjectName() + "." + field.getField()
                : error.getObjectName();
        return "the setting " + setting + " " + error.getDefaultMessage();
    }
}
