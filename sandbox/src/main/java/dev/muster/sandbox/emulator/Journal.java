package dev.muster.sandbox.emulator;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/**
 * An append-only file of JSON lines that outlives the process, {@code kill -9} included: an entry is with the operating
 * system before {@link #append} returns. A line that a kill tore off is dropped when the journal is opened again.
 */
public final class Journal<T> implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Journal.class);

    private final FileChannel file;

    private Journal(FileChannel file) {
        this.file = file;
    }

    /**
     * Opens a journal, making it where there is none, and hands every entry to {@code replay}, oldest first.
     *
     * @throws IllegalStateException when a line other than the last cannot be read
     */
    public static <T> Journal<T> open(Path path, Class<T> type, Consumer<? super T> replay) {
        try {
            Files.createDirectories(path.toAbsolutePath().getParent());
            FileChannel file = FileChannel.open(path, CREATE, WRITE, APPEND);
            long whole = 0;
            List<byte[]> lines = lines(Files.readAllBytes(path));
            for (int i = 0; i < lines.size(); i++) {
                byte[] line = lines.get(i);
                Optional<T> entry = read(line, type);
                if (entry.isPresent()) {
                    replay.accept(entry.get());
                    whole += line.length;
                } else if (i < lines.size() - 1) {
                    throw new IllegalStateException("Line " + (i + 1) + " of " + path
                            + " cannot be read. Mend or delete it, or start afresh with --fresh.");
                } else {
                    log.warn("The last line of {} was torn off and is dropped ({} bytes)", path, line.length);
                    file.truncate(whole);
                }
            }
            return new Journal<>(file);
        } catch (IOException e) {
            throw new UncheckedIOException("The journal " + path + " cannot be opened: " + e.getMessage(), e);
        }
    }

    private static <T> Optional<T> read(byte[] line, Class<T> type) {
        if (line[line.length - 1] != '\n') {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(Json.MAPPER.readValue(line, type));
        } catch (JacksonException _) {
            return Optional.empty();
        }
    }

    private static List<byte[]> lines(byte[] content) {
        var lines = new ArrayList<byte[]>();
        int start = 0;
        for (int i = 0; i < content.length; i++) {
            if (content[i] == '\n' || i == content.length - 1) {
                lines.add(Arrays.copyOfRange(content, start, i + 1));
                start = i + 1;
            }
        }
        return lines;
    }

    /** Appends one entry; when this returns, a killed process no longer loses it. */
    public synchronized void append(T entry) {
        var line = ByteBuffer.wrap((Json.MAPPER.writeValueAsString(entry) + "\n").getBytes(StandardCharsets.UTF_8));
        try {
            while (line.hasRemaining()) {
                file.write(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The journal cannot be written", e);
        }
    }

    @Override
    public synchronized void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
