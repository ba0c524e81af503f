package dev.muster.slack.bot;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.slack.api.bolt.context.builtin.ViewSubmissionContext;
import com.slack.api.bolt.request.builtin.ViewSubmissionRequest;
import com.slack.api.bolt.response.Response;
import dev.muster.events.Answer;
import dev.muster.events.AnswersSubmitted;
import dev.muster.slack.message.Form;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Takes answers: the form closes when the log has them, else it stays open with the text in it. */
@Component
final class Submissions {

    private static final Logger log = LoggerFactory.getLogger(Submissions.class);
    private static final int BYTES_OF_HASH = 8;

    private final Interactions interactions;
    private final InstantSource clock;

    Submissions(Interactions interactions, InstantSource clock) {
        this.interactions = interactions;
        this.clock = clock;
    }

    Response on(ViewSubmissionRequest request, ViewSubmissionContext context) {
        var view = request.getPayload().getView();
        var runId = view.getPrivateMetadata();
        var userId = request.getPayload().getUser().getId();
        var answers = Form.answersIn(view);
        var tooLong = tooLong(answers);
        if (!tooLong.isEmpty()) {
            return context.ackWithErrors(tooLong);
        }
        try {
            interactions.publish(
                    "answers:" + view.getId() + ":" + hashOf(answers),
                    new AnswersSubmitted(runId, userId, answers, clock.instant()));
        } catch (RuntimeException e) {
            log.warn("{} has to submit again for {}: {}", userId, runId, e.toString());
            return context.ackWithErrors(
                    Map.of(
                            Form.blockOf(0),
                            "Your answers could not be saved just now. Your text is still here: please submit again in a moment."));
        }
        log.info("{} answers {}", userId, runId);
        return context.ack(response -> response.responseAction("clear"));
    }

    /** The form stops these already; what comes by another way is told so. */
    private static Map<String, String> tooLong(List<Answer> answers) {
        var errors = new LinkedHashMap<String, String>();
        for (var i = 0; i < answers.size(); i++) {
            if (answers.get(i).text().length() > Form.LONGEST_ANSWER) {
                errors.put(Form.blockOf(i), "At most " + Form.LONGEST_ANSWER + " characters, please.");
            }
        }
        return errors;
    }

    /** Submitting the same again is the same event. */
    private static String hashOf(List<Answer> answers) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (var answer : answers) {
                digest.update(answer.text().getBytes(UTF_8));
                digest.update((byte) 0);
            }
            return HexFormat.of().formatHex(digest.digest(), 0, BYTES_OF_HASH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
