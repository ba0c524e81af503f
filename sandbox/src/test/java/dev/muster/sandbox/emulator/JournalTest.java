package dev.muster.sandbox.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

    private final Path directory;

    JournalTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void entriesComeBackInTheirOrder() {
        try (var journal = open(new ArrayList<>())) {
            journal.append(new Note("ä\nb"));
            journal.append(new Note("c"));
        }

        var replayed = new ArrayList<Note>();
        open(replayed).close();

        assertThat(replayed).containsExactly(new Note("ä\nb"), new Note("c"));
    }

    @Test
    void tornLastLineIsDroppedAndTheNextEntryStandsOnALineOfItsOwn() throws IOException {
        Files.writeString(file(), "{\"text\":\"a\"}\n{\"text\":\"b\"}");
        var replayed = new ArrayList<Note>();

        try (var journal = open(replayed)) {
            journal.append(new Note("c"));
        }

        assertThat(replayed).containsExactly(new Note("a"));
        assertThat(file()).hasContent("{\"text\":\"a\"}\n{\"text\":\"c\"}");
    }

    @Test
    void damageInTheMiddleIsNotPassedOver() throws IOException {
        Files.writeString(file(), "{\"text\":\"a\"}\n{\"te\n{\"text\":\"c\"}\n");

        assertThatThrownBy(() -> open(new ArrayList<>())).hasMessageContaining("Line 2");
    }

    private Journal<Note> open(List<Note> replayed) {
        return Journal.open(file(), Note.class, replayed::add);
    }

    private Path file() {
        return directory.resolve("notes.jsonl");
    }

    record Note(String text) {}
}
