package dev.muster.events.kafka;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.springframework.kafka.core.ConsumerPostProcessor;

/**
 * Has a consumer rest while one of its partitions is paused, or while it has none. The consumer of the new group protocol does
 * not, in Kafka 4.2, and costs a core meanwhile. As long as it holds fetched records of a paused partition, its {@code poll}
 * turns in circles until its time is over: {@code FetchCollector} puts them back into the buffer, and so wakes up who waits for
 * it. As long as no broker has let it into its group, {@code poll} waits for the next heartbeat, which is always due.
 */
public final class CalmPolling implements ConsumerPostProcessor<String, byte[]> {

    private static final Duration LONGEST_REST = Duration.ofMillis(100);

    @Override
    @SuppressWarnings("unchecked")
    public Consumer<String, byte[]> apply(Consumer<String, byte[]> consumer) {
        return (Consumer<String, byte[]>) Proxy.newProxyInstance(
                Consumer.class.getClassLoader(), new Class<?>[] {Consumer.class}, new Calm(consumer));
    }

    private record Calm(Consumer<String, byte[]> consumer) implements InvocationHandler {

        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
            if (method.getName().equals("poll") && isToRest()) {
                return poll((Duration) arguments[0]);
            }
            try {
                return method.invoke(consumer, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }

        private boolean isToRest() {
            return !consumer.paused().isEmpty() || consumer.assignment().isEmpty();
        }

        private ConsumerRecords<String, byte[]> poll(Duration timeout) throws InterruptedException {
            var records = consumer.poll(Duration.ZERO);
            if (records.isEmpty()) {
                Thread.sleep(timeout.compareTo(LONGEST_REST) < 0 ? timeout : LONGEST_REST);
            }
            return records;
        }
    }
}
