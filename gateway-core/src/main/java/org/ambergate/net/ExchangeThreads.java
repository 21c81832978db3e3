package org.ambergate.net;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads that run exchanges: virtual ones where the running JDK has them (21 and later), else a bounded pool. */
public final class ExchangeThreads {
    private static final int IDLE_SECONDS_MAX = 60;

    private ExchangeThreads() {}

    /**
     * Starts threads.
     *
     * @param name begins the threads' names
     * @param poolSize how many run at once where there are no virtual threads; as many again may queue, beyond that a
     *     task is rejected
     */
    public static ExecutorService create(String name, int poolSize) {
        return virtual(name).orElseGet(() -> pool(name, poolSize));
    }

    static ExecutorService pool(String name, int poolSize) {
        AtomicInteger count = new AtomicInteger();
        ThreadFactory factory = task -> {
            Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                poolSize, poolSize, IDLE_SECONDS_MAX, TimeUnit.SECONDS, new ArrayBlockingQueue<>(poolSize), factory);
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** Thread.ofVirtual().name(name, 0).factory(), looked up because this is compiled for Java 17. */
    private static Optional<ExecutorService> virtual(String name) {
        try {
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            Class<?> builder = Class.forName("java.lang.Thread$Builder");
            Class<?> ofVirtual = Class.forName("java.lang.Thread$Builder$OfVirtual");
            MethodHandle create = lookup.findStatic(Thread.class, "ofVirtual", MethodType.methodType(ofVirtual));
            MethodHandle named =
                    lookup.findVirtual(ofVirtual, "name", MethodType.methodType(ofVirtual, String.class, long.class));
            MethodHandle factory = lookup.findVirtual(builder, "factory", MethodType.methodType(ThreadFactory.class));
            MethodHandle executor = lookup.findStatic(
                    Executors.class,
                    "newThreadPerTaskExecutor",
                    MethodType.methodType(ExecutorService.class, ThreadFactory.class));
            Object threads = factory.invoke(named.invoke(create.invoke(), name + "-", 0L));
            return Optional.of((ExecutorService) executor.invoke(threads));
        } catch (ReflectiveOperationException | UnsupportedOperationException e) {
            // JDK 17, or a preview JDK that refuses: the pool does the same work
            return Optional.empty();
        } catch (Throwable e) {
            throw new IllegalStateException("Virtual threads exist but cannot be made", e);
        }
    }
}
