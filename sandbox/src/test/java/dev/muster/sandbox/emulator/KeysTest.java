package dev.muster.sandbox.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KeysTest {

    private final Keys keys = new Keys();

    @Test
    void keyHoldsUntilItIsChanged() {
        assertThat(keys.changed("key")).isEmpty();
        assertThat(keys.isOf("key", "key")).isTrue();
        assertThat(keys.isOf("key", "another")).isFalse();
        assertThat(keys.isOf("key", null)).isFalse();
    }

    @Test
    void onlyTheLatestKeyHolds() {
        keys.change("key");
        String second = keys.changed("key").orElseThrow();
        keys.change("key");
        String third = keys.changed("key").orElseThrow();

        assertThat(keys.isOf("key", third)).isTrue();
        assertThat(keys.isOf("key", second)).isFalse();
        assertThat(keys.isOf("key", "key")).isFalse();
    }
}
