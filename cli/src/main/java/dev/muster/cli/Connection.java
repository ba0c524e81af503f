package dev.muster.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which gateway a command speaks to, and as whom: the options that every command has. */
final class Connection {

    static final String TOKEN = "MUSTER_OPERATOR_TOKEN";
    static final String GATEWAY = "MUSTER_GATEWAY";

    private static final String USUALLY = "http://127.0.0.1:8080";

    @Option(
            names = "--gateway",
            paramLabel = "URL",
            description = "the gateway, else what MUSTER_GATEWAY says, else " + USUALLY)
    private @Nullable URI gateway;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "the sandbox's data directory, whose operator's token is used; else what MUSTER_OPERATOR_TOKEN"
                            + " says, else the token in .muster")
    private @Nullable Path data;

    @Option(names = "--json", description = "say it as JSON, for scripts")
    private boolean json;

    /** Whether what is said is for a script. */
    boolean isForScripts() {
        return json;
    }

    /**
     * The gateway.
     *
     * @param usualData where the sandbox keeps its data unless the person says otherwise
     * @throws Trouble if there is no token to show it
     */
    Gateway open(Map<String, String> environment, Path usualData) {
        var address = gateway != null ? gateway : address(environment.getOrDefault(GATEWAY, USUALLY));
        if (address.getHost() == null || !String.valueOf(address.getScheme()).matches("https?")) {
            throw Trouble.of(address + " is not the address of a gateway: give one such as " + USUALLY + ".");
        }
        return new Gateway(address, token(environment, usualData));
    }

    private static URI address(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException _) {
            throw Trouble.of(GATEWAY + " is not an address: give one such as " + USUALLY + ".");
        }
    }

    private String token(Map<String, String> environment, Path usualData) {
        var given = environment.getOrDefault(TOKEN, "");
        return data == null && !given.isBlank() ? given.strip() : kept(data == null ? usualData : data);
    }

    private static String kept(Path data) {
        try {
            return Files.readString(data.resolve("operator-token")).strip();
        } catch (IOException _) {
            throw Trouble.of("There is no operator's token in " + data + ": set " + TOKEN
                    + ", or name the sandbox's data directory with --data DIR.");
        }
    }
}
