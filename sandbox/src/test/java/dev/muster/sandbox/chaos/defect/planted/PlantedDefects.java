package dev.muster.sandbox.chaos.defect.planted;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.bson.BsonValue;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;

/**
 * An auto-configuration that changes a service's wiring: its Kafka clients and its document store are meddled with while a {@link
 * Defect} is at work, and are themselves otherwise.
 */
@Configuration(proxyBeanMethods = false)
public class PlantedDefects {

    private static final String OUTCOMES = "muster.slack-invites";
    private static final String LEDGERS = "_effects";

    /** Changes the beans that Boot and the services make under these names. */
    @Bean
    static BeanPostProcessor planting() {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return switch (name) {
                    case "kafkaConsumerFactory" -> meddled(bean, PlantedDefects::consumer);
                    case "kafkaProducerFactory" -> meddled(bean, PlantedDefects::producer);
                    case "store" -> collections(bean);
                    default -> bean;
                };
            }
        };
    }

    /** A factory of spring-kafka's, with a post-processor of ours. */
    private static Object meddled(Object factory, UnaryOperator<Object> change) {
        try {
            var add = Arrays.stream(factory.getClass().getMethods())
                    .filter(method -> method.getName().equals("addPostProcessor"))
                    .findFirst()
                    .orElseThrow();
            add.invoke(
                    factory,
                    Meddling.with(add.getParameterTypes()[0], (_, arguments) -> change.apply(first(arguments))));
            return factory;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object consumer(Object original) {
        var consumer = (Consumer<?, ?>) original;
        return Meddling.with(Consumer.class, (method, arguments) -> {
            var answer = Meddling.original(consumer, method, arguments);
            if (answer instanceof ConsumerRecords<?, ?> records && Defect.OFFSET_BEFORE_EFFECT.isAtWork()) {
                records.partitions().forEach(partition -> commit(consumer, partition, records));
            }
            return answer;
        });
    }

    private static void commit(Consumer<?, ?> consumer, TopicPartition partition, ConsumerRecords<?, ?> records) {
        var next = records.records(partition).getLast().offset() + 1;
        consumer.commitSync(Map.of(partition, new OffsetAndMetadata(next)), Duration.ofSeconds(5));
    }

    private static Object producer(Object original) {
        var outcomes = new AtomicInteger();
        return Meddling.with(Producer.class, (method, arguments) -> {
            if (method.getName().equals("send")
                    && first(arguments) instanceof ProducerRecord<?, ?> record
                    && record.topic().equals(OUTCOMES)
                    && Defect.LOST_OUTCOME.isAtWork()
                    && outcomes.getAndIncrement() % 2 == 0) {
                return asIfSent(arguments);
            }
            return Meddling.original(original, method, arguments);
        });
    }

    /** The producer's caller is the one to wait for it. */
    @SuppressWarnings("FutureReturnValueIgnored")
    private static Object asIfSent(@Nullable Object @Nullable [] arguments) {
        var sent = new RecordMetadata(new TopicPartition(OUTCOMES, 0), 0, 0, 0, 0, 0);
        if (arguments != null && arguments.length > 1 && arguments[1] instanceof Callback callback) {
            callback.onCompletion(sent, null);
        }
        return CompletableFuture.completedFuture(sent);
    }

    /** The database, its ledgers meddled with. */
    private static Object collections(Object database) {
        return Meddling.with(database.getClass().getInterfaces()[0], (method, arguments) -> {
            var answer = Meddling.original(database, method, arguments);
            return method.getName().equals("getCollection")
                            && String.valueOf(first(arguments)).contains(LEDGERS)
                            && answer != null
                    ? rows(answer, method.getReturnType())
                    : answer;
        });
    }

    private static Object rows(Object collection, Class<?> type) {
        return Meddling.with(type, (method, arguments) -> {
            if (method.getName().equals("findOneAndUpdate") && Defect.LEDGER_OFF.isAtWork() && arguments != null) {
                return granted(collection, method, arguments);
            }
            var answer = Meddling.original(collection, method, arguments);
            return type.isInstance(answer) ? rows(answer, type) : answer;
        });
    }

    /** Of the claim's conditions the id alone is left, and there never is an earlier row. */
    private static Object granted(Object collection, Method method, @Nullable Object[] arguments) throws Throwable {
        var conditions = ((Bson) first(arguments)).toBsonDocument().getArray("$and");
        var changed = arguments.clone();
        changed[0] = conditions.stream()
                .map(BsonValue::asDocument)
                .filter(condition -> condition.containsKey("_id"))
                .findFirst()
                .orElseThrow();
        var claim = Meddling.original(collection, method, changed);
        return claim == null ? Mono.empty() : Mono.from((Publisher<?>) claim).then();
    }

    private static Object first(@Nullable Object @Nullable [] arguments) {
        if (arguments == null || arguments.length == 0 || arguments[0] == null) {
            throw new IllegalArgumentException("a call without an argument");
        }
        return arguments[0];
    }
}
