package dev.muster.events.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LabelTest {

    private final Label codes = new Label();

    @Test
    void codesStandAsTheyAre() {
        assertThat(codes.valueOf("invalid_email")).isEqualTo("invalid_email");
        assertThat(codes.valueOf("429")).isEqualTo("429");
    }

    @Test
    void whatIsNoCodeIsOther() {
        assertThat(codes.valueOf("ada@example.org")).isEqualTo("other");
        assertThat(codes.valueOf("x".repeat(41))).isEqualTo("other");
        assertThat(codes.valueOf("")).isEqualTo("other");
        assertThat(codes.valueOf(null)).isEqualTo("other");
    }

    @Test
    void thereAreOnlySoManyAndTheFirstOfThemStay() {
        IntStream.range(0, Label.MOST).forEach(i -> codes.valueOf("code_" + i));

        assertThat(codes.valueOf("one_too_many")).isEqualTo("other");
        assertThat(codes.valueOf("code_0")).isEqualTo("code_0");
    }
}
