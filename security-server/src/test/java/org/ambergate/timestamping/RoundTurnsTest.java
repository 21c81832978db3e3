package org.ambergate.timestamping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When rounds come, and who waits for them. */
@Timeout(60)
class RoundTurnsTest {
    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final RoundTurns turns = new RoundTurns();
    // The common pool of a small machine has one thread, and these tasks wait for each other.
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void aRoundThatIsAskedForComesBeforeThePauseIsOver() throws Exception {
        CompletableFuture<Boolean> asked = ask(PATIENCE);

        assertThat(turns.await(LONG)).isTrue();
        assertThat(asked).isNotDone();
        turns.end();

        assertThat(asked.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aRoundThatHasBegunIsNotTheOneThatIsAskedFor() throws Exception {
        assertThat(turns.await(Duration.ZERO)).isTrue();
        CompletableFuture<Boolean> asked = ask(PATIENCE);
        // Comes at once only because somebody has asked.
        CompletableFuture<Boolean> next = CompletableFuture.supplyAsync(
                () -> {
                    await().atMost(PATIENCE).until(() -> asked.isDone() || turns.isAsked());
                    turns.end();
                    return awaitRound();
                },
                threads);

        assertThat(next.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(asked).isNotDone();
        turns.end();
        assertThat(asked.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void askedRoundsAreAtLeastAPauseApart() throws Exception {
        CompletableFuture<Boolean> asked = ask(PATIENCE);
        await().atMost(PATIENCE).until(turns::isAsked);
        long since = System.nanoTime();

        assertThat(turns.await(LONG)).isTrue();

        assertThat(System.nanoTime() - since).isGreaterThanOrEqualTo(RoundTurns.ASKED_PAUSE.toNanos());
        turns.end();
        assertThat(asked.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void whoWaitsForARoundThatDoesNotComeIsTold() throws Exception {
        assertThat(turns.ask(Duration.ofMillis(1))).isFalse();
    }

    @Test
    void afterTheEndThereAreNoRounds() throws Exception {
        CompletableFuture<Boolean> asked = ask(PATIENCE);
        turns.close();

        assertThat(turns.await(Duration.ZERO)).isFalse();
        assertThat(turns.isClosed()).isTrue();
        assertThat(asked.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isFalse();
        assertThat(turns.ask(PATIENCE)).isFalse();
    }

    private CompletableFuture<Boolean> ask(Duration longest) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return turns.ask(longest);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                threads);
    }

    private boolean awaitRound() {
        try {
            return turns.await(LONG);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
