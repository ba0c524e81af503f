package dev.muster.sandbox.journey;

import static dev.muster.sandbox.journey.Community.SOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/** More people than can sign up one by one: their events are copies of one that the gateway has published. */
final class Crowd {

    private static final String TOPIC = "muster.signups";
    private static final String ID_LETTERS = "abcdefghijklmnopqrstuvwxyz234567";

    private final Community community;
    private final Random random = new Random(7);
    private final String email = Community.newAddress();
    private final ConsumerRecord<String, byte[]> model;

    Crowd(Community community) {
        this.community = community;
        var signupId = community.signUp(email);
        this.model = await().atMost(SOON)
                .until(() -> community.log().records(TOPIC, signupId), found -> !found.isEmpty())
                .getFirst();
    }

    /** So many others sign up. */
    void joins(int people) {
        community.log().produce(IntStream.range(0, people).mapToObj(_ -> another()));
    }

    private ProducerRecord<String, byte[]> another() {
        var signupId = random.ints(model.key().length(), 0, ID_LETTERS.length())
                .mapToObj(i -> ID_LETTERS.substring(i, i + 1))
                .collect(Collectors.joining());
        var value =
                new String(model.value(), UTF_8).replace(model.key(), signupId).replace(email, Community.newAddress());
        var another = new ProducerRecord<>(TOPIC, null, signupId, value.getBytes(UTF_8), model.headers());
        another.headers()
                .remove("ce_id")
                .add("ce_id", UUID.randomUUID().toString().getBytes(UTF_8));
        return another;
    }
}
