package dev.muster.gateway.status;

import static dev.muster.gateway.World.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.gateway.records.SignupRecord;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class FollowersTest {

    private final Followers followers = new Followers(2);

    @Test
    void whoComesLateHearsWhatWasSaidLately() {
        followers.tell("ada", announced(3));
        followers.tell("ada", announced(5));

        assertThat(followers.follow("ada").blockFirst()).isEqualTo(announced(5));
        assertThat(followers.follow("bob").blockFirst()).isEqualTo(SignupRecord.EMPTY);
    }

    @Test
    void onlySoManyAreRemembered() {
        followers.tell("ada", announced(1));
        followers.tell("bob", announced(1));
        followers.tell("ada", announced(2));
        followers.tell("eve", announced(1));

        assertThat(followers.lately("ada")).isEqualTo(announced(2));
        assertThat(followers.lately("bob")).isEqualTo(SignupRecord.EMPTY);
    }

    @Test
    void aSlowFollowerHoldsNobodyUpAndIsGivenTheLatest() throws InterruptedException {
        var heard = new CopyOnWriteArrayList<Long>();
        var gate = new CountDownLatch(1);
        var slow = followers.follow("ada").subscribe(record -> {
            try {
                gate.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            heard.add(record.sequence());
        });

        for (var sequence = 1; sequence <= 10_000; sequence++) {
            followers.tell("ada", announced(sequence));
        }
        gate.countDown();

        soon().untilAsserted(() -> assertThat(heard).last().isEqualTo(10_000L));
        assertThat(heard).hasSizeLessThan(10);
        slow.dispose();
    }

    @Test
    void whoLeavesIsForgottenAndAtTheEndEverybodyLeaves() {
        var first = followers.follow("ada").subscribe();
        var second = followers.follow("ada").subscribe();
        assertThat(followers.count()).isEqualTo(2);

        first.dispose();
        assertThat(followers.count()).isEqualTo(1);

        followers.end();
        assertThat(followers.count()).isZero();
        soon().untilAsserted(() -> assertThat(second.isDisposed()).isTrue());
    }

    private static SignupRecord announced(long sequence) {
        return new SignupRecord(-1, sequence, null, new TreeMap<>(), new TreeMap<>());
    }
}
