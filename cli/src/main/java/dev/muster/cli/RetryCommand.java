package dev.muster.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ./muster retry}: has one sign-up published again. */
@Command(
        name = "retry",
        description = "Have a sign-up published again: what is done stays done, what is not is tried again.",
        footerHeading = "%nExample:%n",
        footer = "  ./muster retry k3f7w2m5q4x6z2a7b3c5d6e4f2")
final class RetryCommand implements Callable<Integer> {

    private final Cli cli;

    @Mixin
    private final Connection connection = new Connection();

    @Parameters(paramLabel = "SIGNUP", description = "its id, which stands in the address of its status page")
    private String signupId = "";

    RetryCommand(Cli cli) {
        this.cli = cli;
    }

    @Override
    public Integer call() {
        try (var gateway = cli.open(connection)) {
            var answer = gateway.post("api/signups/" + Gateway.part(signupId) + "/retry");
            cli.screen().say(connection.isForScripts() ? answer.toString() : signupId + " is published again.");
            return 0;
        }
    }
}
