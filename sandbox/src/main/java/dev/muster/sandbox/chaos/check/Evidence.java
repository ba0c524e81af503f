package dev.muster.sandbox.chaos.check;

import java.net.URI;
import java.util.List;

/**
 * What a run leaves for the checks: what people were promised and saw, and where the logs and journals are to be read.
 * Everything is settled, and still running.
 *
 * @param replicas how many instances of a service run, where it runs more than once
 * @param bootstrap the broker's address, {@code host:port}, several with commas
 * @param slack the emulated Slack's address, ending in a slash
 * @param crm the emulated CRM's address, ending in a slash
 */
public record Evidence(
        int replicas,
        String bootstrap,
        String mongoUri,
        URI slack,
        URI crm,
        List<AcceptedSignup> signups,
        List<AcceptedAnswer> answers,
        List<AcceptedSkip> skips,
        List<Sighting> sightings,
        List<Suspension> suspensions) {

    public Evidence {
        signups = List.copyOf(signups);
        answers = List.copyOf(answers);
        skips = List.copyOf(skips);
        sightings = List.copyOf(sightings);
        suspensions = List.copyOf(suspensions);
    }
}
