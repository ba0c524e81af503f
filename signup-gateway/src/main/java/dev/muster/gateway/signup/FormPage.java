package dev.muster.gateway.signup;

import dev.muster.gateway.web.InvalidField;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The form as it is shown: what was typed, and what is wrong with it.
 *
 * @param submission what was typed
 * @param errors what is wrong with single fields
 * @param problem what is wrong at our side, as a key of the message bundle
 */
record FormPage(
        Submission submission,
        List<InvalidField> errors,
        @Nullable String problem) {

    private static final List<String> SHOWN = List.of(SignupRules.EMAIL, SignupRules.NAME);

    /** What the template is given. */
    Map<String, Object> model() {
        var model = new HashMap<String, Object>();
        model.put("email", submission.typed(SignupRules.EMAIL));
        model.put("name", name());
        model.put("errors", errors);
        model.put("fields", SHOWN);
        model.put("failed", !errors.isEmpty() || problem != null);
        errors.stream()
                .filter(error -> SHOWN.contains(error.field()))
                .forEach(error -> model.putIfAbsent(error.field() + "Error", error.reason()));
        if (problem != null) {
            model.put("problem", problem);
        }
        return model;
    }

    /** What a form with other fields than ours calls the first and the last name is kept as one. */
    private String name() {
        if (submission.has(SignupRules.NAME)) {
            return submission.typed(SignupRules.NAME);
        }
        return String.join(
                " ",
                Stream.of(SignupRules.FIRST_NAMES, SignupRules.LAST_NAMES)
                        .flatMap(names -> names.stream()
                                .map(submission::typed)
                                .filter(typed -> !typed.isBlank())
                                .limit(1))
                        .toList());
    }
}
