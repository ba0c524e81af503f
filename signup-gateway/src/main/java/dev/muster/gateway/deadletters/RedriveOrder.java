package dev.muster.gateway.deadletters;

import dev.muster.gateway.web.Fields;
import dev.muster.gateway.web.InvalidField;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** Which dead letters of a group an operator wants handed over again. */
sealed interface RedriveOrder {

    /** How many are redriven at once, unless an operator says otherwise. */
    int USUALLY = 100;

    /** How many can be redriven at once. */
    int MOST = 1000;

    /** These. */
    record Named(List<Place> places) implements RedriveOrder {}

    /** As many as that of those that were not redriven yet, the oldest first. */
    record All(int atMost) implements RedriveOrder {}

    /** None: it cannot be done. */
    record Refused(List<InvalidField> errors) implements RedriveOrder {}

    /** Checks an order. */
    static RedriveOrder of(ObjectNode body) {
        var fields = new Fields(body, Set.of("letters", "all", "atMost"));
        var letters = fields.texts(
                "letters",
                text -> Place.parse(text).isPresent() ? Optional.empty() : Optional.of("error.letters.form"));
        var all = fields.flag("all");
        var atMost = fields.number("atMost", 1, MOST, "error.letters.most");
        if (all.equals(Optional.of(false))) {
            fields.refuse("all", "error.letters.all");
        }
        if (fields.size("letters") > MOST) {
            fields.refuse("letters", "error.letters.many");
        }
        if (fields.isEmpty("letters") == all.isEmpty()) {
            fields.refuse("letters", all.isEmpty() ? "error.letters.none" : "error.letters.both");
        }
        if (!fields.errors().isEmpty()) {
            return new Refused(fields.errors());
        }
        return letters.<RedriveOrder>map(texts -> new Named(places(texts)))
                .orElseGet(() -> new All(atMost.orElse(USUALLY)));
    }

    private static List<Place> places(List<String> texts) {
        return texts.stream().map(text -> Place.parse(text).orElseThrow()).toList();
    }
}
