package dev.muster.events;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toUnmodifiableMap;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.kafka.KafkaMessageFactory;
import io.cloudevents.rw.CloudEventRWException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Events as Kafka records: CloudEvents 1.0 in Kafka's binary mode, JSON in the value. What is written is checked against the
 * event type's schema, and so is what is read, except that it may have more fields than this code knows.
 *
 * @see <a href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/kafka-protocol-binding.md">Kafka
 *     binding</a>
 */
public final class EventCodec {

    private static final Logger log = LoggerFactory.getLogger(EventCodec.class);

    private static final String TYPE_PREFIX = "dev.muster.";
    private static final String UNKNOWN_FIELD = "additionalProperties";
    private static final String REQUIRED = "required";
    private static final int FIRST_YEAR = 1970;
    private static final int LAST_YEAR = 9999;

    private static final SchemaRegistryConfig STRICT =
            SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build();

    private static final Map<String, Class<? extends MusterEvent>> TYPES =
            typesOf(MusterEvent.class).distinct().collect(toUnmodifiableMap(EventCodec::typeOf, Function.identity()));

    private final JsonMapper json = JsonMapper.builder()
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .changeDefaultPropertyInclusion(all -> all.withValueInclusion(JsonInclude.Include.NON_NULL))
            .build();

    private final Map<Class<? extends MusterEvent>, Schema> schemas =
            TYPES.values().stream().collect(toUnmodifiableMap(Function.identity(), EventCodec::load));

    /**
     * The record to publish, stamped with the event's own time.
     *
     * @throws IllegalArgumentException if the event does not fit its schema: a defect of the caller
     */
    public ProducerRecord<String, byte[]> write(Envelope<?> envelope) {
        var event = envelope.event();
        var data = json.writeValueAsString(event);
        check(event, data);
        var cloudEvent = CloudEventBuilder.v1()
                .withId(envelope.id())
                .withSource(URI.create(envelope.source()))
                .withType(typeOf(event.getClass()))
                .withTime(envelope.time().atOffset(ZoneOffset.UTC))
                .withSubject(event.key())
                .withDataContentType("application/json")
                .withData(data.getBytes(StandardCharsets.UTF_8))
                .build();
        return KafkaMessageFactory.<String>createWriter(
                        Topic.of(event), null, envelope.time().toEpochMilli(), event.key())
                .writeBinary(cloudEvent);
    }

    /**
     * The event in a record, as {@link #read(ConsumerRecord)} gives it.
     *
     * @param family what the record's topic holds
     * @throws UnreadableEvent if the record is no event of that family
     */
    public <E extends MusterEvent> Optional<Envelope<E>> read(ConsumerRecord<String, byte[]> record, Class<E> family) {
        return read(record).map(envelope -> {
            if (!family.isInstance(envelope.event())) {
                throw new UnreadableEvent("does not belong into " + record.topic(), null);
            }
            return new Envelope<>(envelope.id(), envelope.source(), envelope.time(), family.cast(envelope.event()));
        });
    }

    /**
     * The same for whoever keeps a view and goes on: what is no event of that family is nothing, and logged, since it is some
     * group's dead letter.
     */
    public <E extends MusterEvent> Optional<Envelope<E>> readOrPassOver(
            ConsumerRecord<String, byte[]> record, Class<E> family) {
        try {
            return read(record, family);
        } catch (UnreadableEvent e) {
            log.warn("{}-{}@{} passed over: {}", record.topic(), record.partition(), record.offset(), e.getMessage());
            return Optional.empty();
        }
    }

    /**
     * The event in a record, or nothing where there is none: the record is a tombstone, or of a type that this code does not
     * know yet.
     *
     * @throws UnreadableEvent if the record is no event of ours
     */
    public Optional<Envelope<?>> read(ConsumerRecord<String, byte[]> record) {
        if (record.value() == null) {
            return Optional.empty();
        }
        var cloudEvent = envelopeOf(record);
        var type = TYPES.get(cloudEvent.getType());
        if (type == null && cloudEvent.getType().startsWith(TYPE_PREFIX)) {
            return Optional.empty();
        }
        if (type == null) {
            throw new UnreadableEvent("of a foreign type, " + cloudEvent.getType(), null);
        }
        if (cloudEvent.getId().isEmpty()) {
            throw new UnreadableEvent("with an empty ce_id", null);
        }
        var event = eventOf(cloudEvent, type);
        if (!event.key().equals(record.key())) {
            throw new UnreadableEvent("the record's key is not the event's", null);
        }
        return Optional.of(
                new Envelope<>(cloudEvent.getId(), cloudEvent.getSource().toString(), timeOf(cloudEvent), event));
    }

    private static CloudEvent envelopeOf(ConsumerRecord<String, byte[]> record) {
        try {
            return KafkaMessageFactory.createReader(record).toEvent();
        } catch (CloudEventRWException | IllegalArgumentException | IllegalStateException | NullPointerException e) {
            // The SDK meets a header without a value with the last of these.
            throw new UnreadableEvent("no CloudEvents 1.0 envelope", e);
        }
    }

    private static Instant timeOf(CloudEvent cloudEvent) {
        var time = cloudEvent.getTime();
        if (time == null || time.getYear() < FIRST_YEAR || time.getYear() > LAST_YEAR) {
            throw new UnreadableEvent("without a ce_time that can be", null);
        }
        return time.toInstant();
    }

    private MusterEvent eventOf(CloudEvent cloudEvent, Class<? extends MusterEvent> type) {
        var data = cloudEvent.getData();
        if (data == null) {
            throw new UnreadableEvent("without data", null);
        }
        try {
            var tree = json.readTree(data.toBytes());
            var misfits = schemaOf(type).validate(tree).stream()
                    .filter(misfit -> !misfit.getKeyword().equals(UNKNOWN_FIELD))
                    .toList();
            if (!misfits.isEmpty()) {
                throw new UnreadableEvent("no " + type.getSimpleName() + ": " + describe(misfits), null);
            }
            return json.treeToValue(tree, type);
        } catch (JacksonException e) {
            throw new UnreadableEvent("no " + type.getSimpleName() + ": not JSON", e);
        }
    }

    private void check(MusterEvent event, String data) {
        var misfits = schemaOf(event.getClass()).validate(data, InputFormat.JSON);
        if (!misfits.isEmpty()) {
            throw new IllegalArgumentException(
                    event.getClass().getSimpleName() + " does not fit its schema: " + describe(misfits));
        }
    }

    /** Where and why, without the values, which may be personal. */
    private static String describe(List<Error> misfits) {
        return misfits.stream().map(EventCodec::describe).collect(joining(", "));
    }

    private static String describe(Error misfit) {
        var what = misfit.getInstanceLocation() + " " + misfit.getKeyword();
        return misfit.getKeyword().equals(REQUIRED) ? what + " " + misfit.getProperty() : what;
    }

    private Schema schemaOf(Class<? extends MusterEvent> type) {
        return requireNonNull(schemas.get(type), () -> "no schema for " + type);
    }

    /** The event types of a family, and of the families in it. */
    private static Stream<Class<? extends MusterEvent>> typesOf(Class<? extends MusterEvent> family) {
        return family.isSealed()
                ? Stream.of(family.getPermittedSubclasses())
                        .flatMap(each -> typesOf(each.asSubclass(MusterEvent.class)))
                : Stream.of(family);
    }

    private static String typeOf(Class<? extends MusterEvent> type) {
        return TYPE_PREFIX + type.getSimpleName();
    }

    private static Schema load(Class<? extends MusterEvent> type) {
        try (var schema = EventCodec.class.getResourceAsStream("schema/" + type.getSimpleName() + ".json")) {
            return SchemaRegistry.withDefaultDialect(
                            SpecificationVersion.DRAFT_2020_12, registry -> registry.schemaRegistryConfig(STRICT))
                    .getSchema(schema, InputFormat.JSON);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
