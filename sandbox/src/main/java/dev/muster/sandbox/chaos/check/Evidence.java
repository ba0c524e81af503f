package dev.muster.sandbox.chaos.check;

import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * What a run leaves for the checks: what people were promised and saw, and where the logs and journals are to be read.
 * Everything is settled, and still running.
 *
 * @param replicas how many instances of a service run, where it runs more than once
 * @param kafka the settings of a client that may read everything
 * @param slack the emulated Slack's address, ending in a slash
 * @param crm the emulated CRM's address, ending in a slash
 * @param crmKey the key that it takes
 */
public record Evidence(
        int replicas,
        Map<String, Object> kafka,
        String mongoUri,
        URI slack,
        URI crm,
        String crmKey,
        List<AcceptedSignup> signups,
        List<AcceptedAnswer> answers,
        List<AcceptedSkip> skips,
        List<Sighting> sightings,
        List<Suspension> suspensions) {

    public Evidence {
        kafka = Map.copyOf(kafka);
        signups = List.copyOf(signups);
        answers = List.copyOf(answers);
        skips = List.copyOf(skips);
        sightings = List.copyOf(sightings);
        suspensions = List.copyOf(suspensions);
    }
}
