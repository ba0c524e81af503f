package dev.muster.sandbox.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The settings of the person who starts Muster: the environment, and {@code muster.env} where the environment is silent.
 * Only names that begin with {@code SLACK_}, {@code ACTIVECAMPAIGN_} or {@code MUSTER_} are settings; a blank value is none.
 */
public record MusterEnv(Map<String, String> variables) {

    private static final Pattern LINE = Pattern.compile("(?:export\\s+)?([A-Za-z_][A-Za-z0-9_]*)\\s*=(.*)");
    private static final Pattern SETTING = Pattern.compile("(SLACK|ACTIVECAMPAIGN|MUSTER)_[A-Z0-9_]+");

    /**
     * Reads the settings.
     *
     * @param file lines of {@code KEY=VALUE}; empty lines and lines beginning with # are passed over, and the file may be missing
     * @throws Refusal when a line is anything else
     */
    public static MusterEnv read(Map<String, String> environment, Path file) {
        var variables = new HashMap<String, String>();
        if (Files.exists(file)) {
            List<String> lines = lines(file);
            for (int i = 0; i < lines.size(); i++) {
                String line = lines.get(i).strip();
                if (line.isEmpty() || line.startsWith("#")) {
                    continue;
                }
                Matcher pair = LINE.matcher(line);
                if (!pair.matches()) {
                    throw Refusal.because("Line " + (i + 1) + " of " + file + " is not of the form KEY=VALUE.");
                }
                variables.put(pair.group(1), unquoted(pair.group(2).strip()));
            }
        }
        variables.putAll(environment);
        variables
                .entrySet()
                .removeIf(variable -> variable.getValue().isBlank()
                        || !SETTING.matcher(variable.getKey()).matches());
        return new MusterEnv(Map.copyOf(variables));
    }

    /** The same settings but for one. */
    public MusterEnv without(String name) {
        var rest = new HashMap<>(variables);
        rest.remove(name);
        return new MusterEnv(Map.copyOf(rest));
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw Refusal.because(file + " cannot be read: " + e.getMessage());
        }
    }

    private static String unquoted(String value) {
        char first = value.isEmpty() ? ' ' : value.charAt(0);
        boolean quoted =
                value.length() >= 2 && (first == '"' || first == '\'') && value.charAt(value.length() - 1) == first;
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
