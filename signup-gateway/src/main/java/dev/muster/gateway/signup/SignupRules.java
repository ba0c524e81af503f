package dev.muster.gateway.signup;

import static java.util.stream.Collectors.joining;

import dev.muster.gateway.web.Characters;
import dev.muster.gateway.web.InvalidField;
import jakarta.validation.Validator;
import jakarta.validation.constraints.Email;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.Stream;

/** What a sign-up must be like. Everything that people may be called, and every address that mail may reach, is accepted. */
final class SignupRules {

    /** The names that clients have for the fields; the first is ours. */
    static final List<String> FIRST_NAMES = List.of("firstName", "first_name");

    static final List<String> LAST_NAMES = List.of("lastName", "last_name");
    static final String EMAIL = "email";
    static final String NAME = "name";

    private static final int LONGEST_EMAIL = 254;
    private static final int LONGEST_NAME = 100;

    private final Validator validator;

    private record Address(@Email String email) {}

    /** What becomes of a submission. */
    sealed interface Verdict {

        /** It names somebody. */
        record Accepted(Applicant applicant) implements Verdict {}

        /** It cannot be taken as it is. */
        record Refused(List<InvalidField> errors) implements Verdict {}
    }

    SignupRules(Validator validator) {
        this.validator = validator;
    }

    /** Checks everything that was sent, so that a person hears of all that is wrong at once. */
    Verdict check(Submission submission) {
        var errors = new ArrayList<>(submission.errors());
        if (submission.errors().stream().noneMatch(error -> error.pointer().equals("#"))) {
            Stream.of(List.of(NAME), FIRST_NAMES, LAST_NAMES, List.of(EMAIL))
                    .flatMap(List::stream)
                    .forEach(field -> reasonAgainst(submission, field)
                            .map(reason -> InvalidField.in(submission.base(), field, reason))
                            .filter(error -> errors.stream()
                                    .noneMatch(other -> other.pointer().equals(error.pointer())))
                            .ifPresent(errors::add));
        }
        return errors.isEmpty() ? new Verdict.Accepted(applicant(submission)) : new Verdict.Refused(errors);
    }

    private Optional<String> reasonAgainst(Submission submission, String field) {
        if (field.equals(EMAIL)) {
            return reasonAgainstEmail(Characters.normal(submission.typed(EMAIL)).toLowerCase(Locale.ROOT));
        }
        return submission.has(field)
                ? reasonAgainstName(Characters.normal(submission.typed(field)), LAST_NAMES.contains(field))
                : Optional.empty();
    }

    private Optional<String> reasonAgainstEmail(String email) {
        if (email.isEmpty()) {
            return Optional.of("error.email.required");
        }
        if (email.codePointCount(0, email.length()) > LONGEST_EMAIL) {
            return Optional.of("error.email.long");
        }
        var domain = email.substring(email.lastIndexOf('@') + 1);
        var valid = noneIn(email, SignupRules::isForbidden)
                && email.codePoints().allMatch(Characters::isVisible)
                && domain.contains(".")
                && !domain.startsWith("[")
                && validator.validateValue(Address.class, EMAIL, email).isEmpty();
        return valid ? Optional.empty() : Optional.of("error.email.invalid");
    }

    private static Optional<String> reasonAgainstName(String name, boolean mayBeBlank) {
        if (noneIn(name, Characters::isVisible)) {
            return mayBeBlank && name.isEmpty() ? Optional.empty() : Optional.of("error.name.blank");
        }
        if (name.codePointCount(0, name.length()) > LONGEST_NAME) {
            return Optional.of("error.name.long");
        }
        return noneIn(name, SignupRules::isForbidden) ? Optional.empty() : Optional.of("error.name.characters");
    }

    private static Applicant applicant(Submission submission) {
        var email = Characters.normal(submission.typed(EMAIL)).toLowerCase(Locale.ROOT);
        var words = words(submission.typed(NAME));
        var firstName = firstOf(submission, FIRST_NAMES);
        var lastName = firstOf(submission, LAST_NAMES);
        if (!firstName.isEmpty() || words.isEmpty()) {
            return new Applicant(email, firstName, lastName);
        }
        var rest = words.stream().skip(1).collect(joining(" "));
        return new Applicant(email, words.getFirst(), lastName.isEmpty() ? rest : lastName);
    }

    private static String firstOf(Submission submission, List<String> fields) {
        return fields.stream()
                .map(submission::typed)
                .map(Characters::normal)
                .filter(value -> !value.isEmpty())
                .findFirst()
                .orElse("");
    }

    private static List<String> words(String name) {
        return Arrays.stream(Characters.normal(name).split("\\s+", -1))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static boolean noneIn(String text, IntPredicate kind) {
        return text.codePoints().noneMatch(kind);
    }

    /** Markup, and what could deceive whoever reads it. */
    private static boolean isForbidden(int codePoint) {
        return codePoint == '<' || codePoint == '>' || Characters.isDeceptive(codePoint);
    }
}
