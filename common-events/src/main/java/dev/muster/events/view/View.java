package dev.muster.events.view;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toUnmodifiableMap;

import com.mongodb.reactivestreams.client.MongoDatabase;
import dev.muster.events.fault.Pause;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.bson.Document;
import org.bson.types.Binary;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.ConsumerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A view of some topics: the collections that a service keeps in the document store. Whoever writes asks for the live generation
 * after polling and before each write, and is told to wait while there is none that is whole, or while it is frozen.
 */
public final class View {

    private static final Logger log = LoggerFactory.getLogger(View.class);

    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final Duration A_MOMENT = Duration.ofSeconds(2);

    /** Longer than a builder may freeze the live generation. */
    private static final Duration A_WHILE = Duration.ofSeconds(20);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final MongoDatabase store;
    private final InstantSource clock;
    private final String name;
    private final List<String> collections;
    private final Mark mark;
    private final ViewWriter writer;
    private final ViewMeters meters;
    private final Build build;
    private volatile int indexed;

    View(
            MongoDatabase store,
            ConsumerFactory<String, byte[]> consumers,
            InstantSource clock,
            String name,
            List<String> collections,
            Collection<String> topics,
            ViewWriter writer,
            ViewMeters meters) {
        this.store = store;
        this.clock = clock;
        this.name = name;
        this.collections = List.copyOf(collections);
        this.mark = new Mark(store, name);
        this.writer = writer;
        this.meters = meters;
        this.build = new Build(this, mark, consumers, topics, writer, clock, meters);
    }

    /** The live generation, to be read. An error where none is whole: a {@link Pause}, or the store's own where it is away. */
    public Mono<Live> live() {
        return mark.read().flatMap(state -> state.whole() ? Mono.just(liveIn(state)) : Mono.error(this::notNow));
    }

    /**
     * What is read in the live generation, or an error as above. Looked at once more after it was read, since what is read in a
     * collection that was just dropped is nothing.
     */
    public <T> Mono<T> read(Function<Live, Mono<T>> reading) {
        return live().flatMap(live -> reading.apply(live).singleOptional().flatMap(found -> look().flatMap(seen -> {
            if (!seen.isThere()) {
                return Mono.error(this::notNow);
            }
            return liveIn(seen.state()).equals(live) ? Mono.justOrEmpty(found) : read(reading);
        })));
    }

    /**
     * The live generation, to be written for a record that was polled before. Waits a moment for it.
     *
     * @throws Pause while none is whole, or it is about to be replaced
     */
    public Live write() {
        return await(A_MOMENT).orElseThrow(this::notNow);
    }

    /** Whether that is the live generation now, and to be written. */
    public boolean isStill(Live live) {
        return writable().filter(live::equals).isPresent();
    }

    /**
     * The live generation, to be written at the end of what began in it, or nothing where there is none that soon. Who is about to
     * replace it is waited for: what is written now would not be taken along.
     */
    public Optional<Live> settle() {
        return await(A_WHILE);
    }

    /** Builds the view anew, as {@link Rebuildable#rebuild} promises it. */
    public void rebuild(Rebuildable.Progress progress) throws InterruptedException {
        build(progress, () -> {
            var before = mark.readNow().live();
            return state -> state.whole() && state.live() > before;
        });
    }

    /**
     * Has the view be whole: builds it where it is not, and puts away what others have left.
     *
     * @return whether it is whole
     */
    boolean mind() throws InterruptedException {
        var seen = lookNow();
        if (seen.isThere()) {
            build.tidy(seen.state());
            if (indexed != seen.state().live()) {
                // An earlier version may have built it.
                indexed = seen.state().live();
                index(generation(indexed));
            }
        } else {
            meters.looked(false);
            mark.lose(seen.state());
            build((partition, position, end) -> {}, () -> Mark.State::whole);
        }
        var isWhole = mark.readNow().whole();
        meters.looked(isWhole);
        return isWhole;
    }

    private void build(Rebuildable.Progress progress, Supplier<Predicate<Mark.State>> done)
            throws InterruptedException {
        try {
            build.run(progress, done.get());
        } catch (RuntimeException e) {
            // Both Kafka's consumer and the store's driver wrap an interruption, and keep the flag.
            if (Thread.currentThread().isInterrupted()) {
                throw (InterruptedException) new InterruptedException("called off").initCause(e);
            }
            throw e;
        }
    }

    String name() {
        return name;
    }

    List<String> collections() {
        return collections;
    }

    Generation generation(int number) {
        return new Generation(store, number);
    }

    /** The store's own ids of a generation's collections, by their names; empty where the store has none. */
    Mono<Map<String, String>> idsOf(Generation generation) {
        return Flux.from(store.listCollections())
                .collectMap(info -> info.getString("name"), View::idIn)
                .map(ids -> collections.stream()
                        .filter(collection -> ids.containsKey(generation.nameOf(collection)))
                        .collect(toUnmodifiableMap(
                                collection -> collection,
                                collection -> requireNonNull(ids.get(generation.nameOf(collection))))));
    }

    /** What there is in the store of the generations up to a number, but for the live one. */
    List<String> leftovers(int live, int upTo) {
        return requireNonNull(Flux.from(store.listCollectionNames())
                .filter(other -> collections.stream()
                        .mapToInt(own -> numberIn(own, other))
                        .anyMatch(number -> number > 0 && number <= upTo && number != live))
                .collectList()
                .block(LONGEST));
    }

    void drop(String collection) {
        Mono.from(store.getCollection(collection).drop()).block(LONGEST);
    }

    void create(Generation generation) {
        collections.forEach(collection ->
                Mono.from(store.createCollection(generation.nameOf(collection))).block(LONGEST));
        index(generation);
    }

    /** Without, looking takes longer and nothing else. */
    private void index(Generation generation) {
        try {
            writer.index(generation);
        } catch (RuntimeException e) {
            log.warn("{} goes without an index: {}", generation.nameOf(name), e.toString());
        }
    }

    /** Which generation of one of the view's collections that is, 0 where it is none. */
    private static int numberIn(String own, String other) {
        if (other.equals(own)) {
            return 1;
        }
        return other.startsWith(own + ".") && other.matches(".*\\.\\d{1,9}")
                ? Integer.parseInt(other.substring(own.length() + 1))
                : 0;
    }

    private static String idIn(Document collection) {
        return switch (collection.get("info", new Document()).get("uuid")) {
            case null -> "";
            case Binary binary -> HexFormat.of().formatHex(binary.getData());
            case Object other -> other.toString();
        };
    }

    private record Look(Mark.State state, Map<String, String> ids) {

        /** A collection that was dropped is not there, or another one is. */
        boolean isThere() {
            return state.whole() && state.collections().equals(ids);
        }
    }

    private Mono<Look> look() {
        return mark.read().flatMap(state -> idsOf(generation(state.live())).map(ids -> new Look(state, ids)));
    }

    private Look lookNow() {
        return requireNonNull(look().block(LONGEST));
    }

    /** The live generation, where it may be written this moment. */
    Optional<Live> writable() {
        return Optional.of(lookNow())
                .filter(seen -> seen.isThere() && !seen.state().frozen())
                .map(seen -> liveIn(seen.state()));
    }

    private Live liveIn(Mark.State state) {
        return new Live(generation(state.live()), state.bornAt());
    }

    private Optional<Live> await(Duration atMost) {
        var until = System.nanoTime() + atMost.toNanos();
        var live = writable();
        while (live.isEmpty() && System.nanoTime() < until && slept()) {
            live = writable();
        }
        return live;
    }

    private static boolean slept() {
        try {
            Thread.sleep(BETWEEN_LOOKS);
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Pause notNow() {
        return new Pause(Pause.Scope.LINE, clock.instant().plus(PAUSE), "the view " + name + " is being built");
    }
}
